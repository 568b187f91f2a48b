import { Refusal } from '../domain/refusal.js';
import type { AppContext } from './app-env.js';
import { parseFormBody } from './form-body.js';
import { requirePlainText } from './plain-text-check.js';

/** SE1: 64 KiB. */
const BODY_LIMIT = 64 * 1024;

type MediaType = 'json' | 'form';

/**
 * Reads and parses a request body: JSON, and forms where they are taken. Without a content type it is tried as JSON.
 * @throws Refusal BODY_TOO_LARGE (as soon as it is known), UNSUPPORTED_MEDIA_TYPE, or INVALID_PARAMETER.
 */
export async function readBody(c: AppContext, accepts: { readonly forms: boolean }): Promise<unknown> {
  const type = mediaTypeOf(c.req.raw.headers, accepts.forms);
  const text = await readBodyText(c);
  if (text.trim() === '') throw new Refusal('INVALID_PARAMETER', 'the body is empty; expected a JSON object');
  const value = type === 'form' ? parseFormBody(text) : parseJson(text);
  requirePlainText(value);
  return value;
}

/**
 * The body as it came; asked again, the same text.
 * @throws Refusal BODY_TOO_LARGE, INVALID_PARAMETER
 */
export async function readBodyText(c: AppContext): Promise<string> {
  const known = c.get('bodyText') as string | undefined;
  if (known !== undefined) return known;
  const text = decode(await readLimited(c.req.raw));
  c.set('bodyText', text);
  return text;
}

/** Refuses a body that announces itself as too large, for requests whose body nobody reads. */
export function requireSmallBody(headers: Headers): void {
  if (Number(headers.get('content-length') ?? 0) > BODY_LIMIT) throw tooLarge();
}

function mediaTypeOf(headers: Headers, forms: boolean): MediaType {
  const expected = forms ? 'expected application/json or application/x-www-form-urlencoded' : 'expected application/json';
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity')
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'compressed bodies are not taken; send it without Content-Encoding');
  const [type = '', ...parameters] = (headers.get('content-type') ?? 'application/json')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset =
    parameters
      .find((part) => part.startsWith('charset='))
      ?.slice('charset='.length)
      .replaceAll('"', '') ?? 'utf-8';
  if (!['utf-8', 'utf8', 'us-ascii'].includes(charset))
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'the charset of the body is not taken; expected utf-8');
  if (type === '' || type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type)) return 'json';
  if (forms && type === 'application/x-www-form-urlencoded') return 'form';
  throw new Refusal('UNSUPPORTED_MEDIA_TYPE', `the content type of the body is not taken; ${expected}`);
}

async function readLimited(request: Request): Promise<Uint8Array> {
  requireSmallBody(request.headers);
  try {
    // With a length the HTTP parser has already made sure that no more than that comes.
    if (request.headers.get('content-length') !== null) return new Uint8Array(await request.arrayBuffer());
    return request.body ? await collect(request.body) : new Uint8Array();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('INVALID_PARAMETER', 'the body ended before it was complete; send the request again');
  }
}

async function collect(body: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by the throw cancels the stream: nothing more of a huge body is taken in.
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > BODY_LIMIT) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (): Refusal => new Refusal('BODY_TOO_LARGE', `the body is larger than ${BODY_LIMIT} bytes; send less`);

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('INVALID_PARAMETER', 'the body is not valid UTF-8');
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('INVALID_PARAMETER', 'the body is not valid JSON; expected an object like {"serviceName": "..."}');
  }
}
