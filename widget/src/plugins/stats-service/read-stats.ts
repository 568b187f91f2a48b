import type { QueueStats, Stats } from './protocol.js';

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

const secondsOf = (value: unknown): number | undefined => {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof seconds === 'number' && Number.isFinite(seconds) ? Math.max(-1, seconds) : undefined;
};

/** Figures of one queue, from an object that has the wait under one of the names in use, or from the bare number. */
function statsOf(value: unknown): QueueStats | undefined {
  const given = isObject(value) ? value : { ewt: value };
  const ewt = secondsOf(given['ewt'] ?? given['estimatedWaitTime']);
  return ewt === undefined ? undefined : { ...given, ewt };
}

function engagementStats(body: unknown): [string, unknown][] {
  const data = isObject(body) ? body['data'] : undefined;
  return (Array.isArray(data) ? data : []).filter(isObject).map((entry) => [String(entry['virtualQueue']), entry]);
}

/** GMS answers by queue; a server that was asked for one queue may leave its name out. */
function gmsStats(body: unknown, queues: readonly string[]): [string, unknown][] {
  const [only, ...others] = queues;
  if (only !== undefined && others.length === 0 && statsOf(body)) return [[only, body]];
  return isObject(body) ? Object.entries(body) : [];
}

/** The answer of either dialect as one shape. What can't be read is left out; `undefined` when nothing can. */
export function readStats(body: unknown, dialect: 'gms' | 'engagement', queues: readonly string[]): Stats | undefined {
  const found = (dialect === 'gms' ? gmsStats(body, queues) : engagementStats(body))
    .map(([queue, value]) => [queue, statsOf(value)] as const)
    .filter((entry): entry is readonly [string, QueueStats] => entry[1] !== undefined);
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
