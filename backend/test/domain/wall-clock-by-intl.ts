/*
 * A second opinion on wall clocks, on purpose by other means than the code under test: no Temporal, no offsets kept,
 * only what Intl prints for an instant.
 */
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;

export interface Wall {
  /** `yyyy-MM-dd`. */
  readonly date: string;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** Of the day. */
  readonly minutes: number;
  /** The wall clock read as if it were UTC, epoch ms, whole minutes. */
  readonly asUtc: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

export function wallOf(at: number, timeZone: string): Wall {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
  formats.set(timeZone, format);
  // 11/21/2026, 06:13
  const [, month, day, year, hour, minute] = (/(\d+)\/(\d+)\/(\d+), (\d+):(\d+)/.exec(format.format(at)) ?? []).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  return { date: new Date(asUtc).toISOString().slice(0, 10), weekday: new Date(asUtc).getUTCDay(), minutes: hour * 60 + minute, asUtc };
}

/** Instants in `[from, to)` at which the zone's offset changes, to the minute. */
export function offsetChanges(timeZone: string, from: number, to: number): number[] {
  const offsetAt = (at: number): number => wallOf(at, timeZone).asUtc - at;
  const changes: number[] = [];
  for (let at = from; at < to; at += DAY) {
    if (offsetAt(at) === offsetAt(at + DAY)) continue;
    let [before, after] = [at, at + DAY];
    while (after - before > MINUTE) {
      const middle = before + Math.floor((after - before) / MINUTE / 2) * MINUTE;
      if (offsetAt(middle) === offsetAt(before)) before = middle;
      else after = middle;
    }
    changes.push(after);
  }
  return changes;
}
