import { type Door, type Endpoint, type EndpointName, STATUS_CODES, answersOf, envelopeOf } from '@ringback/contract';
import type { ObjectEntries, ObjectSchema } from 'valibot';
import { canonicalSchema } from './canonical-schema.js';
import { isLimited } from '../request-limits.js';
import { schemaInDocument } from './components.js';
import { EXAMPLES } from './examples.js';
import { QUERY_NOTES } from './query-notes.js';

type Security = Readonly<Record<string, readonly never[]>>;

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: object;
  readonly description?: string;
}
export interface Media {
  readonly schema: object;
  readonly example?: unknown;
}
interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, object>>;
  readonly content?: Readonly<Record<string, Media>>;
}
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly security: readonly Security[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, Answer>>;
}

/** One endpoint of the table as an OpenAPI operation. */
export function operationOf(name: EndpointName, endpoint: Endpoint): Operation {
  const body = requestBodyOf(name, endpoint);
  return {
    operationId: endpoint.operationId,
    summary: endpoint.summary,
    ...(endpoint.roles ? { description: `Needs the role ${endpoint.roles.join(' or ')}.` } : {}),
    tags: [tagOf(endpoint.path)],
    security: securityOf(endpoint),
    parameters: [...pathParameters(endpoint), ...queryParameters(endpoint), ...headerParameters(name, endpoint)],
    ...(body ? { requestBody: body } : {}),
    responses: { 200: successOf(name, endpoint), ...refusalsOf(endpoint) },
  };
}

const TAGS = { '/engagement/': 'Engagement', '/visitor/': 'Visitor', '/telephony/': 'Telephony' } as const;
const tagOf = (path: string): string => Object.entries(TAGS).find(([prefix]) => path.startsWith(prefix))?.[1] ?? 'Console';

function securityOf(endpoint: Endpoint): Security[] {
  const byDoor: Record<Door, Security[]> = {
    'api-key': [{ apiKey: [] }],
    'visitor-token': [{ visitorToken: [] }, ...(endpoint.stream ? [{ visitorTokenInAddress: [] }] : [])],
    session: [{ session: [] }],
    'telephony-secret': [{ telephonySecret: [] }],
    'telephony-report': [{ telephonySecret: [] }, { telephonySignature: [] }],
    open: [],
  };
  return byDoor[endpoint.door];
}

const pathParameters = ({ path }: Endpoint): Parameter[] =>
  [...path.matchAll(/\{([^}]+)\}/g)].map((match) => ({
    name: match[1] ?? '',
    in: 'path',
    required: true,
    schema: { type: 'string' },
    description: 'Percent-encoded.',
  }));

function queryParameters({ query }: Endpoint): Parameter[] {
  if (!query) return [];
  const { entries } = canonicalSchema(query) as ObjectSchema<ObjectEntries, undefined>;
  return Object.entries(entries).map(([name, entry]) => ({
    name,
    in: 'query',
    required: entry.type !== 'optional',
    schema: schemaInDocument(entry),
    ...(QUERY_NOTES[name] ? { description: QUERY_NOTES[name] } : {}),
  }));
}

const IDEMPOTENCY_KEY: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  description: 'The same key within 24 hours gives the same answer and never a second callback.',
};
const BOOKINGS: readonly EndpointName[] = ['createCallback', 'createCallIn', 'telephonyCreate', 'manageCreate', 'manageRecreate'];

function headerParameters(name: EndpointName, endpoint: Endpoint): Parameter[] {
  const idempotency = BOOKINGS.includes(name) ? [IDEMPOTENCY_KEY] : [];
  if (endpoint.door !== 'session' || endpoint.method === 'GET') return idempotency;
  return [
    ...idempotency,
    { name: 'x-ringback-csrf', in: 'header', required: true, schema: { type: 'string' }, description: 'csrfToken of the session.' },
  ];
}

function requestBodyOf(name: EndpointName, endpoint: Endpoint): Operation['requestBody'] {
  if (!endpoint.body) return undefined;
  if (endpoint.upload) return { required: true, content: { [endpoint.upload]: { schema: schemaInDocument(endpoint.body) } } };
  const schema = schemaInDocument(endpoint.body);
  const example = EXAMPLES[name]?.body;
  const json: Media = example === undefined ? { schema } : { schema, example };
  const form: Record<string, Media> = endpoint.door === 'api-key' ? { 'application/x-www-form-urlencoded': { schema } } : {};
  return { required: !endpoint.bodyOptional, content: { 'application/json': json, ...form } };
}

const CORRELATION = { 'x-correlation-id': { description: 'The same id as status.corrId.', schema: { type: 'string', format: 'uuid' } } };
const RETRY_AFTER = {
  'retry-after': { description: 'Seconds to wait before asking again, where that is known.', schema: { type: 'integer' } },
};

const RATE_LIMIT = {
  'ratelimit-policy': {
    description: 'The limits that hold for this request, where there are any: `"address";q=60;w=60` is 60 in any 60 seconds.',
    schema: { type: 'string' },
  },
  ratelimit: {
    description: 'How they stand: `"address";r=12;t=30` is 12 more now, and one more again in 30 seconds.',
    schema: { type: 'string' },
  },
};

const headersOf = (endpoint: Endpoint) => (isLimited(endpoint) ? { ...CORRELATION, ...RATE_LIMIT } : CORRELATION);

function successOf(name: EndpointName, endpoint: Endpoint): Answer {
  if (endpoint.stream) {
    const description = 'Server-sent events; `data` of each is this schema as JSON. The newest state comes first.';
    return { description, headers: headersOf(endpoint), content: { 'text/event-stream': { schema: schemaInDocument(endpoint.data) } } };
  }
  if (endpoint.media) {
    return { description: 'A file.', headers: CORRELATION, content: { [endpoint.media]: { schema: schemaInDocument(endpoint.data) } } };
  }
  const data = EXAMPLES[name]?.data;
  const schema = { ...schemaInDocument(envelopeOf(endpoint.data)) };
  const example = { status: { code: 0, message: 'Successful', corrId: '5c1b8f7e-6a55-4a3c-9f1b-1d2e3f405162' }, data };
  return {
    description: 'Successful.',
    headers: headersOf(endpoint),
    content: { 'application/json': data === undefined ? { schema } : { schema, example } },
  };
}

/** Refusals by HTTP status, each with the codes that travel under it. */
function refusalsOf(endpoint: Endpoint): Record<string, Answer> {
  const byStatus = new Map<number, string[]>();
  for (const name of answersOf(endpoint)) {
    const { code, http } = STATUS_CODES[name];
    if (http !== 200) byStatus.set(http, [...(byStatus.get(http) ?? []), `${code} ${name.toLowerCase().replaceAll('_', ' ')}`]);
  }
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([http, codes]) => [String(http), refusalOf(http, codes, endpoint)]),
  );
}

/** The envelope of a refusal; some carry what the sender needs to go on. */
function refusalName(http: number, { upload, refusals }: Endpoint): string {
  if (http === 429) return 'SlotFull';
  if (http !== 400) return 'Refusal';
  if (upload) return 'ImportRefused';
  return refusals.includes('NUMBER_CODE_WRONG') ? 'NumberCheckNeeded' : 'Refusal';
}

function refusalOf(http: number, codes: readonly string[], endpoint: Endpoint): Answer {
  const name = refusalName(http, endpoint);
  const schema = { $ref: `#/components/schemas/${name}` };
  const headers = { ...(http === 429 ? headersOf(endpoint) : CORRELATION), ...(http === 429 || http === 503 ? RETRY_AFTER : {}) };
  return { description: `\`status.code\`: ${codes.join('; ')}.`, headers, content: { 'application/json': { schema } } };
}
