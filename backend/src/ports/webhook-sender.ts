/** A receiver of customer webhooks. */
export interface WebhookEndpoint {
  /** Names its outbox. */
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly allowPrivateAddresses: boolean;
  readonly includeUserData: boolean;
}

/** How one try ended. `retryAfterMs`: what the receiver asked for. */
export type SendResult =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'gone' }
  | {
      readonly kind: 'failed';
      /** For operators; never what the receiver answered. */ readonly reason: string;
      readonly retryAfterMs: number | undefined;
    };

/** Sends customer webhooks (TE2). */
export interface WebhookSender {
  /** One try, which never rejects. `at` is when it is sent, epoch ms. */
  send(endpoint: WebhookEndpoint, message: { id: string; at: number; body: string }): Promise<SendResult>;
  /** Ends the tries under way. */
  stop(): void;
}
