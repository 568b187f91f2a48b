import type { SitePart } from '@ringback/contract';

/** Which field of a part is secret; of a list, in each of its entries. */
const SECRET_FIELDS: Readonly<Partial<Record<SitePart, string>>> = {
  push: 'privateKey',
  captcha: 'secretKey',
  webhooks: 'secret',
  telephony: 'secret',
  identity: 'secret',
};
/** Parts whose secrets lie in a list within them, whose entries go by `kid`. */
const LISTS: Readonly<Partial<Record<SitePart, string>>> = { identity: 'keys' };

/** The value of a part with each of its secrets changed. Anything else stays as it is. */
export function mapSecrets(part: string, value: unknown, change: (secret: string) => string): unknown {
  const field = Object.hasOwn(SECRET_FIELDS, part) ? SECRET_FIELDS[part as SitePart] : undefined;
  if (field === undefined) return value;
  const changed = (item: unknown): unknown => {
    const secret = isObject(item) ? item[field] : undefined;
    return isObject(item) && typeof secret === 'string' ? { ...item, [field]: change(secret) } : item;
  };
  return eachEntry(part as SitePart, value, changed);
}

/** The value with each of what may hold a secret changed: itself, its entries, or those of the list in it. */
function eachEntry(part: SitePart, value: unknown, change: (item: unknown) => unknown): unknown {
  const list = LISTS[part];
  const entries = list !== undefined && isObject(value) ? value[list] : value;
  const changed = Array.isArray(entries) ? entries.map((item: unknown) => change(item)) : change(entries);
  return list !== undefined && isObject(value) ? { ...value, [list]: changed } : changed;
}

/** SE4: how a secret is shown: its last four characters at most, of a short one fewer. The armour of a key says nothing and is left out. */
export function masked(secret: string): string {
  const bare = secret.replaceAll(/-----[^-]+-----/g, '').replaceAll(/\s/g, '');
  return `••••${bare.length >= 12 ? bare.slice(-4) : ''}`;
}

/**
 * The value of an edit with the secrets it leaves out, or gives as they are shown, filled in from what is there. Entries of a list
 * are matched by `identity`; one without a match keeps what it says. One that is to be sent elsewhere has to be given anew: whoever
 * has got hold of a session must not have it sent to themselves.
 */
export function withKeptSecrets(part: SitePart, edited: unknown, present: unknown): unknown {
  const field = SECRET_FIELDS[part];
  if (field === undefined) return edited;
  const fill = (item: unknown, before: unknown): unknown => {
    const known = isObject(before) ? before[field] : undefined;
    if (!isObject(item) || typeof known !== 'string') return item;
    const given = item[field];
    if (given !== undefined && given !== masked(known)) return item;
    const { [field]: _shown, ...rest } = item;
    return goToTheSame(item, before) ? { ...item, [field]: known } : rest;
  };
  const before = entriesOf(part, present);
  return eachEntry(part, edited, (item) =>
    fill(item, isSingle(part, edited) ? present : before.find((candidate) => identityOf(candidate) === identityOf(item))),
  );
}

/** Where a secret, or what it signs, is sent. */
const DESTINATIONS = ['verifyUrl', 'tokenUrl', 'sendUrl'];

const goToTheSame = (item: unknown, before: unknown): boolean =>
  isObject(item) && isObject(before) && DESTINATIONS.every((name) => (item[name] ?? null) === (before[name] ?? null));

const isSingle = (part: SitePart, value: unknown): boolean => LISTS[part] === undefined && !Array.isArray(value);

function entriesOf(part: SitePart, value: unknown): unknown[] {
  const list = LISTS[part];
  const entries = list !== undefined && isObject(value) ? value[list] : value;
  return Array.isArray(entries) ? entries : isObject(entries) ? [entries] : [];
}

/** Key sets go by name, webhooks by address and name, keys of identities by `kid` and algorithm. */
const identityOf = (item: unknown): string => (isObject(item) ? JSON.stringify([item['url'], item['name'], item['kid'], item['alg']]) : '');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
