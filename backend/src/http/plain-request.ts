import type { IncomingMessage } from 'node:http';
import { ORIGIN_AREAS, type OriginArea } from './origin-policy.js';

/** Written so that the path is what it says: nothing encoded, no empty part, none of dots. */
const PLAIN_TARGET = /^(?:\/[\w~-][\w.~-]*)+(?:\?[\x21-\x7e]*)?$/;
const PLAIN_HOST = /^[a-z0-9.-]+(?::\d{1,5})?$/i;

/** A request of one of the APIs, as far as it has to be known. */
export interface PlainRequest {
  readonly request: IncomingMessage;
  /** Without its query. */
  readonly path: string;
  readonly area: OriginArea;
}

/** Reads what is written so plainly that no framework is needed to say which address it means; undefined: anything else. */
export function plainRequests(): (request: IncomingMessage) => PlainRequest | undefined {
  const isPlainHost = plainHosts();
  return (request) => {
    const { url = '' } = request;
    if (!PLAIN_TARGET.test(url) || !isPlainHost(request.headers.host)) return undefined;
    const end = url.indexOf('?');
    const path = end < 0 ? url : url.slice(0, end);
    const area = areaOf(path);
    return area && { request, path, area };
  };
}

const areaOf = (path: string): OriginArea | undefined => ORIGIN_AREAS.find(([prefix]) => path.startsWith(prefix))?.[1];

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
