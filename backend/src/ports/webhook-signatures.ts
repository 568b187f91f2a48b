/** The three headers of Standard Webhooks. */
export interface SignedHeaders {
  readonly 'webhook-id': string;
  /** Unix seconds. */
  readonly 'webhook-timestamp': string;
  /** One or several, with spaces between. */
  readonly 'webhook-signature': string;
}

/** Signs what goes out and judges what comes in. `secret`: `whsec_` and base64, or any other text as it is. Epoch ms. */
export interface WebhookSignatures {
  sign(secret: string, message: { id: string; at: number; body: string }): SignedHeaders;
  /** Also false when it was signed more than 5 minutes before or after `now`. */
  verify(secret: string, message: { headers: SignedHeaders; body: string; now: number }): boolean;
}
