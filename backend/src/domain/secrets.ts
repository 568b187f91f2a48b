import type { SitePart } from '@ringback/contract';

/** Which field of a part is secret; of a list, in each of its entries. */
const SECRET_FIELDS: Readonly<Partial<Record<SitePart, string>>> = {
  push: 'privateKey',
  captcha: 'secretKey',
  webhooks: 'secret',
  telephony: 'secret',
};

/** The value of a part with each of its secrets changed. Anything else stays as it is. */
export function mapSecrets(part: string, value: unknown, change: (secret: string) => string): unknown {
  const field = Object.hasOwn(SECRET_FIELDS, part) ? SECRET_FIELDS[part as SitePart] : undefined;
  if (field === undefined) return value;
  const changed = (item: unknown): unknown => {
    const secret = isObject(item) ? item[field] : undefined;
    return isObject(item) && typeof secret === 'string' ? { ...item, [field]: change(secret) } : item;
  };
  return Array.isArray(value) ? value.map(changed) : changed(value);
}

/** SE4: how a secret is shown: its last four characters at most, of a short one fewer. The armour of a key says nothing and is left out. */
export function masked(secret: string): string {
  const bare = secret.replaceAll(/-----[^-]+-----/g, '').replaceAll(/\s/g, '');
  return `••••${bare.length >= 12 ? bare.slice(-4) : ''}`;
}

/**
 * The value of an edit with the secrets it leaves out, or gives as they are shown, filled in from what is there. Entries of a list
 * are matched by `identity`; one without a match keeps what it says.
 */
export function withKeptSecrets(part: SitePart, edited: unknown, present: unknown): unknown {
  const field = SECRET_FIELDS[part];
  if (field === undefined) return edited;
  const fill = (item: unknown, before: unknown): unknown => {
    const known = isObject(before) ? before[field] : undefined;
    if (!isObject(item) || typeof known !== 'string') return item;
    const given = item[field];
    return given === undefined || given === masked(known) ? { ...item, [field]: known } : item;
  };
  if (!Array.isArray(edited)) return fill(edited, present);
  const before: unknown[] = Array.isArray(present) ? present : isObject(present) ? [present] : [];
  return edited.map((item: unknown) =>
    fill(
      item,
      before.find((candidate) => identityOf(candidate) === identityOf(item)),
    ),
  );
}

/** Key sets go by name, webhooks by address and name. */
const identityOf = (item: unknown): string => (isObject(item) ? JSON.stringify([item['url'], item['name']]) : '');

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
