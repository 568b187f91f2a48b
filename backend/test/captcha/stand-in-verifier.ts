import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const SECRET_KEY = 'captcha-secret-key-4711';
export const SITE_KEY = 'captcha-site-key-0815';
/** How long a token is good, and so is the verifier's memory of it. */
const TOKEN_LIFE_MS = 120_000;

/** What somebody did in front of the captcha. */
export interface Solved {
  readonly hostname?: string | undefined;
  /** Of recaptcha-v3. */
  readonly score?: number | undefined;
  readonly action?: string | undefined;
  /** Instead of a page's host. */
  readonly apkPackageName?: string | undefined;
}

/**
 * What is wrong with the verifier. `hang`: never answers; `trickle`: sends the head and never the end; `cut`: ends in the middle; `huge`: never
 * stops sending; a text: sent as it is with status 200; an object: sent as JSON instead of the true answer.
 */
export type Trouble =
  'hang' | 'trickle' | 'cut' | 'huge' | 'redirect' | { readonly status: number } | { readonly says: unknown } | { readonly text: string };

/** Stand-in for Google's `siteverify`, which answers as its documents say. */
export interface StandInVerifier {
  readonly verifyUrl: string;
  /** Makes a token, as the widget does when somebody has solved the captcha now. */
  solve(what?: Solved): string;
  /** The forms that were posted. */
  readonly asked: readonly Readonly<Record<string, string>>[];
  /** Requests that a redirect led to. */
  readonly led: number;
  /** What was not as documented. */
  readonly complaints: readonly string[];
  trouble(trouble: Trouble | undefined): void;
  /** Called with each question before it is answered. */
  onAsked(listener: (() => Promise<void>) | undefined): void;
  close(): Promise<void>;
}

interface Token extends Solved {
  readonly at: number;
  used: boolean;
}

export async function standInVerifier(now: () => number): Promise<StandInVerifier> {
  const tokens = new Map<string, Token>();
  const asked: Record<string, string>[] = [];
  const complaints: string[] = [];
  const state = { led: 0, trouble: undefined as Trouble | undefined, listener: undefined as (() => Promise<void>) | undefined };

  const answer = (form: URLSearchParams): unknown => {
    const refused = (...codes: string[]) => ({ success: false, 'error-codes': codes });
    if (!form.get('secret')) return refused('missing-input-secret');
    if (!form.get('response')) return refused('missing-input-response');
    const token = tokens.get(form.get('response') ?? '');
    if (form.get('secret') !== SECRET_KEY) return refused('invalid-input-secret');
    if (!token) return refused('invalid-input-response');
    if (token.used || now() - token.at > TOKEN_LIFE_MS) return refused('timeout-or-duplicate');
    token.used = true;
    const { at, hostname = 'shop.example', score, action, apkPackageName } = token;
    return {
      success: true,
      challenge_ts: new Date(at).toISOString().replace(/\.\d+/, ''),
      ...(apkPackageName === undefined ? { hostname } : { apk_package_name: apkPackageName }),
      ...(score !== undefined && { score, action: action ?? '' }),
    };
  };

  const verify = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = new URLSearchParams(await text(request));
    asked.push(Object.fromEntries(form));
    if (request.method !== 'POST') complaints.push(`${request.method}`);
    if (!request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) complaints.push('content type');
    await state.listener?.();
    if (state.trouble === undefined) json(response, answer(form));
    else misbehave(response, state.trouble);
  };

  const server = createServer((request, response) => {
    if (request.url === '/elsewhere') state.led += 1;
    void verify(request, response).catch((error: unknown) => {
      complaints.push(String(error));
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    verifyUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/recaptcha/api/siteverify`,
    solve(what = {}) {
      const token = `03AGdBq-${tokens.size}-${'x'.repeat(500)}`;
      tokens.set(token, { ...what, at: now(), used: false });
      return token;
    },
    asked,
    complaints,
    get led() {
      return state.led;
    },
    trouble: (trouble) => void (state.trouble = trouble),
    onAsked: (listener) => void (state.listener = listener),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function misbehave(response: ServerResponse, trouble: Trouble): void {
  if (typeof trouble === 'object') {
    if ('says' in trouble) return json(response, trouble.says);
    if ('text' in trouble) return void response.end(trouble.text);
    return void response.writeHead(trouble.status).end(JSON.stringify({ success: true }));
  }
  switch (trouble) {
    case 'hang':
      return;
    case 'redirect':
      return void response.writeHead(307, { location: '/elsewhere' }).end();
    case 'trickle':
      return void response.write('{"success":');
    case 'cut':
      response.writeHead(200, { 'content-length': '100' });
      return void response.write('{"success":', () => response.socket?.end());
    case 'huge':
      return flood(response);
  }
}

function flood(response: ServerResponse): void {
  response.on('error', () => undefined);
  const more = (): void => {
    while (!response.destroyed && response.write(' '.repeat(16_384)));
  };
  response.on('drain', more);
  response.write('{"success":true,"pad":"');
  more();
}

const json = (response: ServerResponse, body: unknown): void =>
  void response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
