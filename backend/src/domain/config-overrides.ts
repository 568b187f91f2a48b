import type { ConfigText, ObjectKind, SitePart } from '@ringback/contract';

/** The lists of the configuration by the kind of what is in them. */
export const LISTS = {
  'business-hours': 'businessHours',
  'capacity-rules': 'capacityRules',
  'number-rules': 'numberRules',
  'region-rules': 'regionRules',
  'call-in-groups': 'callInGroups',
  queues: 'queues',
} as const satisfies Record<ObjectKind, keyof ConfigText>;

/** Which setting of a queue names an object of a kind. */
export const USES = {
  'business-hours': ['businessHours', 'immediateOfferHours'],
  'capacity-rules': ['capacityRule'],
  'number-rules': ['numberRule'],
  'region-rules': ['regionRule'],
  'call-in-groups': ['callInGroup'],
  queues: [],
} as const satisfies Record<ObjectKind, readonly (keyof ConfigText['queues'][number])[]>;

/** What the console made of one object; wins over the configuration file. */
export interface Override {
  readonly kind: ObjectKind | 'site';
  /** Of kind `site`, the part. */
  readonly name: string;
  /** As the file would have it, without the name. Of a deleted queue a {@link ClosedQueue}, of anything else deleted undefined. */
  readonly value: unknown;
  readonly deleted: boolean;
  /** Grows with every edit of anything. */
  readonly version: number;
  /** Epoch ms. */
  readonly changedAt: number;
  readonly changedBy: string;
}

/** A queue that takes no more bookings, with everything it named as it was when it was deleted: its open callbacks live by that. */
export type ClosedQueue = Pick<ConfigText, (typeof LISTS)[ObjectKind]>;

type Named = { readonly name: string };

/** The configuration file with the overrides in place, still to be checked. Users are the database's alone. */
export function withOverrides(file: ConfigText, overrides: readonly Override[]): unknown {
  const lists = Object.entries(LISTS).map(([kind, list]) => [
    list,
    listWith(
      file[list],
      overrides.filter((override) => override.kind === kind),
    ),
  ]);
  const parts = new Map(overrides.filter(({ kind }) => kind === 'site').map(({ name, value, deleted }) => [name, deleted ? null : value]));
  const part = (name: SitePart, ofFile: unknown): unknown => (parts.has(name) ? parts.get(name) : ofFile);
  const { site } = file;
  return {
    ...file,
    ...Object.fromEntries(lists),
    users: [],
    site: {
      ...site,
      origins: part('origins', site.origins),
      push: part('push', site.push),
      captcha: part('captcha', site.captcha),
      identity: part('identity', site.identity),
      webhooks: part('webhooks', site.webhooks),
    },
    // Its other settings stay the file's.
    limits: { ...file.limits, ...(part('limits', {}) as object) },
    telephony: part('telephony', file.telephony) ?? undefined,
  };
}

function listWith(ofFile: readonly Named[], overrides: readonly Override[]): unknown[] {
  const byName = new Map(overrides.map((override) => [override.name, override]));
  const objectOf = (override: Override): unknown[] => (override.deleted ? [] : [{ name: override.name, ...(override.value as object) }]);
  const kept = ofFile.flatMap((object) => {
    const override = byName.get(object.name);
    return override ? objectOf(override) : [object];
  });
  const known = new Set(ofFile.map(({ name }) => name));
  const added = overrides.filter(({ name }) => !known.has(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...kept, ...added.flatMap(objectOf)];
}

/** What a queue is to live by after it was deleted. */
export function closedQueue(config: ConfigText, name: string): ClosedQueue {
  const queue = config.queues.find((candidate) => candidate.name === name);
  const used = <Kind extends Exclude<ObjectKind, 'queues'>>(kind: Kind): ConfigText[(typeof LISTS)[Kind]] => {
    const names: readonly unknown[] = USES[kind].map((setting) => queue?.[setting]);
    // Filtering keeps the kind of the list.
    return (config[LISTS[kind]] as readonly Named[]).filter((object) => names.includes(object.name)) as ConfigText[(typeof LISTS)[Kind]];
  };
  return {
    businessHours: used('business-hours'),
    capacityRules: used('capacity-rules'),
    numberRules: used('number-rules'),
    regionRules: used('region-rules'),
    callInGroups: used('call-in-groups'),
    queues: queue ? [queue] : [],
  };
}

/** Names of the queues that use an object. */
export function queuesUsing(config: Pick<ConfigText, 'queues'>, kind: ObjectKind, name: string): string[] {
  const settings = USES[kind];
  return config.queues.filter((queue) => settings.some((setting) => queue[setting] === name)).map((queue) => queue.name);
}
