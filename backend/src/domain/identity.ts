import { SIGNED_FIELDS, userData as userDataSchema } from '@ringback/contract';
import * as v from 'valibot';

/** What is wrong with a signed identity, for those who sign. `key`: ours can't be read. */
export type IdentityFault =
  | 'not-configured'
  | 'missing'
  | 'malformed'
  | 'algorithm'
  | 'unknown-key'
  | 'signature'
  | 'no-expiry'
  | 'expired'
  | 'not-yet'
  | 'lives-too-long'
  | 'audience'
  | 'issuer'
  | 'claims'
  | 'other-number'
  | 'too-much'
  | 'key';

/** Each says what is wrong and what to do, and repeats nothing of the token. */
export const IDENTITY_MESSAGES: Readonly<Record<IdentityFault, string>> = {
  'not-configured': 'identity: this site has no keys for signed identities. Set them at the console, or leave identity out.',
  missing: 'identity is missing: this site takes requests only from visitors whom it has signed for. Log in on the site, and try again.',
  malformed: 'identity is not a signed token. Send a JWT in compact form: three parts with dots between them.',
  algorithm: 'identity is signed with an algorithm that none of the site’s keys has. Sign with HS256, RS256 or ES256, as the key was set.',
  'unknown-key': 'identity names a key (kid) that is not among the site’s keys. Add the key at the console first, then sign with it.',
  signature: 'identity: the signature does not fit the site’s key. Sign with the key that is set at the console.',
  'no-expiry': 'identity has no exp. Give it a time of expiry, in seconds since 1970, a few minutes ahead.',
  expired: 'identity has expired. Sign a new one for each page view.',
  'not-yet': 'identity is not good yet: its nbf lies ahead. Check the clock of the server that signs.',
  'lives-too-long': 'identity lives longer than the site allows. Set exp nearer: maxLifetimeSeconds says how far.',
  audience: 'identity is for somebody else: its aud is not the one that is set for this site.',
  issuer: 'identity is of somebody else: its iss is not the one that is set for this site.',
  claims:
    'identity has a claim of the wrong kind: names, email and number are texts, phone_number_verified is true or false, userData is an object.',
  'other-number': 'phoneNumber is not the number that identity is signed for. Send the signed one, or have another one signed.',
  'too-much': 'identity and userData are more than a request may carry together: 64 keys and 16 KiB.',
  key: 'identity cannot be checked: the site’s key can’t be read. Set it again at the console.',
};

/** Who the visitor is, as far as the site has signed for it. */
export interface SignedVisitor {
  /** As the site has it; still to be read as a number. */
  readonly phoneNumber: string | undefined;
  /** The site has seen that the number is the visitor's. */
  readonly isPhoneVerified: boolean;
  readonly userData: Readonly<Record<string, unknown>>;
  /** Names of what is signed; `phoneNumber` for the number. */
  readonly fields: readonly string[];
}

/** Claims by the key of userData that they become; our own names first, then those of OpenID Connect. */
const PERSON: Readonly<Record<string, readonly string[]>> = {
  firstname: ['firstname', 'given_name'],
  lastname: ['lastname', 'family_name'],
  email: ['email'],
};
const NUMBER = ['phonenumber', 'phoneNumber', 'phone_number'] as const;

const text = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(255));
const known = [...Object.values(PERSON).flat(), ...NUMBER, 'name'];
const claimsSchema = v.object({
  ...Object.fromEntries(known.map((name) => [name, v.nullish(text)])),
  phone_number_verified: v.nullish(v.boolean()),
  userData: v.nullish(userDataSchema),
});

/** What the claims of a good token say of its visitor; undefined: one of them is of the wrong kind. */
export function signedVisitor(claims: Readonly<Record<string, unknown>>): SignedVisitor | undefined {
  const read = v.safeParse(claimsSchema, claims);
  if (!read.success) return undefined;
  const texts = read.output as Readonly<Record<string, string | null | undefined>>;
  const first = (names: readonly string[]): string | undefined => names.map((name) => texts[name]).find((value) => value) ?? undefined;
  const person = Object.entries(PERSON).flatMap(([key, names]) => {
    const value = first(names);
    return value === undefined ? [] : [[key, value] as const];
  });
  const isNamed = person.some(([key]) => key !== 'email');
  const whole = isNamed ? undefined : first(['name']);
  const { [SIGNED_FIELDS]: _reserved, ...own } = read.output.userData ?? {};
  const userData = { ...own, ...Object.fromEntries(person), ...(whole !== undefined && { firstname: whole }) };
  const phoneNumber = first(NUMBER);
  return {
    phoneNumber,
    isPhoneVerified: phoneNumber !== undefined && read.output.phone_number_verified === true,
    userData,
    fields: [...(phoneNumber === undefined ? [] : ['phoneNumber']), ...Object.keys(userData)],
  };
}

/**
 * userData of a visitor's request with what is signed over it. Which values those are stands under {@link SIGNED_FIELDS}, which nobody
 * else can write. Undefined: it is more than a request may carry.
 */
export function withSigned(
  given: Readonly<Record<string, unknown>> | undefined,
  signed: SignedVisitor | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const { [SIGNED_FIELDS]: _forged, ...unsigned } = given ?? {};
  if (!signed) return unsigned;
  const whole = v.safeParse(userDataSchema, { ...unsigned, ...signed.userData, [SIGNED_FIELDS]: signed.fields });
  return whole.success ? whole.output : undefined;
}

const signedFieldsOf = ({ [SIGNED_FIELDS]: fields }: Readonly<Record<string, unknown>>): readonly string[] =>
  Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : [];

/** What was said first and what was said later of the same visitor, as one: what is signed goes before what is not, else the later word. */
export function withLater(
  first: Readonly<Record<string, unknown>> = {},
  later: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const signedLater = signedFieldsOf(later);
  const signedFirst = signedFieldsOf(first).filter((field) => !signedLater.includes(field));
  const kept = Object.fromEntries(signedFirst.filter((field) => Object.hasOwn(first, field)).map((field) => [field, first[field]]));
  const fields = [...signedFirst, ...signedLater];
  const { [SIGNED_FIELDS]: _both, ...said } = { ...first, ...later, ...kept };
  return fields.length === 0 ? said : { ...said, [SIGNED_FIELDS]: fields };
}
