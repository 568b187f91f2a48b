import type { Field } from '../fields.js';

/** Who the visitor is, as the site says it in a signed token: values by name of the built-in field. */
export type SignedIdentity = Readonly<Record<string, string>>;

/** Claims that say what a field says; the names of our fields first, then those of OpenID Connect. */
const CLAIMS: Readonly<Record<string, readonly string[]>> = {
  phonenumber: ['phonenumber', 'phoneNumber', 'phone_number'],
  firstname: ['firstname', 'given_name'],
  lastname: ['lastname', 'family_name'],
  email: ['email'],
};

/**
 * Reads what a signed token says, to show it; whether the signature holds is for the server to judge.
 * @returns `undefined` for what is no token
 */
export function readIdentity(token: string): SignedIdentity | undefined {
  try {
    const payload = token.split('.')[1]?.replace(/-/g, '+').replace(/_/g, '/') ?? '';
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
    const found = Object.entries(CLAIMS).flatMap(([field, names]) => {
      const value = names.map((name) => claims[name]).find((claim) => typeof claim === 'string' && claim !== '');
      return typeof value === 'string' ? [[field, value] as const] : [];
    });
    const named = found.some(([field]) => field === 'firstname' || field === 'lastname');
    // As the server takes it: a whole name where no parts are given.
    const whole = !named && typeof claims['name'] === 'string' && claims['name'] !== '' ? [['firstname', claims['name']] as const] : [];
    return Object.fromEntries([...found, ...whole]);
  } catch {
    return undefined;
  }
}

/** The fields with what is signed for, fixed. */
export const withIdentity = (fields: readonly Field[], identity: SignedIdentity): Field[] =>
  fields.map((field) => {
    const value = Object.hasOwn(identity, field.name) ? identity[field.name] : undefined;
    return value === undefined ? field : { ...field, value, fixed: true, readOnly: true };
  });
