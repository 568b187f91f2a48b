import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino';
import type { Log } from '../ports/log.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Structured log, one JSON line an event, to standard error unless told otherwise: standard output is for what a
 * person asked to see.
 */
export function createPinoLog(level: LogLevel, stream: DestinationStream = destination({ dest: 2, sync: true })): Log {
  const logger = pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    stream,
  );
  return {
    debug: (event, facts = {}) => logger.debug(facts, event),
    info: (event, facts = {}) => logger.info(facts, event),
    warn: (event, facts = {}) => logger.warn(facts, event),
    error: (event, facts = {}) => logger.error(facts, event),
  };
}
