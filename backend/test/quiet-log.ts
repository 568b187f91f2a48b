import type { Log } from '../src/ports/log.js';

/** A log that tells nobody. */
export const quietLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
