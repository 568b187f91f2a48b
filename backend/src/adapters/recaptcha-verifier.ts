import type { CaptchaReport } from '../domain/captcha.js';
import type { CaptchaAnswer, CaptchaVerifier } from '../ports/captcha.js';
import { deadline } from './deadline.js';
import { shortText } from './short-text.js';
import { reasonOf } from './webhook-sender.js';

const VERIFY_URL = 'https://www.google.com/recaptcha/api/siteverify';
/** For the whole answer; a visitor waits for it. */
const TIMEOUT_MS = 5_000;
/** Whatever else an answer has there may be a quotation of what was sent. */
const CODES: ReadonlySet<string> = new Set([
  'missing-input-secret',
  'invalid-input-secret',
  'missing-input-response',
  'invalid-input-response',
  'bad-request',
  'timeout-or-duplicate',
]);

/** Google's `siteverify`, or a compatible server. Redirects are not followed: they would carry the secret key along. */
export function recaptchaVerifier({ timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {}): CaptchaVerifier {
  const stopping = new AbortController();
  return {
    async ask({ secretKey, verifyUrl = VERIFY_URL }, { token, address }) {
      try {
        const response = await fetch(verifyUrl, {
          method: 'POST',
          headers: { accept: 'application/json', 'user-agent': 'Ringback' },
          body: new URLSearchParams({ secret: secretKey, response: token, ...(address !== undefined && { remoteip: address }) }),
          redirect: 'error',
          signal: deadline(timeoutMs, stopping.signal),
        });
        const text = await shortText(response);
        return response.ok ? answerOf(text) : { kind: 'down', reason: `HTTP ${response.status}` };
      } catch (error) {
        return { kind: 'down', reason: causeOf(error) };
      }
    },
    stop: () => stopping.abort(),
  };
}

/** `fetch` wraps what went wrong on the way. */
const causeOf = (error: unknown): string => reasonOf(error instanceof TypeError && error.cause !== undefined ? error.cause : error);

function answerOf(text: string): CaptchaAnswer {
  const fields = parsed(text);
  if (typeof fields?.['success'] !== 'boolean') return { kind: 'down', reason: 'the answer is not as documented' };
  return { kind: 'answered', report: reportOf(fields, fields['success']) };
}

function reportOf(fields: Readonly<Record<string, unknown>>, success: boolean): CaptchaReport {
  const { 'error-codes': errors, challenge_ts: solved, score } = fields;
  const solvedAt = typeof solved === 'string' ? Date.parse(solved) : Number.NaN;
  return {
    success,
    errors: Array.isArray(errors) ? errors.filter((code): code is string => typeof code === 'string' && CODES.has(code)) : [],
    hostname: textOf(fields['hostname']) ?? textOf(fields['apk_package_name']),
    solvedAt: Number.isNaN(solvedAt) ? undefined : solvedAt,
    score: typeof score === 'number' && score >= 0 && score <= 1 ? score : undefined,
    action: textOf(fields['action']),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
