import type { ConfigText, IdentitySettings, SitePart } from '@ringback/contract';
import { mapSecrets, masked, withKeptSecrets } from '../domain/secrets.js';
import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';
import { editSettings, requireSeen } from './edit-settings.js';
import type { Effective } from './live-site.js';
import type { ConsoleUser } from './ringback.js';
import { originView } from './settings-objects.js';
import { requireWholeSite } from './settings-reach.js';
import type { PartView, Saving } from './settings-verbs.js';

/** In sentences. */
const THINGS: Readonly<Record<SitePart, string>> = {
  origins: 'list of origins',
  limits: 'limits',
  push: 'push credentials',
  captcha: 'captcha key sets',
  webhooks: 'list of webhooks',
  telephony: 'telephony secret',
  identity: 'keys of signed identities',
};

/** See `SettingsVerbs.sitePart`. No statement. */
export const sitePart = async <Part extends SitePart>({ site }: Dependencies, part: Part): Promise<PartView<Part>> =>
  viewOf(site.effective, part);

/** See `SettingsVerbs.putSitePart`. */
export async function putSitePart<Part extends SitePart>(
  deps: Dependencies,
  user: ConsoleUser,
  part: Part,
  { version, value: given }: Saving<unknown>,
): Promise<PartView<Part>> {
  return editPart(deps, user, { part, version }, (present) => {
    const value = withKeptSecrets(part, given, present);
    requireReadableKey(deps, part, value);
    return value;
  });
}

/** See `SettingsVerbs.clearSitePart`. */
export const clearSitePart = <Part extends SitePart>(
  deps: Dependencies,
  user: ConsoleUser,
  part: Part,
  version: number,
): Promise<PartView<Part>> => editPart(deps, user, { part, version }, () => undefined);

/** Saves what `change` makes of a part; undefined: there is to be none. */
async function editPart<Part extends SitePart>(
  deps: Dependencies,
  user: ConsoleUser,
  { part, version }: { part: Part; version: number | undefined },
  change: (present: unknown) => unknown,
): Promise<PartView<Part>> {
  requireWholeSite(user);
  const { override, effective } = await editSettings(deps, user, (current) => {
    requireSeen(originOf(current, part), version, THINGS[part]);
    const present = partOf(current.text, part);
    const value = change(present);
    const deleted = value === undefined;
    const shown = (secretive: unknown): unknown => mapSecrets(part, secretive, masked) ?? undefined;
    const audit = { action: deleted ? 'deleted' : 'changed', before: shown(present), after: shown(value) } as const;
    return { kind: 'site', name: part, value, deleted, audit };
  });
  return viewOf({ ...effective, overrides: [override] }, part);
}

/** As answers show it: of what there may be none, null, except a list, which is empty then. */
function partOf({ site, limits, telephony }: ConfigText, part: SitePart): unknown {
  switch (part) {
    case 'origins':
    case 'webhooks':
      return site[part];
    case 'captcha':
      return Array.isArray(site.captcha) ? site.captcha : site.captcha ? [site.captcha] : [];
    case 'push':
      return site.push ?? null;
    case 'identity':
      return site.identity ?? null;
    case 'telephony':
      return telephony ?? null;
    case 'limits': {
      const { perAddressPerMinute, perNumberPerDay } = limits;
      return { perAddressPerMinute, perNumberPerDay };
    }
  }
}

const originOf = ({ overrides }: Pick<Effective, 'overrides'>, part: SitePart) =>
  overrides.find(({ kind, name }) => kind === 'site' && name === part) ?? { version: 0 };

// Each part's schema is the one that the value was checked with.
const viewOf = <Part extends SitePart>({ text, overrides }: Pick<Effective, 'text' | 'overrides'>, part: Part): PartView<Part> =>
  ({ ...originView(originOf({ overrides }, part)), value: mapSecrets(part, partOf(text, part), masked) }) as unknown as PartView<Part>;

/** PU4: a key that can't be read would only show when the first message is to be sent. */
function requireReadableKey({ credentials }: Dependencies, part: SitePart, value: unknown): void {
  if (part === 'identity') return requirePublicKeys(credentials, value);
  if (part !== 'push') return;
  const { privateKey } = value as { privateKey?: unknown };
  if (typeof privateKey !== 'string')
    throw new Refusal('INVALID_PARAMETER', 'value.privateKey is missing; there is none yet that could stay');
  if (!credentials.isPrivateKey(privateKey)) {
    throw new Refusal(
      'INVALID_PARAMETER',
      'value.privateKey is not a private key; paste private_key of the service account file whole, from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----',
    );
  }
}

/** WI12: a key of another kind than its algorithm would refuse every token. */
function requirePublicKeys(credentials: Dependencies['credentials'], value: unknown): void {
  for (const [index, key] of (value as Pick<IdentitySettings, 'keys'>).keys.entries()) {
    if (key.alg === 'HS256' || credentials.isPublicKey(key.publicKey, key.alg)) continue;
    const kind = key.alg === 'RS256' ? 'an RSA key of at least 2048 bits' : 'a key on the curve P-256';
    throw new Refusal('INVALID_PARAMETER', `value.keys[${index}].publicKey does not fit ${key.alg}; paste ${kind} in PEM, its public half`);
  }
}
