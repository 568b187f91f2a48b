import { ENDPOINTS, envelopeOf, errorEnvelope, type Endpoint } from '@ringback/contract';
import * as v from 'valibot';
import type { Environment } from '../environment.js';
import { addressOf, type Place } from './address.js';
import { RequestFailure } from './request-failure.js';

type Table = typeof ENDPOINTS;
/** Endpoints that the console speaks to. */
type ConsoleEndpoint = { [Name in keyof Table]: Table[Name]['path'] extends `/console/${string}` ? Name : never }[keyof Table];
type StreamName = { [Name in ConsoleEndpoint]: Table[Name] extends { stream: true } ? Name : never }[ConsoleEndpoint];
type CallName = Exclude<ConsoleEndpoint, StreamName>;
type BodyArgument<Name extends CallName> = Table[Name] extends { body: infer Body extends v.GenericSchema }
  ? [body: v.InferInput<Body>]
  : [];
/** What a call resolves with. */
export type Answer<Name extends ConsoleEndpoint> = v.InferOutput<Table[Name]['data']>;

/** The console API, typed by the contract's table. */
export interface ApiClient {
  /** Resolves with `data`; rejects with a {@link RequestFailure} and nothing else. */
  call<Name extends CallName>(name: Name, ...body: BodyArgument<Name>): Promise<Answer<Name>>;
  /** Like `call`, for an address with a name in it, or a query. */
  callAt<Name extends CallName>(name: Name, place: Place, ...body: BodyArgument<Name>): Promise<Answer<Name>>;
  /** Opens an event stream; resolves once the server has granted it. Rejects like `call`. */
  open(name: StreamName, signal: AbortSignal): Promise<Response>;
}

/** What the client needs from the session, which in turn lives on the client. */
export interface SessionLink {
  csrfToken(): string | undefined;
  /** Reads the session again after a 403; resolves whether the token has changed, so that a repeat makes sense. */
  renew(): Promise<boolean>;
  /** A request that needs the session was answered 401. */
  lost(): void;
}

const ANSWER_DEADLINE_MS = 20_000;
const CSRF_HEADER = 'x-ringback-csrf';

/** @param onServerTime called with the epoch ms that an answer's `Date` header names. */
export function createApiClient(environment: Environment, session: SessionLink, onServerTime: (epochMs: number) => void): ApiClient {
  async function send({ endpoint, path, body }: Asked, signal: AbortSignal): Promise<Response> {
    const response = await environment.fetch(path, requestOf(endpoint, body, session.csrfToken(), signal)).catch(() => {
      throw unreachable();
    });
    const serverTime = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(serverTime)) onServerTime(serverTime);
    if (response.ok) return response;
    if (response.status === 401 && endpoint.door === 'session') session.lost();
    throw await refusalOf(response);
  }

  async function sendInTime(asked: Asked): Promise<unknown> {
    const deadline = new AbortController();
    const cancel = environment.after(ANSWER_DEADLINE_MS, () => deadline.abort());
    try {
      return await readData(asked.endpoint, await sendWithFreshToken(asked, deadline.signal));
    } finally {
      cancel();
    }
  }

  /** A login in another tab replaces the session's CSRF token; the first refusal is then worth one repeat. */
  async function sendWithFreshToken(asked: Asked, signal: AbortSignal): Promise<Response> {
    const { endpoint } = asked;
    try {
      return await send(asked, signal);
    } catch (error) {
      const mayBeToken =
        error instanceof RequestFailure && error.isRefusal(403) && endpoint.door === 'session' && endpoint.method !== 'GET';
      if (!mayBeToken || !(await session.renew().catch(() => false))) throw error;
      return send(asked, signal);
    }
  }

  return {
    // The table guarantees that `data` was parsed by the schema that `Answer` is inferred from.
    call: (name, ...body) => sendInTime(asking(ENDPOINTS[name], {}, body[0])) as Promise<Answer<typeof name>>,
    callAt: (name, place, ...body) => sendInTime(asking(ENDPOINTS[name], place, body[0])) as Promise<Answer<typeof name>>,
    open: (name, signal) => send(asking(ENDPOINTS[name], {}, undefined), signal),
  };
}

/** One request, before it is sent. */
interface Asked {
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly body: unknown;
}
const asking = (endpoint: Endpoint, place: Place, body: unknown): Asked => ({ endpoint, path: addressOf(endpoint.path, place), body });

function requestOf(endpoint: Endpoint, body: unknown, csrfToken: string | undefined, signal: AbortSignal): RequestInit {
  const headers: Record<string, string> = { accept: endpoint.stream ? 'text/event-stream' : 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (endpoint.method !== 'GET' && csrfToken !== undefined) headers[CSRF_HEADER] = csrfToken;
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return { method: endpoint.method, headers, signal, credentials: 'same-origin', cache: 'no-store', ...sent };
}

async function readData(endpoint: Endpoint, response: Response): Promise<unknown> {
  const json: unknown = await response.text().then(parseJson, () => {
    throw unreachable();
  });
  const parsed = v.safeParse(envelopeOf(endpoint.data), json);
  if (parsed.success) return parsed.output.data;
  throw new RequestFailure(
    'The server answered in a way this page does not understand. Reload the page; it may be older than the server.',
    {
      kind: 'unreadable',
      http: response.status,
    },
  );
}

async function refusalOf(response: Response): Promise<RequestFailure> {
  const parsed = v.safeParse(errorEnvelope, await response.text().then(parseJson, () => undefined));
  return new RequestFailure(parsed.success ? parsed.output.status.message : plainRefusal(response.status), {
    kind: 'refused',
    http: response.status,
    reference: parsed.success ? parsed.output.status.corrId : undefined,
  });
}

/** For answers without the envelope: something in between (a proxy, a gateway) spoke. */
const plainRefusal = (http: number): string =>
  http >= 500
    ? 'The server can’t answer right now. Try again in a moment.'
    : `The request was refused (HTTP ${http}). Reload the page and try again.`;

const unreachable = (): RequestFailure =>
  new RequestFailure('The server did not answer. Check your connection and try again.', { kind: 'unreachable' });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
