import { ENDPOINTS, type ApiError } from '@ringback/contract';
import * as v from 'valibot';

interface Part {
  version: number;
  value: unknown;
}
const part = (value: unknown): Part => ({ version: 0, value });
const PARTS = { Origins: 'origins', CaptchaKeySets: 'captcha', Identity: 'identity' } as const;

/** The site's settings, as the Developer page meets them: versions are judged, secrets are masked. */
export class FakeSettings {
  readonly parts = { origins: part([]), captcha: part([]), identity: part(null) };
  errors: ApiError[] = [];

  /** What the operation answers; undefined when it is none of the settings. */
  act(operation: string, body: unknown): object | undefined {
    if (operation === 'apiErrors') return { errors: this.errors };
    const [, verb, id = ''] = /^(get|put|clear)(\w+)$/.exec(operation) ?? [];
    const name = Object.entries(PARTS).find(([named]) => named === id)?.[1];
    if (verb === undefined || name === undefined) return undefined;
    const held = this.parts[name];
    if (verb === 'put') {
      const { version, value } = v.parse(v.object({ version: v.number(), value: v.unknown() }), structuredClone(body));
      if (version !== held.version) return { status: 'WRONG_STATE', message: 'Somebody saved in the meantime.' };
      Object.assign(held, { version: version + 1, value: withKept(value, held.value) });
    }
    if (verb === 'clear') Object.assign(held, { version: held.version + 1, value: name === 'identity' ? null : [] });
    const schema = { origins: ENDPOINTS.getOrigins, captcha: ENDPOINTS.getCaptchaKeySets, identity: ENDPOINTS.getIdentity }[name].data;
    return v.parse(schema, { version: held.version, source: 'console', value: masked(held.value) });
  }
}

const SECRETS = ['secret', 'secretKey'];
const each = (value: unknown, change: (key: string, inner: unknown) => unknown): unknown =>
  Array.isArray(value)
    ? value.map((one) => each(one, change))
    : value instanceof Object
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, each(change(key, inner), change)]))
      : value;
const masked = (value: unknown): unknown =>
  each(value, (key, inner) => (SECRETS.includes(key) && typeof inner === 'string' ? `••••${inner.slice(-4)}` : inner));

/** An edit without its secret keeps the one at its place. */
function withKept(value: unknown, before: unknown): unknown {
  const [now, then] = [listOf(value), listOf(before)];
  now.forEach((one, index) => {
    for (const field of SECRETS) if (one[field] === undefined && then[index]?.[field] !== undefined) one[field] = then[index][field];
  });
  return value;
}
const listOf = (value: unknown): Record<string, unknown>[] => {
  const list = value instanceof Object && 'keys' in value && !Array.isArray(value) ? value.keys : value;
  return Array.isArray(list) ? list.filter((one) => one instanceof Object) : [];
};
