import { ENDPOINTS, type IdentityAlgorithm, type identityEdit, type identityView } from '@ringback/contract';
import type { InferInput, InferOutput } from 'valibot';
import { problemsOf, type Problems } from './part-editor.js';

type View = InferOutput<typeof identityView>;
type Edit = InferInput<typeof identityEdit>;

/** One key in the form. */
export interface KeyDraft {
  readonly kid: string;
  readonly alg: IdentityAlgorithm;
  /** Empty: the one that is saved stays. */
  readonly secret: string;
  /** The saved secret as the server shows it; undefined of a new key. */
  readonly shown: string | undefined;
  readonly publicKey: string;
}

/** The form of signed identity; numbers as they are typed. */
export interface IdentityDraft {
  readonly required: boolean;
  readonly audience: string;
  readonly issuer: string;
  readonly maxLifetimeSeconds: string;
  readonly clockSkewSeconds: string;
  readonly keys: readonly KeyDraft[];
}

export const NO_IDENTITY: IdentityDraft = {
  required: false,
  audience: 'ringback',
  issuer: '',
  maxLifetimeSeconds: '3600',
  clockSkewSeconds: '30',
  keys: [],
};

export const toIdentityDraft = (view: View | null): IdentityDraft =>
  view === null
    ? NO_IDENTITY
    : {
        required: view.required,
        audience: view.audience ?? '',
        issuer: view.issuer ?? '',
        maxLifetimeSeconds: String(view.maxLifetimeSeconds),
        clockSkewSeconds: String(view.clockSkewSeconds),
        keys: view.keys.map(({ kid, alg, secret, publicKey }) => ({ kid, alg, secret: '', shown: secret, publicKey: publicKey ?? '' })),
      };

/** The request that saves it. */
export function identityEditOf(version: number, draft: IdentityDraft): Edit {
  const { audience, issuer, maxLifetimeSeconds, clockSkewSeconds, required, keys } = draft;
  return {
    version,
    value: {
      required,
      ...(audience.trim() !== '' && { audience }),
      ...(issuer.trim() !== '' && { issuer }),
      maxLifetimeSeconds: Number(maxLifetimeSeconds),
      clockSkewSeconds: Number(clockSkewSeconds),
      keys: keys.map(({ kid, alg, secret, publicKey }) =>
        alg === 'HS256' ? { kid, alg, ...(secret !== '' && { secret }) } : { kid, alg, publicKey },
      ),
    },
  };
}

/** What is wrong with it. No keys at all is no fault: signed identity is then off. */
export function identityProblems(version: number, draft: IdentityDraft): Problems {
  if (draft.keys.length === 0) return {};
  const needed = draft.keys.flatMap(({ alg, secret, shown }, index) =>
    alg === 'HS256' && (secret === '' ? shown === undefined : secret.length < 32)
      ? [[`value.keys.${index}.secret`, 'Must have at least 32 characters.'] as const]
      : [],
  );
  return { ...problemsOf(ENDPOINTS.putIdentity.body, identityEditOf(version, draft)), ...Object.fromEntries(needed) };
}
