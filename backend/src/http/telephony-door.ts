import { Refusal } from '../domain/refusal.js';
import type { SignedHeaders } from '../ports/webhook-signatures.js';
import type { AppContext, AppServices } from './app-env.js';
import { readBodyText } from './read-body.js';
import { sameSecret } from './same-secret.js';

/** A report that has proved where it comes from. */
export interface Reporter {
  /** The sender's id of this report. */
  readonly reportId: string | undefined;
}

const LONGEST_ID = 255;

/** @throws Refusal NOT_AUTHENTICATED unless the telephony secret came as bearer */
export function requireTelephonySecret(c: AppContext, { config }: AppServices): void {
  const secret = config.telephony?.secret;
  const given = bearerOf(c);
  if (!secret || !given || !sameSecret(secret, given)) {
    throw new Refusal('NOT_AUTHENTICATED', 'The telephony secret is missing or wrong; send it in the header Authorization: Bearer.');
  }
}

/**
 * Reports of a dial prove themselves by the telephony secret, by a signature, or by both. Each proof that is given must
 * hold; a wrong signature is not outweighed by a right secret. Where the dialer has no secret to sign with, only the bearer counts.
 * @throws Refusal NOT_AUTHENTICATED
 */
export async function requireReporter(c: AppContext, services: AppServices): Promise<Reporter> {
  const hasBearer = c.req.header('authorization') !== undefined;
  const signed = signedHeadersOf(c);
  if (hasBearer) requireTelephonySecret(c, services);
  const verdict = signed && services.ringback.verifyReport(signed, await readBodyText(c));
  if (verdict === false)
    throw new Refusal(
      'NOT_AUTHENTICATED',
      'The signature is wrong or older than 5 minutes; sign id, timestamp and the exact body with the secret of the dialer (Standard Webhooks).',
    );
  if (!hasBearer && verdict === undefined)
    throw new Refusal(
      'NOT_AUTHENTICATED',
      'The report is not signed; send the telephony secret in the header Authorization: Bearer, or sign it with the secret of the dialer (Standard Webhooks).',
    );
  return { reportId: reportIdOf(c) };
}

export const bearerOf = (c: AppContext): string | undefined => bearerIn(c.req.header('authorization'));

/** The same of the header's value. */
export const bearerIn = (authorization: string | undefined): string | undefined => /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]?.trim();

/** A missing one counts as wrong, not as absent. */
function signedHeadersOf(c: AppContext): SignedHeaders | undefined {
  const signature = c.req.header('webhook-signature');
  if (signature === undefined) return undefined;
  return {
    'webhook-id': c.req.header('webhook-id') ?? '',
    'webhook-timestamp': c.req.header('webhook-timestamp') ?? '',
    'webhook-signature': signature,
  };
}

function reportIdOf(c: AppContext): string | undefined {
  const id = c.req.header('webhook-id');
  if (id !== undefined && (id === '' || id.length > LONGEST_ID))
    throw new Refusal('INVALID_PARAMETER', `the header webhook-id must have 1 to ${LONGEST_ID} characters`);
  return id;
}
