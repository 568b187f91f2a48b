import { toIsoInstant, type ConfigProblem } from '@ringback/contract';
import { checkConfig, configProblemText } from '../domain/config-check.js';
import { LISTS, withOverrides, type Override } from '../domain/config-overrides.js';
import { Refusal } from '../domain/refusal.js';
import type { OverrideEdit } from '../ports/override-store.js';
import type { Dependencies } from './dependencies.js';
import { effectiveOf, type Effective } from './live-site.js';
import type { ConsoleUser } from './ringback.js';

/** What was written, and the configuration that it is part of. */
export interface Saved {
  readonly override: Override;
  readonly effective: Effective;
}

/**
 * One edit of the configuration: decided on what is in force, checked as a whole, written with its audit entry, in force here when
 * this resolves and in the other replicas as soon as they hear of it.
 * @throws Refusal INVALID_PARAMETER with every problem of the configuration as it would be
 */
export async function editSettings(deps: Dependencies, user: ConsoleUser, decide: (current: Effective) => OverrideEdit): Promise<Saved> {
  const { site, overrides, changes, clock } = deps;
  const override = await overrides.edit({ at: clock.now(), actor: user.username }, (present) => {
    const edit = decide(effectiveOf(site.file, present));
    requireValid(withOverrides(site.file, after(present, edit)), edit);
    return edit;
  });
  await site.refresh();
  changes.announce({ settings: true });
  return { override, effective: effectiveAfter(deps, override) };
}

/** As it was right after this edit, unless somebody has edited again: then as it is now. */
function effectiveAfter({ site }: Dependencies, override: Override): Effective {
  const { effective } = site;
  const known = effective.overrides.find(({ kind, name }) => kind === override.kind && name === override.name);
  return known?.version === override.version ? effective : effectiveOf(site.file, after(effective.overrides, override));
}

const after = (present: readonly Override[], edit: Pick<Override, 'kind' | 'name' | 'value' | 'deleted'>): Override[] => [
  ...present.filter(({ kind, name }) => kind !== edit.kind || name !== edit.name),
  { version: 0, changedAt: 0, changedBy: '', ...edit },
];

function requireValid(candidate: unknown, edit: Pick<Override, 'kind' | 'name'>): void {
  const result = checkConfig(candidate);
  if (result.ok) return;
  const problems = result.problems.map((problem) => configProblemText(nearer(problem, candidate, edit)));
  throw new Refusal('INVALID_PARAMETER', problems.slice(0, MOST_PROBLEMS).join('; '));
}

const MOST_PROBLEMS = 8;

/** Says it of the object by name instead of by its place in a list that nobody sees, and of the edited one by the field alone. */
function nearer({ path, message }: ConfigProblem, candidate: unknown, edit: Pick<Override, 'kind' | 'name'>): ConfigProblem {
  const [, list = '', index = '', field = ''] = /^(\w+)\[(\d+)\]\.?(.*)$/.exec(path) ?? [];
  const [kind] = Object.entries(LISTS).find(([, name]) => name === list) ?? [];
  if (kind === undefined) return { path, message };
  const name = (candidate as Record<string, readonly { name?: unknown }[]>)[list]?.[Number(index)]?.name;
  return kind === edit.kind && name === edit.name
    ? { path: `value.${field}`, message }
    : { path: `${kind} "${String(name)}" ${field}`, message };
}

/** Something of the configuration, as far as saving over it is concerned. */
export interface Present {
  readonly version: number;
  readonly changedBy?: string | undefined;
  /** Epoch ms. */
  readonly changedAt?: number | undefined;
}

/**
 * Optimistic concurrency: an edit stands on what its editor has seen.
 * @param thing with its name, as in `the queue "Sales_VQ"`
 * @throws Refusal NOT_FOUND or WRONG_STATE that says who was faster
 */
export function requireSeen(present: Present | undefined, seen: number | undefined, thing: string): void {
  if (!present) {
    if (seen === undefined) return;
    throw new Refusal('NOT_FOUND', `There is no ${thing}, or no longer. Reload the list; leave out version to make a new one.`);
  }
  if (seen === undefined) throw new Refusal('WRONG_STATE', `There is a ${thing} already. Open it to change it, or choose another name.`);
  if (seen === present.version) return;
  const who = present.changedBy === undefined ? 'Somebody' : `${present.changedBy}`;
  const when = present.changedAt === undefined ? '' : ` at ${toIsoInstant(present.changedAt)}`;
  throw new Refusal(
    'WRONG_STATE',
    `${who} saved the ${thing}${when}, after you opened it. Reload it, and make your change again where it is still needed.`,
  );
}
