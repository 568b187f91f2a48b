import type { IncomingMessage } from 'node:http';
import type { Config, Endpoint, EndpointName } from '@ringback/contract';
import { Refusal } from '../domain/refusal.js';
import type { AppServices } from './app-env.js';
import { senderOf } from './client-address.js';
import { keyRefusal, tokenMissing } from './doors.js';
import { describeCause } from './error-cause.js';
import { endpointFinder, type NamedEndpoint } from './find-endpoint.js';
import { judgeOrigin, knownOriginsOf, originAskedBy } from './origin-policy.js';
import type { PlainRequest } from './plain-request.js';
import { isLimited, limitHeaders, repeatKeyOf } from './request-limits.js';
import { UNKNOWN_ROUTE } from './request-scope.js';
import { ROUTES } from './routes/index.js';
import type { PlainHeaders } from './send-plain.js';
import { bearerIn } from './telephony-door.js';

/** A request that is certain to be refused, and how. */
export interface QuickRefusal {
  readonly refusal: Refusal;
  readonly headers: PlainHeaders;
  /** Pattern of the address. */
  readonly route: string;
}

/**
 * SE1: what costs a flood's every request as little as can be. Judges by the rules of the app, in the same order, and stops at the first
 * one that would need the body, the database or a signature: undefined. So it refuses nobody whom the app would serve.
 */
export function quickRefusals(services: AppServices): (asked: PlainRequest) => QuickRefusal | undefined {
  const { log } = services;
  const judge = quickJudge(services);
  return (asked) => {
    try {
      return judge(asked);
    } catch (error) {
      // A fault here is the app's to answer: it must not end the process.
      log.error('could not refuse at once', describeCause(error));
      return undefined;
    }
  };
}

function quickJudge(services: AppServices): (asked: PlainRequest) => QuickRefusal | undefined {
  const find = endpointFinder(ROUTES);
  const origins = knownOriginsOf(services);
  return (asked) => {
    const { method = '' } = asked.request;
    const verdict = judgeOrigin(asked.area, originAskedBy(asked.request), origins);
    if (verdict.refusal) return { refusal: verdict.refusal, headers: verdict.headers, route: UNKNOWN_ROUTE };
    const found = find(method === 'HEAD' ? 'GET' : method, asked.path);
    const refused = found && isLimited(found.endpoint) ? refusedByLimit(asked, found, services) : undefined;
    return refused && { ...refused, headers: [...verdict.headers, ...refused.headers] };
  };
}

function refusedByLimit(
  { request }: PlainRequest,
  { name, endpoint }: NamedEndpoint,
  { ringback, config }: AppServices,
): QuickRefusal | undefined {
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
