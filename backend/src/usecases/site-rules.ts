import type { Config, QueueSettings, RegionRule } from '@ringback/contract';
import { compileHours, type CompiledHours } from '../domain/business-hours.js';
import type { Capacity } from '../domain/capacity.js';
import { compileNumberRule, type CompiledNumberRule } from '../domain/phone-number.js';
import { Refusal } from '../domain/refusal.js';
import { compileSkillExpression, type SkillExpression } from '../domain/skill-expression.js';

/** One queue's settings with everything they name, compiled once. */
export interface QueueRules {
  readonly settings: QueueSettings;
  readonly hours: CompiledHours;
  readonly offerHours: CompiledHours | undefined;
  readonly capacity: Capacity;
  readonly numberRule: CompiledNumberRule | undefined;
  /** SC3: where its callbacks may be dialled from; undefined: from anywhere. */
  readonly regionRule: RegionRule | undefined;
  /** What an agent must know to take its callbacks; undefined: anybody may. */
  readonly skills: SkillExpression | undefined;
}

/** The site as configured. */
export interface SiteRules {
  /** Queues that take bookings. */
  readonly queues: ReadonlyMap<string, QueueRules>;
  /** Deleted queues, whose callbacks live on by the rules of their last day. */
  readonly closed: ReadonlyMap<string, QueueRules>;
  /** `queues`, and the `closed` ones that may have open callbacks. Whatever works on open callbacks reads this. */
  readonly served: ReadonlyMap<string, QueueRules>;
  readonly hours: ReadonlyMap<string, CompiledHours>;
}

/** Compiles a configuration that `parseConfigFile` has accepted. `closed`: for each deleted queue, a configuration that still has it. */
export function compileSite(config: Config, closed: ReadonlyMap<string, Config> = new Map()): SiteRules {
  const { queues, hours } = compileQueues(config);
  const gone = [...closed].flatMap(([name, last]) => [...compileQueues(last).queues].filter(([of]) => of === name && !queues.has(of)));
  return { queues, closed: new Map(gone), served: new Map([...gone, ...queues]), hours };
}

function compileQueues(config: Config): Pick<SiteRules, 'queues' | 'hours'> {
  const hours = new Map(config.businessHours.map((object) => [object.name, compileHours(object)]));
  const capacityRules = new Map(config.capacityRules.map((rule) => [rule.name, rule]));
  const regionRules = new Map(config.regionRules.map((rule) => [rule.name, rule]));
  const numberRules = new Map(config.numberRules.map((rule) => [rule.name, compileNumberRule(rule)]));
  const queues = config.queues.map((settings): [string, QueueRules] => {
    const own = found(hours, settings.businessHours);
    return [
      settings.name,
      {
        settings,
        hours: own,
        offerHours: settings.immediateOfferHours ? found(hours, settings.immediateOfferHours) : undefined,
        capacity: {
          rule: settings.capacityRule ? found(capacityRules, settings.capacityRule) : undefined,
          slotCapacity: settings.slotCapacity,
          timeZone: own.timeZone,
        },
        numberRule: settings.numberRule ? found(numberRules, settings.numberRule) : undefined,
        regionRule: settings.regionRule ? found(regionRules, settings.regionRule) : undefined,
        skills: settings.skillExpression ? readSkills(settings.skillExpression) : undefined,
      },
    ];
  });
  return { queues: new Map(queues), hours };
}

/** Of a text that was checked when it was saved. One that can't be read all the same is satisfied by nobody: better one callback waits than all. */
export function readSkills(text: string): SkillExpression {
  const compiled = compileSkillExpression(text);
  return compiled.ok ? compiled.expression : { text, fits: () => false };
}

function found<Value>(known: ReadonlyMap<string, Value>, name: string): Value {
  const value = known.get(name);
  if (value === undefined) throw new Error(`the configuration names "${name}", which it does not define`);
  return value;
}

/** For bookings. @throws Refusal UNKNOWN_SERVICE */
export function queueRules(site: SiteRules, name: string): QueueRules {
  const rules = site.queues.get(name);
  if (!rules) throw unknownService(name);
  return rules;
}

/** Where a call to a number of this group goes that belongs to no callback: the queue that uses the group. Undefined: none does. */
export const queueOfGroup = ({ queues }: Pick<SiteRules, 'queues'>, groupName: string): QueueRules | undefined =>
  [...queues.values()].find(({ settings }) => settings.callInGroup === groupName);

/** For callbacks that exist. @throws Refusal UNKNOWN_SERVICE */
export function servedRules(site: SiteRules, name: string): QueueRules {
  const rules = site.queues.get(name) ?? site.closed.get(name);
  if (!rules) throw unknownService(name);
  return rules;
}

export const unknownService = (name: string): Refusal =>
  new Refusal('UNKNOWN_SERVICE', `There is no service named "${name.slice(0, 100)}". Check the spelling; names are case-sensitive.`);
