import { toIsoInstant, type QueueOverview } from '@ringback/contract';
import { Refusal } from '../domain/refusal.js';
import type { QueueCounts } from '../ports/service-counts.js';
import { agentsServing } from './agents-serving.js';
import type { Dependencies } from './dependencies.js';
import { queueNow } from './queue-status.js';
import type { ConsoleUser } from './ringback.js';
import { sees } from './settings-reach.js';
import type { QueueRules } from './site-rules.js';

/** See `SettingsVerbs.queueOverviews`. 1 statement for the counts of all. */
export async function queueOverviews(deps: Dependencies, user: ConsoleUser): Promise<QueueOverview[]> {
  const queues = [...deps.site.queues.values()].filter(({ settings }) => sees(user, settings.name));
  const counts = await deps.reader.counts(queues.map(({ settings }) => settings.name));
  return Promise.all(queues.map((rules, index) => overviewOf(deps, rules, counts[index])));
}

/** See `SettingsVerbs.queueOverview`. */
export async function queueOverview(deps: Dependencies, user: ConsoleUser, name: string): Promise<QueueOverview> {
  const rules = sees(user, name) ? deps.site.queues.get(name) : undefined;
  if (!rules) throw new Refusal('NOT_FOUND', `There is no queue "${name.slice(0, 100)}". Check the spelling; names are case-sensitive.`);
  const [counts] = await deps.reader.counts([name]);
  return overviewOf(deps, rules, counts);
}

async function overviewOf(deps: Dependencies, rules: QueueRules, counts: QueueCounts | undefined): Promise<QueueOverview> {
  const { board, wait, offers } = await queueNow(deps, rules);
  const { settings } = rules;
  return {
    name: settings.name,
    description: settings.description,
    immediateEnabled: settings.immediateEnabled,
    scheduledEnabled: settings.scheduledEnabled,
    callDirection: settings.callDirection,
    ...hoursNow(rules, deps.clock.now()),
    offersImmediate: offers.immediate,
    offersScheduled: offers.scheduled,
    estimatedWaitTime: wait.seconds,
    waiting: board.waiting.length,
    scheduled: counts?.byState.SCHEDULED ?? 0,
    inCall: (counts?.byState.ROUTING ?? 0) + (counts?.byState.PROCESSING ?? 0),
    agents: agentsServing(deps, settings.name),
    businessHours: settings.businessHours,
    ...(settings.capacityRule && { capacityRule: settings.capacityRule }),
    ...(settings.numberRule && { numberRule: settings.numberRule }),
    ...(settings.regionRule && { regionRule: settings.regionRule }),
    version: deps.site.effective.overrides.find(({ kind, name }) => kind === 'queues' && name === settings.name)?.version ?? 0,
  };
}

function hoursNow({ hours }: QueueRules, now: number): Pick<QueueOverview, 'timeZone' | 'open' | 'openFor' | 'closesAt' | 'nextOpening'> {
  const closes = hours.isOpen(now) ? hours.closesAt(now) : undefined;
  const opens = hours.nextOpening(now);
  return {
    timeZone: hours.timeZone,
    open: hours.isOpen(now),
    openFor: hours.openFor(now),
    ...(closes !== undefined && { closesAt: toIsoInstant(closes) }),
    ...(opens !== undefined && { nextOpening: toIsoInstant(opens) }),
  };
}
