import type { CreateCallback, IdentityTested } from '@ringback/contract';
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

/**
 * WI12: the visitor of a request, by the site's signature if there is one. No statement.
 * @throws Refusal IDENTITY_REFUSED
 */
export async function knowVisitor(deps: Needs, rules: QueueRules, request: CreateCallback): Promise<KnownVisitor> {
  const signed = await signedOf(deps, request.identity);
  if (signed?.phoneNumber !== undefined) requireSameNumber(rules, request.phoneNumber, signed.phoneNumber);
  const userData = withSigned(request.userData, signed);
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

function requireSameNumber({ numberRule }: QueueRules, given: string, signed: string): void {
  const [sent, meant] = [given, signed].map((text) => judgeNumber(text, { rule: numberRule }).e164);
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
