import type { CallbackExportQuery } from '@ringback/contract';
import type { Callback } from '../domain/callback.js';
import { csvLine, CSV_START } from '../domain/csv.js';
import { spokenTime, type TimeStyle } from '../domain/spoken-time.js';
import type { RecordKey } from '../ports/record-store.js';
import type { Dependencies } from './dependencies.js';
import { recordFilter } from './managed-callbacks.js';
import type { TextStream } from './managing-verbs.js';
import type { ConsoleUser } from './ringback.js';

/** Records read at once: enough for speed, little for the memory. */
const CHUNK = 1_000;

type Column = readonly [title: string, value: (callback: Callback, style: TimeStyle) => string | number | undefined];

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const timeOf = (at: number | undefined, style: TimeStyle): string | undefined => (at === undefined ? undefined : spokenTime(at, style));

const COLUMNS: readonly Column[] = [
  ['Callback ID', ({ id }) => id],
  ['Queue', ({ queue }) => queue],
  ['State', ({ state }) => state],
  ['Reason', (callback) => (callback.state === 'COMPLETED' ? callback.reason : undefined)],
  ['Phone', ({ phone }) => phone],
  ['First name', ({ userData }) => textOf(userData['firstname'])],
  ['Last name', ({ userData }) => textOf(userData['lastname'])],
  ['Type', ({ scheduled }) => (scheduled ? 'scheduled' : 'immediate')],
  ['Desired time', ({ desiredTime }, style) => timeOf(desiredTime, style)],
  ['Created', ({ createdAt }, style) => timeOf(createdAt, style)],
  ['Queued', (callback, style) => timeOf(callback.state === 'SCHEDULED' ? undefined : callback.queuedAt, style)],
  ['Completed', (callback, style) => timeOf(callback.state === 'COMPLETED' ? callback.completedAt : undefined, style)],
  ['Attempts', ({ attempts }) => attempts],
  ['Last outcome', ({ lastOutcome }) => lastOutcome],
  ['Priority', ({ priority }) => priority],
  ['Language', ({ language }) => language],
];
const TIMES = new Set(['Desired time', 'Created', 'Queued', 'Completed']);

/** See `ManagingVerbs.exportCallbacks`. Each piece is read when the reader wants it, so a slow reader costs nothing. */
export async function* exportCallbacks(deps: Dependencies, user: ConsoleUser, query: CallbackExportQuery): TextStream {
  const style: TimeStyle = { timeZone: query.timeZone ?? 'UTC', clock: query.clock };
  yield CSV_START + csvLine(COLUMNS.map(([title]) => (TIMES.has(title) ? `${title} (${style.timeZone})` : title)));
  const filter = recordFilter(user, query);
  let after: RecordKey | undefined;
  do {
    const page = await deps.records.list({ ...filter, sort: 'desiredTime', descending: false, after, limit: CHUNK });
    if (page.callbacks.length > 0)
      yield page.callbacks.map((callback) => csvLine(COLUMNS.map(([, value]) => value(callback, style)))).join('');
    after = page.next;
  } while (after);
}
