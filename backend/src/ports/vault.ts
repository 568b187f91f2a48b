/** Keeps secrets at rest unreadable for whoever has only the database (SE4). */
export interface Vault {
  /** `context` binds it to its place: sealed for one, it does not open in another. */
  seal(secret: string, context: string): string;
  /** @throws SealedElsewhere when no key of this process opens it */
  open(sealed: string, context: string): string;
}

/** A secret was sealed under a RINGBACK_SECRET that this process doesn't have, or was tampered with. */
export class SealedElsewhere extends Error {
  constructor() {
    super(
      'A secret in the database was saved under another RINGBACK_SECRET. Start with the RINGBACK_SECRET that it was saved under; if that is lost, remove the secrets from the table config_override and enter them in the console again.',
    );
  }
}
