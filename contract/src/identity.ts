import * as v from 'valibot';

/** WI12: algorithms of a site's tokens. No others are ever tried. */
export const IDENTITY_ALGORITHMS = ['HS256', 'RS256', 'ES256'] as const;
export type IdentityAlgorithm = (typeof IDENTITY_ALGORITHMS)[number];

const text = (max: number) =>
  v.pipe(v.string('expected text'), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(max, `is longer than ${max} characters`));
const whole = (min: number, max: number) =>
  v.pipe(
    v.number('expected a number'),
    v.integer('expected a whole number'),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );

/** Named by `kid` in the token's header. */
const kid = v.pipe(text(100), v.regex(/^[\w.:-]+$/, 'may have letters, digits, _ . : - only'));
/** RFC 7518: as long as the hash, or the key is what is guessed. */
export const identitySecret = v.pipe(
  v.string('expected text'),
  v.minLength(32, 'must have at least 32 characters'),
  v.maxLength(1024, 'is longer than 1024 characters'),
);
const publicKey = v.pipe(
  v.string('expected text'),
  v.includes('-----BEGIN PUBLIC KEY-----', 'expected a public key in PEM, from -----BEGIN PUBLIC KEY----- to -----END PUBLIC KEY-----'),
  v.maxLength(10_000, 'is longer than 10000 characters'),
);

const secretKey = { kid, alg: v.literal('HS256'), secret: identitySecret };
const publicKeyOf = <Alg extends 'RS256' | 'ES256'>(alg: Alg) => v.strictObject({ kid, alg: v.literal(alg), publicKey });
const ALGORITHM = `expected ${IDENTITY_ALGORITHMS.join(', ')}`;

const keysOf = <Key extends v.GenericSchema<unknown, { readonly kid: string }>>(key: Key) =>
  v.pipe(
    v.array(key, 'expected a list of keys'),
    v.minLength(1, 'must list at least one key'),
    v.maxLength(10, 'has more than 10 keys'),
    v.check((list) => new Set(list.map((one) => one.kid)).size === list.length, 'has two keys of one kid'),
  );

/** How a site signs who its visitors are; several keys while one is replaced by the next. */
const settings = {
  /** Whether visitors must be signed for to book. */
  required: v.optional(v.boolean('expected true or false'), false),
  /** `aud` that tokens must have. Absent: none is asked for, and one that names another service passes: better set it. */
  audience: v.optional(text(255)),
  /** `iss` that tokens must have. */
  issuer: v.optional(text(255)),
  /** A token may live so long at most, counted to its `exp`. */
  maxLifetimeSeconds: v.optional(whole(30, 86_400), 3600),
  /** How far the site's clock may be from ours. */
  clockSkewSeconds: v.optional(whole(0, 300), 30),
};
const fileKey = v.variant('alg', [v.strictObject(secretKey), publicKeyOf('RS256'), publicKeyOf('ES256')], ALGORITHM);
export const identity = v.strictObject({ ...settings, keys: keysOf(fileKey) });
export type IdentitySettings = v.InferOutput<typeof identity>;
export type IdentityKey = IdentitySettings['keys'][number];

/** In an edit: a secret that is left out, or sent as it was shown, stays that of the key of this kid. */
const editedKey = v.variant(
  'alg',
  [v.strictObject({ ...secretKey, secret: v.optional(v.string('expected text')) }), publicKeyOf('RS256'), publicKeyOf('ES256')],
  ALGORITHM,
);
export const identityEditValue = v.strictObject({ ...settings, keys: keysOf(editedKey) });
/** In an answer: secrets are masked. */
export const identityView = v.object({
  ...settings,
  keys: v.array(
    v.object({
      kid: v.string(),
      alg: v.picklist(IDENTITY_ALGORITHMS),
      secret: v.optional(v.string()),
      publicKey: v.optional(v.string()),
    }),
  ),
});

/** Name in `userData` under which a record tells what of it was signed for: names of values, `phoneNumber` for the number. Nobody can send it. */
export const SIGNED_FIELDS = 'signedFields';

/** POST /console/v1/identity/test, body. */
export const identityTest = v.object({
  token: v.pipe(v.string('expected text'), v.minLength(1, 'must not be empty'), v.maxLength(8192, 'is longer than 8192 characters')),
});
/** What the server makes of a token; values themselves are not repeated. */
export const identityTested = v.object({
  ok: v.boolean(),
  /** What works, or what to mend. */
  message: v.string(),
  kid: v.optional(v.string()),
  /** What is signed for. */
  signedFields: v.optional(v.array(v.string())),
  expiresAt: v.optional(v.string()),
});
export type IdentityTested = v.InferOutput<typeof identityTested>;
