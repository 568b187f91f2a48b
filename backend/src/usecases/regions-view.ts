import type { RegionsView } from '@ringback/contract';
import { NO_REGION } from '../domain/region.js';
import type { Dependencies } from './dependencies.js';
import type { ConsoleUser } from './ringback.js';
import { sees } from './settings-reach.js';

/** See `SettingsVerbs.regionsView`. */
export function regionsView({ regions, site }: Dependencies, user: ConsoleUser): RegionsView {
  const { config } = site.effective;
  const replicas = regions.replicas();
  const named = config.regionRules.flatMap(({ preferred, fallback, ignored }) => [...preferred, ...fallback, ...ignored]);
  const names = [...new Set([...replicas.keys(), ...named])].filter((name) => name !== NO_REGION).sort();
  return {
    regions: names.map((name) => ({ name, replicas: replicas.get(name) ?? 0 })),
    withoutRegion: replicas.get(NO_REGION) ?? 0,
    queues: [...site.queues.values()].flatMap(({ settings, regionRule }) => {
      if (!regionRule || !sees(user, settings.name)) return [];
      return [{ queue: settings.name, regionRule: regionRule.name, ...dialledBy(regions.dialling({ regionRule })) }];
    }),
  };
}

function dialledBy(region: string | undefined): Pick<RegionsView['queues'][number], 'dialledBy' | 'region'> {
  if (region === undefined) return { dialledBy: 'nobody' };
  return region === NO_REGION ? { dialledBy: 'replicas-without-region' } : { dialledBy: 'region', region };
}
