import type { AttemptOutcome, CallbackId, ReportType } from '@ringback/contract';

/** A request that a telephony provider makes to us by a protocol of its own. */
export interface ProviderRequest {
  /** From the root of this service, as it was asked for. */
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly signature: string | undefined;
}

/** What a provider says of one attempt. */
export interface ProviderEvent {
  readonly id: CallbackId;
  readonly attempt: number;
  /** The provider's name of the call. */
  readonly callRef: string;
  /** `report`: news of the dial; `unserved`: the customer was on the line and nobody came. */
  readonly news:
    | { readonly kind: 'report'; readonly type: ReportType }
    | { readonly kind: 'unserved'; readonly outcome: Extract<AttemptOutcome, 'abandoned'> }
    | undefined;
  /** Whether the provider waits to be told what to do with the customer on the line. */
  readonly asks: boolean;
  /** How often agents were tried for this customer. */
  readonly tries: number;
}

/** Reads what a provider asks and tells, and answers in its language. */
export interface ProviderInbox {
  /** `forged`: not signed by the provider; `unknown`: nothing that we have asked it to send. */
  read(request: ProviderRequest): ProviderEvent | 'forged' | 'unknown';
  /** The answer to an event. `connect`: bring the customer to an agent of this queue; else hang up. */
  reply(event: ProviderEvent, verdict: { readonly connect: boolean; readonly queue: string }): string;
}
