import { type Door, ENDPOINTS, type Endpoint, type EndpointName } from '@ringback/contract';
import type { GenericSchema, InferOutput } from 'valibot';
import { succeed } from './answer.js';
import { sendFile } from './send-file.js';
import type { ConsoleUser } from '../usecases/ringback.js';
import type { AppContext, AppServices } from './app-env.js';
import { clientAddress } from './client-address.js';
import { type Callers, DOORS, type DoorKeeper } from './doors.js';
import { readIdempotencyKey } from './idempotency-key.js';
import { requireRole } from './require-role.js';
import type { EventStream, StreamEvent } from './event-streams.js';
import { readQuery } from './read-address.js';
import { readBody, readBodyText, readUpload, requireSmallBody } from './read-body.js';
import { validated } from './validate.js';

type Table = typeof ENDPOINTS;
type SchemaAt<Name extends EndpointName, Key extends 'body' | 'query' | 'data'> =
  Table[Name] extends Record<Key, infer Schema extends GenericSchema> ? InferOutput<Schema> : undefined;
type PathParams<Path extends string> = Path extends `${string}{${infer Param}}${infer Rest}` ? Param | PathParams<Rest> : never;

/** A request as its route sees it: everything read, checked and typed by the endpoint table. */
export interface RouteInput<Name extends EndpointName> {
  readonly caller: Callers[Table[Name]['door']];
  readonly params: Readonly<Record<PathParams<Table[Name]['path']>, string>>;
  readonly query: SchemaAt<Name, 'query'>;
  readonly body: SchemaAt<Name, 'body'>;
  /** For headers and cookies. */
  readonly c: AppContext;
}

/** One endpoint with what serves it. */
export interface Route {
  readonly name: EndpointName;
  readonly endpoint: Endpoint;
  readonly serve: (c: AppContext, services: AppServices) => Promise<Response>;
  /** The same without the framework, where the route needs nothing of it; see {@link postedRoute}. */
  readonly answerPosted?: AnswerPosted;
}

/** A request that posts JSON, as its verb sees it. */
export interface Posted<Body> {
  readonly body: Body;
  readonly address: string;
  /** CB1. @throws Refusal INVALID_PARAMETER */
  readonly idempotencyKey: () => string | undefined;
}

/** Resolves with `data` of the envelope. */
export type AnswerPosted = (posted: Posted<unknown>, services: AppServices) => Promise<unknown>;

/** A route behind the API key that needs nothing but a body and who sends it: `posted-answer` serves it without the framework. */
export function postedRoute<Name extends EndpointName>(
  name: Name,
  answer: (posted: Posted<SchemaAt<Name, 'body'>>, services: AppServices) => Promise<SchemaAt<Name, 'data'>>,
): Route {
  const route = answerRoute(name, ({ body, c }, services) =>
    answer(
      { body, address: clientAddress(c, services.config.limits.trustedProxies), idempotencyKey: () => readIdempotencyKey(c) },
      services,
    ),
  );
  return { ...route, answerPosted: answer as AnswerPosted };
}

/** A route that answers once, with `data` in the envelope. */
export function answerRoute<Name extends EndpointName>(
  name: Name,
  handle: (input: RouteInput<Name>, services: AppServices) => Promise<SchemaAt<Name, 'data'>>,
): Route {
  const endpoint: Endpoint = ENDPOINTS[name];
  return { name, endpoint, serve: async (c, services) => succeed(c, await handle(await readInput<Name>(endpoint, c, services), services)) };
}

/** A route that answers with a file. Errors before its first piece still get the envelope; after it the connection breaks off. */
export function fileRoute<Name extends EndpointName>(
  name: Name,
  open: (input: RouteInput<Name>, services: AppServices) => Promise<{ filename: string; pieces: AsyncIterable<string> }>,
): Route {
  const endpoint: Endpoint = ENDPOINTS[name];
  return {
    name,
    endpoint,
    serve: async (c, services) => {
      const { filename, pieces } = await open(await readInput<Name>(endpoint, c, services), services);
      return sendFile(c, { filename, media: endpoint.media ?? 'text/csv', pieces });
    },
  };
}

/** A live feed: calls `publish` at once and after each change, and gives back how to leave it. */
type Feed = (publish: (event: StreamEvent) => void) => Promise<() => void>;

/** What a stream route finds out about its caller before the stream opens. */
export interface StreamPlan {
  readonly kind: string;
  readonly owner?: string | undefined;
  readonly feed: Feed;
}

/** A route that answers with server-sent events. Errors before the first event still get the envelope. */
export function streamRoute<Name extends EndpointName>(
  name: Name,
  plan: (input: RouteInput<Name>, services: AppServices) => StreamPlan,
): Route {
  const endpoint: Endpoint = ENDPOINTS[name];
  return {
    name,
    endpoint,
    serve: async (c, services) => openStream(c, services, plan(await readInput<Name>(endpoint, c, services), services)),
  };
}

async function openStream(c: AppContext, { streams }: AppServices, { kind, owner, feed }: StreamPlan): Promise<Response> {
  c.header('Content-Type', 'text/event-stream; charset=utf-8');
  c.header('Cache-Control', 'no-store');
  // Tells nginx not to hold events back.
  c.header('X-Accel-Buffering', 'no');
  let stream: EventStream | undefined;
  let newest: StreamEvent | undefined;
  const leave = await feed((event) => {
    newest = event;
    stream?.send(event);
  });
  if (c.req.method === 'HEAD' || (newest?.last && newest.id === c.req.header('last-event-id'))) {
    leave();
    // 204 tells an EventSource that has seen the last event to stop coming back.
    return c.body(null, c.req.method === 'HEAD' ? 200 : 204);
  }
  stream = streams.open({ kind, owner, onEnd: leave });
  if (newest) stream.send(newest);
  return c.body(stream.body);
}

function userOf(caller: Callers[Door]): ConsoleUser {
  if (typeof caller === 'object' && 'user' in caller) return caller.user;
  throw new Error('an endpoint asks for roles behind a door that knows no users');
}

async function bodyOf(endpoint: Endpoint, c: AppContext): Promise<unknown> {
  if (endpoint.upload) return readUpload(c, endpoint.upload);
  if (endpoint.bodyOptional && (await readBodyText(c)).trim() === '') return {};
  return readBody(c, { forms: endpoint.door === 'api-key' });
}

async function readInput<Name extends EndpointName>(endpoint: Endpoint, c: AppContext, services: AppServices): Promise<RouteInput<Name>> {
  const keeper = DOORS[endpoint.door] as DoorKeeper<typeof endpoint.door>;
  const caller = await keeper(c, services, endpoint.stream ?? false);
  if (endpoint.roles) requireRole(userOf(caller), ...endpoint.roles);
  const query = endpoint.query && validated(endpoint.query, readQuery(c.req.url), 'query');
  // Forms are for the vendor's clients; the console takes none, because any page of the web can post one.
  if (!endpoint.body) requireSmallBody(c.req.raw.headers);
  const body = endpoint.body && validated(endpoint.body, await bodyOf(endpoint, c), 'body');
  // The table that the types come from is the one that the values were just checked with.
  return { caller, params: c.req.param(), query, body, c } as unknown as RouteInput<Name>;
}
