import { type Endpoint, STATUS_CODES } from '@ringback/contract';
import fc from 'fast-check';
import type { ObjectSchema } from 'valibot';
import { expect } from 'vitest';
import { canonicalSchema } from '../../src/http/openapi/canonical-schema.js';

/** 408 and 431 come from the HTTP parser, before there is any endpoint. */
const CODES = new Map<number, Set<number>>([
  [408, new Set([501])],
  [431, new Set([501])],
]);
for (const { code, http } of Object.values(STATUS_CODES)) CODES.set(http, new Set([...(CODES.get(http) ?? []), code]));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The envelope, with a code that goes with the HTTP status. Never a fault of ours. */
export function expectEnvelope(http: number, text: string, what: unknown): void {
  const context = `${http} ${JSON.stringify(what)?.slice(0, 500)} -> ${text.slice(0, 300)}`;
  expect(http, context).toBeLessThan(500);
  const { status } = JSON.parse(text) as { status: { code: number; message: string; corrId: string } };
  expect([...(CODES.get(http) ?? [])], context).toContain(status.code);
  expect(status.message.length, context).toBeGreaterThan(0);
  expect(status.corrId, context).toMatch(UUID);
}

const long = fc.integer({ min: 1, max: 70_000 }).map((length) => 'x'.repeat(length));
const nasty = fc.constantFrom(
  '__proto__',
  'constructor',
  '\0',
  '\ud800',
  'ｆｕｌｌ',
  '🙂'.repeat(90),
  '-0',
  '1e999',
  'NaN',
  'null',
  '../../etc/passwd',
  "'; DROP TABLE callback; --",
  '${7*7}',
  '\r\nX: y',
  '2026-02-30T00:00:00Z',
  '9999999999999999999999',
);
const value = fc.oneof(
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 3, arbitrary: nasty },
  fc.string({ unit: 'binary' }),
  fc.double(),
  { weight: 1, arbitrary: long },
);
/** None of a body that is a file. */
const fieldsOf = (schema: Endpoint['body']): string[] =>
  schema ? Object.keys((canonicalSchema(schema) as Partial<ObjectSchema<Record<string, never>, undefined>>).entries ?? {}) : [];
/** What each field takes; a body of these with one or two fields spoiled gets further than plain noise. */
const GOOD: Readonly<Record<string, unknown>> = {
  serviceName: 'Support_VQ',
  phoneNumber: '+12125550111',
  id: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10',
  desiredTime: '2026-11-23T16:00:00.000Z',
  username: 'admin',
  password: 'change-me-now',
  state: 'ready',
  attempt: 1,
  outcome: 'no-answer',
  paused: false,
};
const spoiled = (fields: readonly string[]) => {
  const good = Object.fromEntries(fields.filter((field) => field in GOOD).map((field) => [field, GOOD[field]]));
  return fc.dictionary(fc.constantFrom(...fields), value, { minKeys: 1, maxKeys: 2 }).map((bad) => ({ ...good, ...bad }));
};
const bodyFor = (endpoint: Endpoint) => {
  const fields = fieldsOf(endpoint.body);
  const known = fc.record(
    Object.fromEntries(
      fields.map((field) => [field, fc.oneof(value, fc.constantFrom('Sales_VQ', '+12125550111', '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10'))]),
    ),
    { requiredKeys: [] },
  );
  return fc.oneof(
    { weight: 3, arbitrary: known.map((body) => JSON.stringify(body)) },
    ...(fields.length > 0 ? [{ weight: 6, arbitrary: spoiled(fields).map((body) => JSON.stringify(body)) }] : []),
    fc.jsonValue().map((body) => JSON.stringify(body)),
    fc.string({ unit: 'binary' }),
    known.map((body) =>
      new URLSearchParams(
        Object.fromEntries(
          Object.entries(body).map(([key, item]) => [`${key}[${JSON.stringify(item)?.slice(0, 9)}]`, JSON.stringify(item) ?? '']),
        ),
      ).toString(),
    ),
    fc.uint8Array({ maxLength: 300 }),
    fc.constant(undefined),
  );
};
const queryFor = (endpoint: Endpoint) =>
  fc
    .dictionary(
      fc.oneof({ weight: 5, arbitrary: fc.constantFrom('token', '__proto__', ...fieldsOf(endpoint.query)) }, fc.string()),
      fc.oneof(
        nasty,
        fc.string({ unit: 'binary' }),
        fc.integer().map(String),
        fc.constantFrom(
          'Sales_VQ',
          '1795430400000',
          '-62135596800001',
          '8640000000000001',
          '1',
          '31',
          'UTC',
          '2026-11-23T00:00:00.000Z',
          '2026-11-23T00:00:00.000',
          'mode3',
        ),
      ),
      { maxKeys: 5 },
    )
    .map((query) => new URLSearchParams(Object.entries(query)).toString());
const segment = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('Sales_VQ', 'Support_VQ') },
  fc.constantFrom('%', '%zz', '%00', '..', '%2e%2e%2f', '%E0%A4%A', encodeURIComponent('日本')),
  fc.string({ minLength: 1, maxLength: 40 }).map((text) => encodeURIComponent(text)),
);
const type = fc.constantFrom(
  'application/json',
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/json; charset=utf-16',
  'multipart/form-data',
  'text/csv',
  '',
  ';;;',
  'application/vnd.x+json',
);
const method = (endpoint: Endpoint) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constant(endpoint.method as string) },
    fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND'),
  );

/** One request that nobody should have sent. */
export interface Garbage {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | undefined;
}
/** Requests for an endpoint that are wrong in every way we could think of. */
export const garbageFor = (endpoint: Endpoint, credentials: Record<string, string>): fc.Arbitrary<Garbage> =>
  fc
    .record({
      method: method(endpoint),
      segments: fc.array(segment, { minLength: 2, maxLength: 2 }),
      query: queryFor(endpoint),
      body: bodyFor(endpoint),
      type,
      key: fc.oneof({ weight: 6, arbitrary: fc.constant('demo-key') }, fc.constantFrom('', 'x', 'ü', 'k'.repeat(4000))),
      idempotency: fc.oneof(fc.constant(undefined), fc.constantFrom('a key', 'é', '', 'k'.repeat(300))),
    })
    .map(({ method: verb, segments, query, body, type: contentType, key, idempotency }) => {
      const path = endpoint.path.replaceAll(/\{[^}]+\}/g, () => segments.pop() ?? 'x');
      const headers = {
        ...credentials,
        'x-api-key': key,
        ...(contentType ? { 'content-type': contentType } : {}),
        ...(idempotency === undefined ? {} : { 'idempotency-key': idempotency }),
      };
      const bodyless = verb === 'GET' || body === undefined;
      return { method: verb, path: `${path}?${query}`, headers, body: bodyless ? undefined : body };
    });
