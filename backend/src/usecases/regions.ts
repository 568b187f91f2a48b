import type { RegionRule } from '@ringback/contract';
import { isGone, lives, livingRegions, NO_REGION, regionFor, sight, type Beat, type Sightings } from '../domain/region.js';
import type { AttemptStore } from '../ports/attempt-store.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import type { LiveSite } from './live-site.js';
import type { QueueRules } from './site-rules.js';

/** Who dials for a queue: this replica's region, another one, or none that lives. */
export type DialledFrom = 'here' | 'elsewhere' | 'nowhere';

/** Last beats of replicas. */
export interface Missing {
  /** Their calls are to be taken over. */
  readonly gone: readonly Beat[];
  /** Those of them that are dead for certain. */
  readonly dead: readonly Beat[];
}

/** SC3: where the replicas are, and which region dials for which queue, as far as this replica knows. */
export interface Regions {
  /** Says that this replica lives, and looks for the others; 1 statement. */
  beat(): Promise<Missing>;
  /** Asks nobody: knows what the last `beat` brought. */
  dialledFrom(rules: Pick<QueueRules, 'regionRule'>): DialledFrom;
  /** The region that dials for a queue; undefined: none that lives may. '' for replicas that don't say where they are. */
  dialling(rules: { readonly regionRule: RegionRule }): string | undefined;
  /** Region -> replicas that live in it; 0 where there were some a moment ago. */
  replicas(): ReadonlyMap<string, number>;
}

interface Options {
  readonly attempts: Pick<AttemptStore, 'beat'>;
  readonly site: Pick<LiveSite, 'served'>;
  readonly replica: string;
  readonly region: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

export function createRegions({ attempts, site, replica, region = NO_REGION, clock, log }: Options): Regions {
  let sightings: Sightings = new Map();
  let living: ReadonlySet<string> = new Set([region]);
  const told = new Map<string, string>();

  /** Somebody may wonder why nobody is called, or why from elsewhere. */
  function tellMoves(): void {
    for (const { settings, regionRule } of site.served.values()) {
      if (!regionRule) continue;
      const now = regionFor(regionRule, living) ?? 'nowhere';
      if (told.get(settings.name) === now) continue;
      told.set(settings.name, now);
      const fact = { queue: settings.name, region: now === NO_REGION ? 'not named' : now };
      if (now === 'nowhere') log.warn('nobody may dial for a queue: no region of its rule lives', fact);
      else log.info('region that dials for a queue', fact);
    }
  }

  const dialling = ({ regionRule }: { regionRule: RegionRule }): string | undefined => regionFor(regionRule, living);
  return {
    dialling,
    async beat() {
      const now = clock.now();
      sightings = sight(sightings, await attempts.beat({ replica, region }, now), now);
      living = new Set([region, ...livingRegions(sightings, now)]);
      tellMoves();
      const gone = [...sightings.values()].filter((sighting) => sighting.replica !== replica && isGone(sighting, now));
      return { gone, dead: gone.filter((sighting) => !lives(sighting, now)) };
    },
    replicas() {
      const now = clock.now();
      const counts = new Map<string, number>();
      for (const sighting of sightings.values())
        counts.set(sighting.region, (counts.get(sighting.region) ?? 0) + (lives(sighting, now) ? 1 : 0));
      return counts;
    },
    dialledFrom({ regionRule }) {
      if (!regionRule) return 'here';
      const from = dialling({ regionRule });
      return from === region ? 'here' : from === undefined ? 'nowhere' : 'elsewhere';
    },
  };
}
