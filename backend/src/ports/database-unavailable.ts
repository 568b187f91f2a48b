import { Refusal } from '../domain/refusal.js';

/** The database can't be reached or is restarting. Nothing was promised, so the same request may be repeated (503). */
export class DatabaseUnavailable extends Refusal {
  constructor(cause: unknown) {
    super(
      'UNAVAILABLE',
      'The service cannot reach its database right now. Nothing was lost; please send the same request again in a moment.',
      {
        retryAfterSeconds: 2,
      },
    );
    this.cause = cause;
  }
}
