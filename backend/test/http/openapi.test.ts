import { ENDPOINTS, type Endpoint, type EndpointName, httpStatusesOf } from '@ringback/contract';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { parse } from 'valibot';
import { describe, expect, it } from 'vitest';
import createExamples from '../../../contract/examples/create-callback.json' with { type: 'json' };
import { openApiDocument } from '../../src/http/openapi/document.js';
import { EXAMPLES } from '../../src/http/openapi/examples.js';
import { asked, bootApp, loggedIn, posted } from './boot-app.js';
import { ID } from './fake-ringback.js';

const document = openApiDocument(undefined);
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const endpoints = Object.entries(ENDPOINTS) as [EndpointName, Endpoint][];
const operationFor = (endpoint: Endpoint) => document.paths[endpoint.path]?.[endpoint.method.toLowerCase()];

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajvFormats.default(ajv);
ajv.addSchema({ $id: 'doc', ...JSON.parse(JSON.stringify(document)) });
/** Checks a value against the schema that the document shows at a JSON pointer. */
function problemsAt(pointer: string, value: unknown): unknown {
  const validate = ajv.compile({ $ref: `doc#${pointer}` });
  return validate(JSON.parse(JSON.stringify(value))) ? [] : validate.errors;
}
const step = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
const answerPointer = ({ path, method }: { path: string; method: string }, http: number): string =>
  `${['paths', path, method.toLowerCase(), 'responses', String(http), 'content', 'application/json', 'schema'].map(step).join('')}`;

describe('the OpenAPI document', () => {
  it('is served as JSON, the same at each question', async () => {
    const { app } = bootApp();
    const first = await (await app.request('/openapi.json')).json();
    expect(first).toEqual(JSON.parse(JSON.stringify(document)));
    expect(await (await app.request('/openapi.json')).json()).toEqual(first);
  });

  it('names the public address as its server', () => {
    expect(openApiDocument('https://callback.example.com').servers).toEqual([{ url: 'https://callback.example.com' }]);
  });

  it('has every endpoint of the table and no other', () => {
    expect(operations.map(({ path, method }) => `${method} ${path}`).sort()).toEqual(
      endpoints.map(([, { path, method }]) => `${method.toLowerCase()} ${path}`).sort(),
    );
  });

  it('has unique operation ids', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(endpoints)('%s lists each status it can answer with, its path parameters and its security', (_, endpoint) => {
    const operation = operationFor(endpoint);
    expect(
      Object.keys(operation?.responses ?? {})
        .map(Number)
        .sort(),
    ).toEqual(httpStatusesOf(endpoint).sort());
    const declared = operation?.parameters.filter((parameter) => parameter.in === 'path').map((parameter) => `{${parameter.name}}`);
    expect(declared).toEqual(endpoint.path.match(/\{[^}]+\}/g) ?? []);
    for (const scheme of operation?.security.flatMap((item) => Object.keys(item)) ?? [])
      expect(document.components.securitySchemes).toHaveProperty(scheme);
    expect(operation?.requestBody !== undefined).toBe(endpoint.body !== undefined);
  });

  it('points only at components that are there, and has each schema compile', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(references.length).toBeGreaterThan(30);
    for (const reference of references) expect(document.components.schemas).toHaveProperty(reference.replace('#/components/schemas/', ''));
    for (const name of Object.keys(document.components.schemas))
      expect(() => ajv.compile({ $ref: `doc#/components/schemas/${name}` }), name).not.toThrow();
  });

  it('tells the types that callers should send, not the sloppy ones that are forgiven', () => {
    const { properties } = document.components.schemas['CreateCallback'] as { properties: Record<string, unknown> };
    expect(properties).toMatchObject({
      priority: { type: 'number', minimum: -1_000_000 },
      offerThreshold: { type: 'number' },
      alwaysCheckCapacity: { type: 'boolean' },
      desiredTime: { type: 'string', format: 'date-time' },
      userData: { type: 'object' },
      pushTargets: { type: 'array', maxItems: 10 },
    });
    const parameters = operationFor(ENDPOINTS.availability)?.parameters.map(({ name, schema }) => [
      name,
      'type' in schema ? schema.type : undefined,
    ]);
    expect(Object.fromEntries(parameters ?? [])).toMatchObject({
      startMS: 'integer',
      reportBusy: 'boolean',
      timezone: 'string',
      'service-name': 'string',
    });
  });

  it('says where a body may be left out', () => {
    const required = (name: 'statistics' | 'createCallback') => operationFor(ENDPOINTS[name])?.requestBody?.required;
    expect([required('statistics'), required('createCallback')]).toEqual([false, true]);
  });

  it.each(Object.entries(EXAMPLES) as [EndpointName, { body?: unknown; data?: unknown }][])(
    'shows examples of %s that its schemas take',
    (name, example) => {
      const endpoint: Endpoint = ENDPOINTS[name];
      if (example.body !== undefined && endpoint.body)
        expect(() => parse(endpoint.body as NonNullable<typeof endpoint.body>, example.body)).not.toThrow();
      if (example.data !== undefined) expect(() => parse(endpoint.data, example.data)).not.toThrow();
    },
  );

  it('takes the plain bookings of the contract’s examples, and refuses a wrong type', () => {
    const pointer = '/components/schemas/CreateCallback';
    for (const name of ['the least', 'scheduled, UTC with milliseconds']) {
      expect(problemsAt(pointer, createExamples.valid.find((example) => example.name === name)?.value), name).toEqual([]);
    }
    expect(problemsAt(pointer, { serviceName: 'Sales_VQ', phoneNumber: 5 })).not.toEqual([]);
  });
});

describe('answers keep to the document', () => {
  const good = { serviceName: 'Sales_VQ', phoneNumber: '+12125550111' };
  it.each<[EndpointName, string, RequestInit | undefined, number]>([
    ['createCallback', '', posted(good), 200],
    ['createCallback', '', posted({}), 400],
    ['createCallback', '', { method: 'POST' }, 401],
    ['createCallback', '', posted(good, { origin: 'https://evil.example' }), 403],
    ['createCallback', '', posted(good, { 'content-type': 'text/plain' }), 415],
    ['createCallback', '', posted({ ...good, language: 'x'.repeat(70_000) }), 413],
    ['retrieveCallback', '', posted({ id: ID }), 200],
    ['retrieveCallback', '', posted({ id: '0191f0aa-7c1e-7d33-8a54-000000000000' }), 404],
    ['cancelCallback', '', posted({ id: ID }), 200],
    ['availability', '?numberOfDays=1', asked(), 200],
    ['availability', '?numberOfDays=x', asked(), 400],
    ['openFor', '', asked(), 200],
    ['queueStatus', '', asked(), 200],
    ['estimatedWaitTime', '?virtual-queues=a,b', asked(), 200],
    ['statistics', '', { method: 'POST', headers: { 'x-api-key': 'demo-key' } }, 200],
    ['statistics', '', posted({ statistics: [{ name: 'EstimatedWaitTime', objectId: 'Sales_VQ' }] }), 200],
    ['statistics', '', posted({ statistics: [5] }), 400],
    ['offers', '', asked(), 200],
    ['visitorCallback', '', { headers: { authorization: 'Bearer visitor-token-of-the-fake' } }, 200],
    ['visitorCallback', '', undefined, 401],
    ['consoleWelcome', '', undefined, 200],
    ['login', '', posted({ username: 'admin', password: 'change-me-now' }), 200],
    ['login', '', posted({ username: 'admin', password: 'wrong' }), 401],
    ['session', '', undefined, 401],
  ])('%s%s', async (name, query, init, http) => {
    const endpoint: Endpoint = ENDPOINTS[name];
    const response = await bootApp().app.request(endpoint.path.replaceAll(/\{[^}]+\}/g, 'Sales_VQ') + query, init);
    expect(response.status).toBe(http);
    expect(problemsAt(answerPointer(endpoint, http), await response.json())).toEqual([]);
  });

  it('the desk', async () => {
    const { app } = bootApp();
    const response = await app.request('/console/v1/desk', { headers: await loggedIn(app) });
    expect(problemsAt(answerPointer(ENDPOINTS.desk, 200), await response.json())).toEqual([]);
  });

  it('a wrong answer would be noticed', () => {
    expect(
      problemsAt(answerPointer(ENDPOINTS.openFor, 200), { status: { code: 0, message: '', corrId: ID }, data: { openFor: 'soon' } }),
    ).not.toEqual([]);
  });
});

describe('the page /docs', () => {
  it('shows every operation, without script and without a request to anybody else', async () => {
    const { app } = bootApp();
    const response = await app.request('/docs');
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    for (const { path, operation } of operations) {
      expect(html).toContain(`id="${operation.operationId}"`);
      expect(html).toContain(path);
    }
    expect(html).not.toMatch(/<script|<style|style="|(?:src|href|action)="(?:https?:)?\/\//);
    expect((await app.request('/docs/style.css')).headers.get('content-type')).toContain('text/css');
  });
});
