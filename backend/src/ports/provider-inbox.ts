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
  /** CI4: the customer has called us. */
  readonly inbound: boolean;
}

/** A call that comes in, as the provider tells it (CI4). */
export interface ProviderCall {
  readonly callRef: string;
  readonly dialedNumber: string;
  readonly callerNumber: string | undefined;
  /** The code that was typed; undefined: nobody was asked yet. */
  readonly digits: string | undefined;
}

/** What the provider is to do with a call that comes in. */
export type CallOrder =
  /** Ask for the code, after saying `said`. */
  | { readonly kind: 'gather'; readonly said: string; readonly unheard: string; readonly digits: number | undefined }
  | { readonly kind: 'hang-up'; readonly said: string }
  /** Bring it to an agent of this queue; with the attempt that the call became, if there is one. */
  | {
      readonly kind: 'connect';
      readonly said: string;
      readonly queue: string;
      readonly attempt: { readonly callbackId: CallbackId; readonly number: number } | undefined;
    };

/** Reads what a provider asks and tells, and answers in its language. */
export interface ProviderInbox {
  /** `forged`: not signed by the provider; `unknown`: nothing that we have asked it to send. */
  read(request: ProviderRequest): ProviderEvent | 'forged' | 'unknown';
  /** A call that comes in; undefined: the request is about something else. */
  readCall(request: ProviderRequest): ProviderCall | 'forged' | undefined;
  order(order: CallOrder): string;
  /** The answer to an event. `connect`: bring the customer to an agent of this queue; else hang up. */
  reply(event: ProviderEvent, verdict: { readonly connect: boolean; readonly queue: string }): string;
}
