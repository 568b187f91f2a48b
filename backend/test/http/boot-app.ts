import { parseConfigFile } from '@ringback/contract';
import type { Hono } from 'hono';
import { createMetrics } from '../../src/adapters/metrics.js';
import { createPinoLog } from '../../src/adapters/pino-log.js';
import demoConfig from '../../src/config/demo-config.json' with { type: 'json' };
import type { AppEnv, AppServices } from '../../src/http/app-env.js';
import { createApp } from '../../src/http/app.js';
import { type AnswerEarly, earlyAnswers } from '../../src/http/early-answers.js';
import { type EventStreams, createEventStreams } from '../../src/http/event-streams.js';
import { answerRecorder } from '../../src/http/record-answer.js';
import { type FakeRingback, createFakeRingback } from './fake-ringback.js';

export const OWN_ORIGIN = 'http://shop.test:8080';
export const LISTED_ORIGIN = 'https://www.example.com';

/** The border over the fake, without a socket. */
export interface BootedApp {
  readonly app: Hono<AppEnv>;
  /** What goes before it on a real port. */
  readonly answerEarly: AnswerEarly;
  readonly ringback: FakeRingback;
  readonly streams: EventStreams;
  readonly services: AppServices;
  /** Every log line so far, parsed. */
  logged(): Record<string, unknown>[];
  logText(): string;
}

export function bootApp(overrides: Partial<AppServices> = {}): BootedApp {
  const parsed = parseConfigFile({ ...demoConfig, site: { ...demoConfig.site, origins: [LISTED_ORIGIN] } });
  if (!parsed.ok) throw new Error('the demo configuration has problems');
  const lines: string[] = [];
  const ringback = createFakeRingback();
  const metrics = createMetrics({ counts: () => Promise.reject(new Error('no counts in the fake')), ofProcess: false });
  const streams = createEventStreams(metrics.streamsChanged);
  const services: AppServices = {
    ringback,
    config: parsed.config,
    log: createPinoLog('debug', { write: (line) => void lines.push(line) }),
    metrics,
    streams,
    ownOrigins: () => [OWN_ORIGIN],
    publicUrl: undefined,
    demoLogin: undefined,
    folders: {},
    ...overrides,
  };
  const recordAnswer = answerRecorder(services);
  return {
    app: createApp(services, recordAnswer),
    answerEarly: earlyAnswers(services, recordAnswer),
    ringback,
    streams,
    services,
    logged: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    logText: () => lines.join(''),
  };
}

/** A request of the vendor's client: key and JSON. */
export const posted = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-api-key': 'demo-key', ...headers },
  body: JSON.stringify(body),
});
export const asked = (headers: Record<string, string> = {}): RequestInit => ({ headers: { 'x-api-key': 'demo-key', ...headers } });

/** Logs in as the demo user; headers for what follows. */
export async function loggedIn(app: Hono<AppEnv>): Promise<{ cookie: string; 'x-ringback-csrf': string; 'content-type': string }> {
  const response = await app.request('/console/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: 'change-me-now' }),
  });
  const { data } = (await response.json()) as { data: { csrfToken: string } };
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { cookie, 'x-ringback-csrf': data.csrfToken, 'content-type': 'application/json' };
}
