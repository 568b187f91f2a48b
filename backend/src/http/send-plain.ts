import type { IncomingMessage, ServerResponse } from 'node:http';

/** How long the rest of a body that nobody wants may take to come. */
const DRAIN_MS = 500;

export type PlainHeaders = readonly (readonly [name: string, value: string])[];

/** An answer that no framework has made. */
export interface PlainAnswer {
  readonly http: number;
  readonly headers: PlainHeaders;
  readonly body: string;
}

/** Sends it, and reads away what is left of the request. */
export function sendPlain(request: IncomingMessage, response: ServerResponse, { http, headers, body }: PlainAnswer): void {
  const hasBody = request.method !== 'HEAD';
  response.writeHead(http, [...headers, ...(hasBody ? [['content-length', String(Buffer.byteLength(body))] as const] : [])].flat());
  response.end(hasBody ? body : undefined);
  if (request.complete) return;
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (length === undefined && coding === undefined) return;
  // Node reads the rest away; whoever takes their time over it is cut.
  response.once('finish', () => {
    if (!request.complete) setTimeout(() => void (request.complete || request.socket.destroySoon()), DRAIN_MS).unref();
  });
}
