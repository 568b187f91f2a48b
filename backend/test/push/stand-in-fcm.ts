import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pushPayload, type PushPayload } from '@ringback/contract';
import { importSPKI, jwtVerify } from 'jose';
import * as v from 'valibot';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
export const CLIENT_EMAIL = 'push@shop.iam.gserviceaccount.com';
export const PROJECT = 'shop-1';
const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
/** FCM's limit of what a data message carries. */
const MOST_BYTES = 4096;

/** A message that FCM has taken. */
export interface Pushed {
  readonly token: string;
  readonly data: PushPayload;
  readonly message: Record<string, unknown>;
  readonly at: number;
}

/**
 * What FCM's documents say that it answers, by name; `hang` never answers, `cut` ends the connection in the middle of the answer, `lost`
 * takes the message and never answers.
 */
export type FcmAnswer =
  | 'UNREGISTERED'
  | 'QUOTA_EXCEEDED'
  | 'UNAVAILABLE'
  | 'INTERNAL'
  | 'SENDER_ID_MISMATCH'
  | 'INVALID_ARGUMENT'
  | 'INVALID_TOKEN'
  | 'UNAUTHENTICATED'
  | 'PERMISSION_DENIED'
  | 'hang'
  | 'cut'
  | 'lost';
const STATUSES: Readonly<Record<Exclude<FcmAnswer, 'hang' | 'cut' | 'lost'>, readonly [http: number, status: string]>> = {
  UNREGISTERED: [404, 'NOT_FOUND'],
  QUOTA_EXCEEDED: [429, 'RESOURCE_EXHAUSTED'],
  UNAVAILABLE: [503, 'UNAVAILABLE'],
  INTERNAL: [500, 'INTERNAL'],
  SENDER_ID_MISMATCH: [403, 'PERMISSION_DENIED'],
  INVALID_ARGUMENT: [400, 'INVALID_ARGUMENT'],
  INVALID_TOKEN: [400, 'INVALID_ARGUMENT'],
  UNAUTHENTICATED: [401, 'UNAUTHENTICATED'],
  PERMISSION_DENIED: [403, 'PERMISSION_DENIED'],
};

/** Stand-in for Google's token server and for FCM's HTTP v1 interface, on one port, strict where they are. */
export interface StandInFcm {
  /** The block `push` of the configuration. */
  readonly account: Record<string, string>;
  readonly pushed: readonly Pushed[];
  /** The next message that is taken and is like this. */
  next(isIt: (message: Pushed) => boolean): Promise<Pushed>;
  /** Validated, not delivered. */
  readonly validated: number;
  readonly tokensGiven: number;
  /** Requests to send. */
  readonly asked: number;
  /** What was not as documented. */
  readonly complaints: readonly string[];
  /** Answer to all messages, or to those of one device; undefined: they are taken. */
  answer(answer: FcmAnswer | undefined, options?: { token?: string; retryAfter?: string }): void;
  answerToken(status: number | undefined): void;
  /** Access tokens given so far are not accepted any more. */
  revoke(): void;
  /** Called with each message before it is answered. */
  onAsked(listener: ((token: string) => void | Promise<void>) | undefined): void;
  close(): Promise<void>;
}

export async function standInFcm(now: () => number): Promise<StandInFcm> {
  const state = {
    pushed: [] as Pushed[],
    complaints: [] as string[],
    tokens: new Set<string>(),
    given: 0,
    asked: 0,
    validated: 0,
    tokenStatus: undefined as number | undefined,
    all: undefined as { answer: FcmAnswer; retryAfter?: string | undefined } | undefined,
    byToken: new Map<string, { answer: FcmAnswer; retryAfter?: string | undefined }>(),
    listener: undefined as ((token: string) => void | Promise<void>) | undefined,
    awaited: [] as { isIt: (message: Pushed) => boolean; resolve: (message: Pushed) => void }[],
  };
  const key = await importSPKI(publicKey, 'RS256');
  const complain = (what: string): void => void state.complaints.push(what);

  const giveToken = async (request: IncomingMessage, response: ServerResponse, origin: string): Promise<void> => {
    const form = new URLSearchParams(await text(request));
    if (state.tokenStatus !== undefined) return json(response, state.tokenStatus, { error: 'invalid_grant' });
    if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') complain('grant type');
    try {
      const { payload } = await jwtVerify(form.get('assertion') ?? '', key, {
        algorithms: ['RS256'],
        issuer: CLIENT_EMAIL,
        audience: `${origin}/token`,
        currentDate: new Date(now()),
        maxTokenAge: 3600,
        requiredClaims: ['iat', 'exp'],
      });
      if (payload['scope'] !== SCOPE) complain('scope');
      if ((payload.exp ?? 0) - (payload.iat ?? 0) > 3600) complain('an assertion longer than an hour');
    } catch {
      complain('assertion');
      return json(response, 400, { error: 'invalid_grant' });
    }
    const token = `access-${(state.given += 1)}`;
    state.tokens.add(token);
    json(response, 200, { access_token: token, expires_in: 3599, token_type: 'Bearer' });
  };

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    state.asked += 1;
    const body = JSON.parse(await text(request)) as { validate_only?: boolean; message: { token?: string; data?: unknown } };
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!state.tokens.has(bearer)) return refuse(response, 'UNAUTHENTICATED');
    const { token = '' } = body.message;
    await state.listener?.(token);
    const trouble = state.byToken.get(token) ?? state.all;
    if (trouble && trouble.answer !== 'lost') return refuse(response, trouble.answer, trouble.retryAfter);
    if (body.validate_only) {
      state.validated += 1;
      return json(response, 200, { name: `projects/${PROJECT}/messages/fake_message_id` });
    }
    if (!token) return refuse(response, 'INVALID_ARGUMENT');
    for (const complaint of complaintsOf(body.message.data)) complain(complaint);
    const message = { token, data: v.parse(pushPayload, body.message.data), message: body.message as Record<string, unknown>, at: now() };
    state.pushed.push(message);
    state.awaited = state.awaited.filter(({ isIt, resolve }) => !isIt(message) || resolve(message));
    if (trouble) return;
    json(response, 200, { name: `projects/${PROJECT}/messages/${state.pushed.length}` });
  };

  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    const handle = request.url === '/token' ? giveToken : request.url === `/v1/projects/${PROJECT}/messages:send` ? take : undefined;
    if (!handle) {
      complain(`${request.method} ${request.url}`);
      return json(response, 404, {});
    }
    void handle(request, response, origin).catch((error: unknown) => {
      complain(String(error));
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    account: {
      projectId: PROJECT,
      clientEmail: CLIENT_EMAIL,
      privateKey,
      tokenUrl: `${url}/token`,
      sendUrl: `${url}/v1/projects/{projectId}/messages:send`,
    },
    pushed: state.pushed,
    next: (isIt) => new Promise((resolve) => state.awaited.push({ isIt, resolve })),
    complaints: state.complaints,
    get validated() {
      return state.validated;
    },
    get tokensGiven() {
      return state.given;
    },
    get asked() {
      return state.asked;
    },
    answer(answer, { token, retryAfter } = {}) {
      const trouble = answer && { answer, retryAfter };
      if (token === undefined) state.all = trouble;
      else if (trouble) state.byToken.set(token, trouble);
      else state.byToken.delete(token);
    },
    answerToken: (status) => void (state.tokenStatus = status),
    revoke: () => state.tokens.clear(),
    onAsked: (listener) => void (state.listener = listener),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function complaintsOf(data: unknown): string[] {
  const entries = typeof data === 'object' && data !== null ? Object.entries(data) : [];
  const bytes = Buffer.byteLength(JSON.stringify(data));
  return [
    ...entries.filter(([, value]) => typeof value !== 'string').map(([name]) => `${name} is no text`),
    ...(bytes > MOST_BYTES ? [`${bytes} bytes of data`] : []),
  ];
}

function refuse(response: ServerResponse, answer: Exclude<FcmAnswer, 'lost'>, retryAfter?: string): void {
  if (answer === 'hang') return;
  if (answer === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    return void response.write('{"na', () => response.socket?.end());
  }
  const [http, status] = STATUSES[answer];
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  const type = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';
  const details =
    answer === 'INVALID_TOKEN'
      ? [
          { '@type': type, errorCode: 'INVALID_ARGUMENT' },
          { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: [{ field: 'message.token', description: 'Invalid' }] },
        ]
      : [{ '@type': type, errorCode: answer }];
  json(response, http, { error: { code: http, message: 'a message that may quote the token', status, details } });
}

const json = (response: ServerResponse, status: number, body: unknown): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
