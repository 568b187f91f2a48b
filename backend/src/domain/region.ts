import type { RegionRule } from '@ringback/contract';

/** Of a replica that does not say where it runs. No rule can name it. */
export const NO_REGION = '';

/** The last sign of life of one replica. */
export interface Beat {
  readonly replica: string;
  readonly region: string;
  /** Epoch ms, by that replica's own clock. */
  readonly at: number;
}

/** A replica as another one knows it. */
export interface Sighting extends Beat {
  /** Epoch ms, by the clock of whoever looks, at which this beat was seen first. */
  readonly newsAt: number;
  /** Whether there was another beat before, so that the replica was seen to live. */
  readonly wasAlive: boolean;
}

/** By replica. */
export type Sightings = ReadonlyMap<string, Sighting>;

/** A replica without news for this long is taken for dead. */
export const DEAD_AFTER_MS = 15_000;

/**
 * What is known after another look at the beats. Whether a replica lives is told by its beats going on, not by what they
 * say: clocks of other machines may be wrong by any amount.
 */
export function sight(known: Sightings, beats: readonly Beat[], now: number): Sightings {
  const look = (beat: Beat): Sighting => {
    const last = known.get(beat.replica);
    if (last?.at !== beat.at) return { ...beat, newsAt: now, wasAlive: last !== undefined };
    // Our clock may have been set back, which must not keep the dead alive.
    return { ...last, newsAt: Math.min(last.newsAt, now) };
  };
  return new Map(beats.map((beat) => [beat.replica, look(beat)]));
}

/** In doubt it does: nobody dials for a region that may be there. */
export const lives = ({ newsAt }: Sighting, now: number): boolean => now - newsAt < DEAD_AFTER_MS;

/** Whether to take over its calls. In doubt, if it says so itself: taking over the living one's does no harm, waiting does. */
export const isGone = (sighting: Sighting, now: number): boolean =>
  !lives(sighting, now) || (!sighting.wasAlive && now - sighting.at >= DEAD_AFTER_MS);

/** Regions in which at least one replica lives. */
export const livingRegions = (sightings: Sightings, now: number): Set<string> =>
  new Set([...sightings.values()].filter((sighting) => lives(sighting, now)).map(({ region }) => region));

/**
 * SC3: the region that dials for a queue: the first living one of the preferred, then of the fallback ones. Ignored regions, and
 * those that the rule does not name, never do; replicas that don't say where they are do when nobody else can.
 * @returns undefined when nobody may
 */
export function regionFor({ preferred, fallback, ignored }: RegionRule, living: ReadonlySet<string>): string | undefined {
  return [...preferred, ...fallback, NO_REGION].find((region) => living.has(region) && !ignored.includes(region));
}
