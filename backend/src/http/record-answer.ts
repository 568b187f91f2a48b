import type { Log } from '../ports/log.js';
import type { Metrics } from '../ports/metrics.js';
import type { Ringback } from '../usecases/ringback.js';

/** Refusals that get a line, in a second. */
const REFUSALS_A_SECOND = 100;
/** Refusals of one kind that the list of errors takes at once, and how long until it takes one more. */
const NOTES_OF_A_KIND = 500;
const NOTE_AGAIN_MS = 1_000;

/** Asked all the time by browsers and probes; worth a line only when they fail. */
const QUIET_ROUTES = new Set(['/*', '/widget/*', '/console/*', '/healthz', '/readyz', '/metrics']);
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** The APIs whose clients somebody else develops. */
const PUBLIC_API = /^\/(?:engagement|visitor|telephony)\//;

/** An answer, and what was asked. */
export interface Answer {
  readonly corrId: string;
  /** Pattern of the address. */
  readonly route: string;
  readonly path: string;
  readonly method: string;
  readonly http: number;
  /** `status.code` of the envelope, when it was one. */
  readonly code: number | undefined;
  /** Its message, when it was a refusal. */
  readonly message: string | undefined;
  readonly origin: string | undefined;
  /** From `performance.now()`. */
  readonly started: number;
}

interface Recorders {
  readonly log: Log;
  readonly metrics: Metrics;
  readonly ringback: Pick<Ringback, 'noteApiError'>;
}

/** Called once for each answer. */
export type RecordAnswer = (answer: Answer) => void;

/** Gives log, metrics and the list of errors (SE1) one entry for each answer; of a flood, some. */
export function answerRecorder({ log, metrics, ringback }: Recorders): RecordAnswer {
  const lines = linesOfASecond();
  const notes = notesOfAKind();
  return ({ corrId, route, path, method: asked, http, code, message, origin, started }) => {
    const seconds = (performance.now() - started) / 1000;
    const method = METHODS.has(asked) ? asked : 'other';
    metrics.requestAnswered({ route, method, status: http, seconds });
    const room = http >= 400 && http < 500 ? lines.take() : ALL_LINES;
    // Limits are what a flood meets: it must not push the errors of others off the list.
    const isNoted = code !== undefined && code !== 0 && PUBLIC_API.test(path) && (room.left || http !== 429);
    if (isNoted && notes.take(`${route} ${code}`))
      ringback.noteApiError({ corrId, method, route, http, code, message: message ?? '', origin: origin?.slice(0, 255) });
    if (!room.left) return;
    const entry = { corrId, route, method, status: http, code, ms: Math.round(seconds * 1e4) / 10 };
    if (http < 400 && QUIET_ROUTES.has(route)) log.debug('request', entry);
    else log.info('request', room.unlogged > 0 ? { ...entry, unlogged: room.unlogged } : entry);
  };
}

const ALL_LINES = { left: true, unlogged: 0 };

/** A flood of refused requests costs no line each: so many a second, and the first of the next says how many were left out. */
function linesOfASecond() {
  let second = 0;
  let taken = 0;
  let unlogged = 0;
  return {
    take(): { left: boolean; unlogged: number } {
      const now = Math.floor(performance.now() / 1000);
      if (now !== second) [second, taken] = [now, 0];
      taken += 1;
      if (taken > REFUSALS_A_SECOND) {
        unlogged += 1;
        return { left: false, unlogged };
      }
      const left = { left: true, unlogged };
      unlogged = 0;
      return left;
    },
  };
}

/** Kinds are routes and codes, so there are no more of them than the contract has. */
function notesOfAKind() {
  const kinds = new Map<string, { left: number; at: number }>();
  return {
    take(name: string): boolean {
      const now = performance.now();
      const kind = kinds.get(name) ?? { left: NOTES_OF_A_KIND, at: now };
      kinds.set(name, kind);
      const back = Math.floor((now - kind.at) / NOTE_AGAIN_MS);
      kind.left = Math.min(NOTES_OF_A_KIND, kind.left + back);
      kind.at += back * NOTE_AGAIN_MS;
      if (kind.left === 0) return false;
      kind.left -= 1;
      return true;
    },
  };
}
