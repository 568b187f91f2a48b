import { Refusal } from '../domain/refusal.js';
import type { AppContext } from './app-env.js';
import { parseFormBody } from './form-body.js';
import { requirePlainText } from './plain-text-check.js';

/** SE1: 64 KiB. */
export const BODY_LIMIT = 64 * 1024;
/** A pool of 10,000 numbers with their descriptions. */
const UPLOAD_LIMIT = 2 * 1024 * 1024;

type MediaType = 'json' | 'form';

/**
 * Reads and parses a request body: JSON, and forms where they are taken. Without a content type it is tried as JSON.
 * @throws Refusal BODY_TOO_LARGE (as soon as it is known), UNSUPPORTED_MEDIA_TYPE, or INVALID_PARAMETER.
 */
export async function readBody(c: AppContext, accepts: { readonly forms: boolean }): Promise<unknown> {
  const type = mediaTypeOf(c.req.raw.headers, accepts.forms);
  return valueIn(await readBodyText(c), type);
}

/**
 * The value that a body of JSON has.
 * @throws Refusal INVALID_PARAMETER
 */
export const jsonIn = (text: string): unknown => valueIn(text, 'json');

function valueIn(text: string, type: MediaType): unknown {
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
  const text = decoded(await readLimited(c.req.raw, BODY_LIMIT));
  c.set('bodyText', text);
  return text;
}

/**
 * A file that is the body as it is. Its type must be said: a page of another site can't send one without being asked whether it may.
 * @throws Refusal BODY_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_PARAMETER
 */
export async function readUpload(c: AppContext, type: string): Promise<string> {
  const given = (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (given !== type) throw new Refusal('UNSUPPORTED_MEDIA_TYPE', `the content type of the body is not taken; expected ${type}`);
  return decoded(await readLimited(c.req.raw, UPLOAD_LIMIT));
}

/** Refuses a body that announces itself as too large, for requests whose body nobody reads. */
export function requireSmallBody(headers: Headers, limit = BODY_LIMIT): void {
  if (Number(headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
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

async function readLimited(request: Request, limit: number): Promise<Uint8Array> {
  requireSmallBody(request.headers, limit);
  try {
    // With a length the HTTP parser has already made sure that no more than that comes.
    if (request.headers.get('content-length') !== null) return new Uint8Array(await request.arrayBuffer());
    return request.body ? await collect(request.body, limit) : new Uint8Array();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('INVALID_PARAMETER', 'the body ended before it was complete; send the request again');
  }
}

async function collect(body: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by the throw cancels the stream: nothing more of a huge body is taken in.
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (limit: number): Refusal => new Refusal('BODY_TOO_LARGE', `the body is larger than ${limit} bytes; send less`);

/**
 * Bytes as the text that they are in UTF-8.
 * @throws Refusal INVALID_PARAMETER
 */
export function decoded(bytes: Uint8Array): string {
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
