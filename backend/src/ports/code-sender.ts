import type { E164, NumberCheckWay } from '@ringback/contract';

/** A code on its way to a number (SE5). */
export interface CodeMessage {
  /** Names the check, and opens nothing. */
  readonly check: string;
  /** Epoch ms at which this code was made; no two of one check have the same. */
  readonly madeAt: number;
  readonly phone: E164;
  readonly way: NumberCheckWay;
  readonly code: string;
  /** Ready to be read, or to be said. */
  readonly text: string;
  /** BCP 47, as the text is. */
  readonly language: string;
  readonly queue: string;
  /** Epoch ms; later than that it is of no use. */
  readonly expiresAt: number;
}

/** How it went. `refused`: this number can't be reached this way. `reason`: for operators; codes and names only. */
export type CodeSent = { readonly kind: 'sent' } | { readonly kind: 'failed' | 'refused'; readonly reason: string };

/** Brings codes to numbers, by the telephony side. */
export interface CodeSender {
  /** One try, which never rejects. */
  send(message: CodeMessage): Promise<CodeSent>;
  /** Of a sender that sends nothing and only pretends to (the simulator): the newest message of a check, as far as this process remembers. */
  pretended?(check: string): CodeMessage | undefined;
  /** Ends what is under way. */
  stop(): void;
}
