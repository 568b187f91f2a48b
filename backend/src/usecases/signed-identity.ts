import type { IdentityTested } from '@ringback/contract';
import { toIsoInstant } from '@ringback/contract';
import { IDENTITY_MESSAGES, signedVisitor, withSigned, type IdentityFault, type SignedVisitor } from '../domain/identity.js';
import { judgeNumber } from '../domain/phone-number.js';
import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';
import type { QueueRules } from './site-rules.js';

type Needs = Pick<Dependencies, 'site' | 'identities' | 'clock' | 'log'>;

const refused = (fault: IdentityFault): Refusal => new Refusal('IDENTITY_REFUSED', IDENTITY_MESSAGES[fault]);

/** WI12: what of a visitor's request counts, and what of it the site has signed for. */
export interface KnownVisitor {
  readonly signed: SignedVisitor | undefined;
  /** With what is signed over what was sent. */
  readonly userData: Readonly<Record<string, unknown>>;
}

/** What a visitor's request says of them. */
export interface VisitorGiven {
  readonly identity?: string | undefined;
  readonly userData?: Readonly<Record<string, unknown>> | undefined;
  /** Undefined: it names none. */
  readonly phoneNumber: string | undefined;
  /** The site has let them in before: nothing has to be signed any more. */
  readonly isKnownAlready?: boolean;
}

/**
 * WI12: the visitor of a request, by the site's signature if there is one. No statement.
 * @param rule of the queue, by which numbers are read
 * @throws Refusal IDENTITY_REFUSED
 */
export async function knowVisitor(deps: Needs, rule: QueueRules['numberRule'], given: VisitorGiven): Promise<KnownVisitor> {
  const isUnsigned = given.isKnownAlready && given.identity === undefined;
  const signed = isUnsigned ? undefined : await signedOf(deps, given.identity);
  if (signed?.phoneNumber !== undefined && given.phoneNumber !== undefined) requireSameNumber(rule, given.phoneNumber, signed.phoneNumber);
  const userData = withSigned(given.userData, signed);
  if (!userData) throw refused('too-much');
  return { signed, userData };
}

async function signedOf({ site, identities, clock, log }: Needs, token: string | undefined): Promise<SignedVisitor | undefined> {
  const settings = site.effective.config.site.identity ?? undefined;
  if (token === undefined) {
    if (settings?.required) throw refused('missing');
    return undefined;
  }
  if (!settings) throw refused('not-configured');
  const read = await identities.read(settings, token, clock.now());
  if (!read.ok) {
    if (read.fault === 'key') log.error('a key of signed identities can not be read');
    throw refused(read.fault);
  }
  const signed = signedVisitor(read.claims);
  if (!signed) throw refused('claims');
  return signed;
}

function requireSameNumber(rule: QueueRules['numberRule'], given: string, signed: string): void {
  const [sent, meant] = [given, signed].map((text) => judgeNumber(text, { rule }).e164);
  if (sent !== meant) throw refused('other-number');
}

/** See `DeveloperVerbs.testIdentity`. */
export async function testIdentity({ site, identities, clock }: Needs, token: string): Promise<IdentityTested> {
  const settings = site.effective.config.site.identity;
  const read = settings ? await identities.read(settings, token, clock.now()) : ({ ok: false, fault: 'not-configured' } as const);
  if (!read.ok) return { ok: false, message: IDENTITY_MESSAGES[read.fault] };
  const { kid, claims, expiresAt } = read;
  const signed = signedVisitor(claims);
  if (!signed) return { ok: false, message: IDENTITY_MESSAGES.claims, kid };
  return {
    ok: true,
    message:
      signed.fields.length > 0
        ? 'The token holds. What it signs for is listed in signedFields.'
        : 'The token holds, but signs for nothing that is known here: neither number, nor name, nor email, nor userData.',
    kid,
    signedFields: [...signed.fields],
    expiresAt: toIsoInstant(expiresAt),
  };
}
