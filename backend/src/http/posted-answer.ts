import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Refusal } from '../domain/refusal.js';
import { refusalAnswer, successText } from './answer.js';
import type { AppServices } from './app-env.js';
import { senderOf } from './client-address.js';
import { keyRefusal } from './doors.js';
import { endpointFinder } from './find-endpoint.js';
import { idempotencyKeyOf } from './idempotency-key.js';
import { inTurns } from './in-turns.js';
import { judgeOrigin, knownOriginsOf, originAskedBy } from './origin-policy.js';
import type { PlainRequest } from './plain-request.js';
import { BODY_LIMIT, decoded, jsonIn } from './read-body.js';
import { judgeLimits } from './request-limits.js';
import { refusalFor } from './request-scope.js';
import type { AnswerPosted, Route } from './route.js';
import { ROUTES } from './routes/index.js';
import type { PlainAnswer, PlainHeaders } from './send-plain.js';
import { validated } from './validate.js';

const JSON_TYPE = /^application\/json(?:; ?charset=utf-8)?$/i;
const NO_DATA = new Refusal('INVALID_PARAMETER', 'the body ended before it was complete; send the request again');

/** An answer, and what is recorded of it. */
export interface PostedAnswer extends PlainAnswer {
  readonly code: number;
  readonly message: string | undefined;
  /** Pattern of the address. */
  readonly route: string;
}

type PostedRoute = Route & { readonly answerPosted: AnswerPosted };
const isPosted = (route: Route): route is PostedRoute => route.answerPosted !== undefined;

/**
 * Serves JSON that is posted at the visitors' door by the rules of the app, in the same order, without making a web request of it.
 * Undefined: the app has to serve it. The promise never rejects.
 */
export function postedAnswers(services: AppServices): (asked: PlainRequest, corrId: string) => Promise<PostedAnswer> | undefined {
  const find = endpointFinder(ROUTES.filter(isPosted));
  const origins = knownOriginsOf(services);
  const readInTurns = inTurns();
  return ({ request, path, area }, corrId) => {
    const route = request.method === 'POST' ? find('POST', path) : undefined;
    if (!route || !isPlainJson(request)) return undefined;
    const { headers, refusal } = judgeOrigin(area, originAskedBy(request), origins);
    return refusal ? undefined : serve({ request, route, headers, corrId, readInTurns }, services);
  };
}

interface Serving {
  readonly request: IncomingMessage;
  readonly route: PostedRoute;
  readonly headers: PlainHeaders;
  readonly corrId: string;
  readonly readInTurns: (work: () => void) => void;
}

async function serve(serving: Serving, services: AppServices): Promise<PostedAnswer> {
  const { request, route, corrId } = serving;
  const headers = [...serving.headers];
  const common = { route: route.endpoint.path, headers };
  try {
    const body = wholeBody(request);
    const address = senderOf(request, services.config.limits.trustedProxies);
    const limits = await judgeLimits(services, { name: route.name, address, idempotencyKey: keyIn(request.headers) });
    headers.push(...limits.headers);
    if (limits.refusal) throw limits.refusal;
    const data = limits.earlier ?? (await answered(serving, { body, address }, services));
    headers.push(['cache-control', 'no-store'], ['content-type', 'application/json']);
    return { ...common, http: 200, code: 0, message: undefined, body: successText(data, corrId) };
  } catch (error) {
    const answer = refusalAnswer(refusalFor(error, { log: services.log, corrId, route: common.route }), corrId);
    return { ...answer, ...common, headers: [...headers, ...answer.headers] };
  }
}

interface Sent {
  readonly body: Promise<Uint8Array | undefined>;
  readonly address: string;
}

async function answered({ request, route, readInTurns }: Serving, { body, address }: Sent, services: AppServices): Promise<unknown> {
  const { headers } = request;
  const refusal = keyRefusal(headers['x-api-key'] as string | undefined, services.config.site.apiKeys);
  if (refusal) throw refusal;
  const bytes = await body;
  if (!bytes) throw NO_DATA;
  const read = (): Promise<unknown> => {
    const { body: schema } = route.endpoint;
    const value = schema && validated(schema, jsonIn(decoded(bytes)), 'body');
    return route.answerPosted({ body: value, address, idempotencyKey: () => idempotencyKeyOf(keyIn(headers)) }, services);
  };
  // Reading costs more than all else of a bad request: of many that come at once, some in a turn.
  return new Promise((resolve, reject) => {
    readInTurns(() => {
      try {
        resolve(read());
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}

const keyIn = (headers: IncomingHttpHeaders): string | undefined => headers['idempotency-key'] as string | undefined;

/** JSON of a length that is said and small, as it is. */
function isPlainJson({ headers, rawHeaders }: IncomingMessage): boolean {
  const { 'content-type': type = 'application/json', 'content-length': length, 'content-encoding': encoding } = headers;
  // Of several types Node tells the first alone.
  const isOneType = rawHeaders.filter((text, index) => index % 2 === 0 && text.length === 12 && /^content-type$/i.test(text)).length < 2;
  return isOneType && JSON_TYPE.test(type) && encoding === undefined && length !== undefined && Number(length) <= BODY_LIMIT;
}

/** Undefined: it ended before it was complete. Not more than {@link BODY_LIMIT}, because the parser holds a body to its length. */
function wholeBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => void chunks.push(chunk));
    request.once('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', () => resolve(undefined));
    request.once('close', () => resolve(undefined));
  });
}
