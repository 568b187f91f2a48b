import type { Log } from '../ports/log.js';

/** Does one thing again and again. */
export interface Loop {
  /** Calling it twice is the same as once. */
  start(): void;
  /** Waits for the run under way. Safe to call twice and before `start`. */
  stop(): Promise<void>;
  /** Runs soon instead of after the pause; while a run is under way, once more right after it. */
  wake(): void;
}

interface Options {
  /** For the log. */
  readonly name: string;
  /** Resolves with `true` when there may be more to do at once. */
  readonly run: () => Promise<boolean>;
  readonly pauseMs: number;
  readonly log: Log;
}

/** After a failure the pause doubles with each further one, up to this. */
const LONGEST_PAUSE_MS = 10_000;
/** Gathers what wakes it at the same moment, and keeps a busy loop from taking the whole processor. */
const WAKE_MS = 20;

/** The one poll loop that all jobs use. A run that fails is logged and followed by the next: trouble with the database ends by itself. */
export function createLoop({ name, run, pauseMs, log }: Options): Loop {
  let started = false;
  let woken = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let failures = 0;

  const schedule = (delay: number): void => {
    clearTimeout(timer);
    timer = started ? setTimeout(tick, delay) : undefined;
  };
  const tick = (): void => {
    timer = undefined;
    woken = false;
    running = once().then((pause) => {
      running = undefined;
      schedule(woken ? WAKE_MS : pause);
    });
  };
  const once = async (): Promise<number> => {
    try {
      const more = await run();
      failures = 0;
      return more ? 0 : pauseMs;
    } catch (error) {
      failures += 1;
      log.warn('a scheduled job failed', { job: name, failures, error: error instanceof Error ? error.message : 'unknown' });
      return Math.min(LONGEST_PAUSE_MS, pauseMs * 2 ** Math.min(failures, 10));
    }
  };

  return {
    start() {
      if (started) return;
      started = true;
      if (!running) schedule(0);
    },
    async stop() {
      started = false;
      clearTimeout(timer);
      timer = undefined;
      await running;
    },
    wake() {
      if (!started || woken) return;
      woken = true;
      // After a failure the longer pause stands: what wakes us up may be the very work that fails.
      if (!running && failures === 0) schedule(WAKE_MS);
    },
  };
}
