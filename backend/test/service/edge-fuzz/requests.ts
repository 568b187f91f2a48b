import fc from 'fast-check';
import type { OpenApiDocument } from '../../../src/http/openapi/document.js';
import { fromSchema, nearly, type Meanings, type Schema, spoiled } from './from-schema.js';

type Operation = OpenApiDocument['paths'][string][string];

/** `documented`: what answers it is in the document under its path and method. Else only the general refusals. */
export interface FuzzRequest {
  readonly kind: 'valid' | 'nearly' | 'hostile';
  readonly operation: { readonly path: string; readonly method: string; readonly documented: boolean };
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** How callers of each security scheme say who they are. */
export type Credentials = Readonly<Record<string, fc.Arbitrary<Readonly<Record<string, string>>>>>;

interface Shaped {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** One request to a random operation, weighted alike. */
export function requestsTo(operations: readonly Shaped[], meanings: Meanings, credentials: Credentials): fc.Arbitrary<FuzzRequest> {
  return fc.oneof(
    ...operations.flatMap((shaped) => [
      { weight: 2, arbitrary: shapedRequest(shaped, { meanings, credentials, kind: 'valid' }) },
      { weight: 2, arbitrary: shapedRequest(shaped, { meanings, credentials, kind: 'nearly' }) },
      { weight: 1, arbitrary: hostileRequest(shaped, { meanings, credentials }) },
    ]),
  );
}

interface Making {
  readonly meanings: Meanings;
  readonly credentials: Credentials;
}

const callerOf = ({ security }: Operation, credentials: Credentials): fc.Arbitrary<Readonly<Record<string, string>>> => {
  const schemes = security.map((one) => credentials[Object.keys(one)[0] ?? '']).filter((one) => one !== undefined);
  return schemes.length === 0 ? fc.constant({}) : fc.oneof(...schemes);
};

const schemaOf = (parameter: Operation['parameters'][number]): Schema => parameter.schema as Schema;

function shapedRequest(shaped: Shaped, { meanings, credentials, kind }: Making & { kind: 'valid' | 'nearly' }): fc.Arbitrary<FuzzRequest> {
  const { path, method, operation } = shaped;
  const loose = (good: fc.Arbitrary<unknown>) => (kind === 'valid' ? good : fc.oneof({ weight: 3, arbitrary: good }, spoiled));
  const parameters = (where: 'path' | 'query' | 'header', all: boolean) =>
    fc.record(
      Object.fromEntries(
        operation.parameters
          .filter((one) => one.in === where)
          .map((one) => [one.name, loose(fromSchema(schemaOf(one), meanings, one.name))]),
      ),
      { requiredKeys: all ? undefined : [] },
    );
  const json = operation.requestBody?.content['application/json'];
  const good = json && fromSchema(json.schema as Schema, meanings);
  const body = good === undefined ? fc.constant(undefined) : kind === 'valid' ? good : nearly(good);
  return fc
    .record({
      segments: parameters('path', true),
      query: parameters('query', kind === 'valid'),
      extra: parameters('header', false),
      body,
      caller: callerOf(operation, credentials),
    })
    .map(({ segments, query, extra, body: value, caller }) => ({
      kind,
      operation: { path, method, documented: true },
      method: method.toUpperCase(),
      target: targetOf(path, segments, query),
      headers: sendable({ ...caller, ...extra, ...(json ? { 'content-type': 'application/json' } : {}) }),
      body: value === undefined || !json ? undefined : JSON.stringify(value),
    }));
}

/** Without halves of surrogate pairs, which no encoding takes. */
const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '?');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

function targetOf(path: string, segments: Readonly<Record<string, unknown>>, query: Readonly<Record<string, unknown>>): string {
  // An empty segment, or one of dots, is another address.
  const segment = (name: string): string => encodeURIComponent(wellFormed(textOf(segments[name]))).replace(/^(?:\.{0,2})$/, '_$&');
  const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => segment(name));
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, textOf(value)]);
  return pairs.length === 0 ? filled : `${filled}?${new URLSearchParams(pairs).toString()}`;
}

/** What a client can put into a header at all; the rest is tried on raw sockets. */
function sendable(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts = Object.entries(headers).map(([name, value]): [string, string] => [name, textOf(value)]);
  return Object.fromEntries(texts.filter(([, value]) => /^[\x20-\x7e\xa0-\xff]*$/.test(value) && value.length < 4000));
}

const HOSTILE_SEGMENTS = ['%00', '%zz', '%E0%A4%A', '%2e%2e%2f', '%2F', '..%5c', '%0d%0aX:y', '~'.repeat(2000), '*', ';', '%F0%9F%99%82'];
const HOSTILE_TYPES = [
  'application/json',
  'text/plain',
  'multipart/form-data',
  'application/json; charset=utf-16',
  'text/csv',
  ';;;',
  'application/x-www-form-urlencoded',
];

/** Anything at all, sent to about the right address. */
function hostileRequest({ path, method, operation }: Shaped, { credentials, meanings }: Making): fc.Arbitrary<FuzzRequest> {
  const json = operation.requestBody?.content['application/json'];
  const good = json ? fromSchema(json.schema as Schema, meanings) : fc.jsonValue();
  const bodies = fc.oneof(
    nearly(good).map((value) => JSON.stringify(value)),
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: 'binary', maxLength: 300 }).map(wellFormed),
    fc.constantFrom(
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
      `{"userData":${'{"a":'.repeat(60)}1${'}'.repeat(60)}}`,
      '{"__proto__":{"polluted":1}}',
      '{',
    ),
    fc.constant('x'.repeat(70_000)),
    good.map((value) =>
      new URLSearchParams(Object.entries(Object(value)).map(([k, v]): [string, string] => [`${k}[__proto__][x]`, textOf(v)])).toString(),
    ),
  );
  return fc
    .record({
      verb: fc.oneof(
        { weight: 4, arbitrary: fc.constant(method.toUpperCase()) },
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND'),
      ),
      segment: fc.constantFrom(...HOSTILE_SEGMENTS),
      query: fc.oneof(
        fc.constantFrom('', '?', '?a=%', '?token=x&token=y', '?__proto__[a]=1', `?${'a=1&'.repeat(200)}`),
        fc.string({ maxLength: 60 }).map((text) => `?${encodeURIComponent(wellFormed(text))}`),
      ),
      body: bodies,
      type: fc.constantFrom(...HOSTILE_TYPES),
      encoding: fc.constantFrom(undefined, undefined, 'gzip', 'br', 'identity', 'x'),
      origin: fc.constantFrom(undefined, undefined, undefined, 'https://evil.example', 'null', 'http://localhost:8080'),
      caller: fc.oneof(
        callerOf(operation, credentials),
        fc.constantFrom<Record<string, string>>({}, { 'x-api-key': 'nobody' }, { authorization: 'Bearer x.y.z' }),
      ),
    })
    .map(({ verb, segment, query, body, type, encoding, origin, caller }) => ({
      kind: 'hostile' as const,
      operation: { path, method, documented: false },
      method: verb,
      target: `${path.replaceAll(/\{[^}]+\}/g, segment)}${query}`,
      headers: sendable({ ...caller, 'content-type': type, ...(encoding && { 'content-encoding': encoding }), ...(origin && { origin }) }),
      body: verb === 'GET' || verb === 'HEAD' ? undefined : body,
    }));
}
