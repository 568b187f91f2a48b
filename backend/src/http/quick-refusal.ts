import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config, Endpoint, EndpointName } from '@ringback/contract';
import { Refusal } from '../domain/refusal.js';
import { refusalAnswer } from './answer.js';
import type { AppServices } from './app-env.js';
import { senderOf } from './client-address.js';
import { keyRefusal, tokenMissing } from './doors.js';
import { describeCause } from './error-cause.js';
import { endpointFinder, type NamedEndpoint } from './find-endpoint.js';
import { judgeOrigin, knownOriginsOf, ORIGIN_AREAS, type OriginArea } from './origin-policy.js';
import type { RecordAnswer } from './record-answer.js';
import { isLimited, limitHeaders, repeatKeyOf } from './request-limits.js';
import { UNKNOWN_ROUTE } from './request-scope.js';
import { ROUTES } from './routes/index.js';
import { OWN_RESOURCES, securityHeadersOf } from './security-headers.js';
import { bearerIn } from './telephony-door.js';

/** Written so that the path is what it says: nothing encoded, no empty part, none of dots. */
const PLAIN_TARGET = /^(?:\/[\w~-][\w.~-]*)+(?:\?[\x21-\x7e]*)?$/;
const PLAIN_HOST = /^[a-z0-9.-]+(?::\d{1,5})?$/i;
/** How long the rest of a body that nobody wants may take to come. */
const DRAIN_MS = 500;

type Headers = readonly (readonly [name: string, value: string])[];

/** A request as far as it has to be known. */
interface Asked {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly area: OriginArea;
}

interface Refused {
  readonly refusal: Refusal;
  readonly headers: Headers;
  /** Pattern of the address. */
  readonly route: string;
}

/** Answers a request that is certain to be refused. False: the app has to look at it; nothing was done. */
export type RefuseAtOnce = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * SE1: what costs a flood's every request as little as can be. Judges by the rules of the app, in the same order, and stops at the first
 * one that would need the body, the database or a signature. So it refuses nobody whom the app would serve, and with the same answer.
 */
export function quickRefusals(services: AppServices, recordAnswer: RecordAnswer): RefuseAtOnce {
  const judge = unlessItFails(quickJudge(services), services);
  const isPlainHost = plainHosts();
  const safety = safetyOf(services.publicUrl);
  return (request, response) => {
    const started = performance.now();
    const { url = '', method = '' } = request;
    if (!PLAIN_TARGET.test(url) || !isPlainHost(request.headers.host)) return false;
    const end = url.indexOf('?');
    const path = end < 0 ? url : url.slice(0, end);
    const area = areaOf(path);
    const refused = area && judge({ request, path, area });
    if (!refused) return false;
    const corrId = randomUUID();
    const answer = refusalAnswer(refused.refusal, corrId);
    const headers: Headers = [['x-correlation-id', corrId], ...refused.headers, ...answer.headers, ...safety[area]];
    send(request, response, { ...answer, headers });
    recordAnswer({ ...answer, corrId, route: refused.route, path, method, origin: request.headers.origin, started });
    return true;
  };
}

/** A fault here is the app's to answer: it must not end the process. */
const unlessItFails =
  (judge: (asked: Asked) => Refused | undefined, { log }: AppServices): typeof judge =>
  (asked) => {
    try {
      return judge(asked);
    } catch (error) {
      log.error('could not refuse at once', describeCause(error));
      return undefined;
    }
  };

const areaOf = (path: string): OriginArea | undefined => ORIGIN_AREAS.find(([prefix]) => path.startsWith(prefix))?.[1];

/** Headers that all refusals of an area have. */
function safetyOf(publicUrl: string | undefined): Readonly<Record<OriginArea, Headers>> {
  const at = ([path]: (typeof ORIGIN_AREAS)[number]): Headers => [
    ...Object.entries(securityHeadersOf({ path, type: 'application/json' }, publicUrl)),
    OWN_RESOURCES,
  ];
  return Object.fromEntries(ORIGIN_AREAS.map((one) => [one[1], at(one)])) as Record<OriginArea, Headers>;
}

/** Hosts that make a readable address; a flood sends the same one all the time. */
function plainHosts(): (host: string | undefined) => boolean {
  let last: string | undefined;
  return (host) => {
    if (host === undefined) return false;
    if (host === last) return true;
    if (!PLAIN_HOST.test(host) || !URL.canParse(`http://${host}`)) return false;
    last = host;
    return true;
  };
}

function quickJudge(services: AppServices): (asked: Asked) => Refused | undefined {
  const find = endpointFinder(ROUTES);
  const origins = knownOriginsOf(services);
  return (asked) => {
    const { headers, method = '' } = asked.request;
    const { origin, 'sec-fetch-site': fetchSite } = headers;
    const verdict = judgeOrigin(asked.area, { origin, fetchSite: fetchSite as string | undefined }, origins);
    if (verdict.refusal) return { refusal: verdict.refusal, headers: verdict.headers, route: UNKNOWN_ROUTE };
    const found = find(method === 'HEAD' ? 'GET' : method, asked.path);
    const refused = found && isLimited(found.endpoint) ? refusedByLimit(asked, found, services) : undefined;
    return refused && { ...refused, headers: [...verdict.headers, ...refused.headers] };
  };
}

function refusedByLimit({ request }: Asked, { name, endpoint }: NamedEndpoint, { ringback, config }: AppServices): Refused | undefined {
  const known = ringback.knownLimit(name, senderOf(request, config.limits.trustedProxies));
  if (!known) return undefined;
  const refusal = known.refusal
    ? beyondLimit(request, name, { ...known, refusal: known.refusal })
    : refusedAtDoor(request, endpoint, config);
  return refusal && { refusal, headers: limitHeaders(known.states), route: endpoint.path };
}

/** CB1: what may be answered from the records is not refused here. */
function beyondLimit(
  { headers }: IncomingMessage,
  name: EndpointName,
  { refusal, repeatable }: { readonly refusal: Refusal; readonly repeatable: boolean },
): Refusal | undefined {
  try {
    const key = repeatKeyOf(name, headers['idempotency-key'] as string | undefined);
    return key !== undefined && repeatable ? undefined : refusal;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function refusedAtDoor({ headers, url = '' }: IncomingMessage, endpoint: Endpoint, { site }: Config): Refusal | undefined {
  const stream = endpoint.stream ?? false;
  switch (endpoint.door) {
    case 'api-key':
      return keyRefusal(headers['x-api-key'] as string | undefined, site.apiKeys);
    case 'visitor-token':
      // A stream's token may stand in the query.
      return bearerIn(headers.authorization) || (stream && url.includes('?')) ? undefined : tokenMissing(stream);
    default:
      return undefined;
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { http, headers, body }: { http: number; headers: Headers; body: string },
): void {
  const hasBody = request.method !== 'HEAD';
  response.writeHead(http, [...headers, ...(hasBody ? [['content-length', String(Buffer.byteLength(body))] as const] : [])].flat());
  response.end(hasBody ? body : undefined);
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (length === undefined && coding === undefined) return;
  // Node reads the rest away; whoever takes their time over it is cut.
  response.once('finish', () => {
    if (!request.complete) setTimeout(() => void (request.complete || request.socket.destroySoon()), DRAIN_MS).unref();
  });
}
