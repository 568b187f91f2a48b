import { type DestinationStream, destination, pino, stdTimeFunctions } from 'pino';
import type { Log, LogLevel } from '../ports/log.js';

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
