import { toIsoInstant, type CallInPool } from '@ringback/contract';
import { readPoolFile } from '../domain/pool-file.js';
import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';
import { editSettings, requireSeen } from './edit-settings.js';
import type { Effective } from './live-site.js';
import type { ConsoleUser } from './ringback.js';
import { requireReach } from './settings-reach.js';
import { queuesUsing } from '../domain/config-overrides.js';

const kind = 'call-in-groups';

/** See `CallInVerbs.callInPool`. 1 statement. */
export async function callInPool(deps: Dependencies, name: string): Promise<CallInPool> {
  groupIn(deps.site.effective, name);
  return poolView(deps, name);
}

/** See `CallInVerbs.importCallInPool`. */
export async function importCallInPool(
  deps: Dependencies,
  user: ConsoleUser,
  { name, version }: { name: string; version: number },
  file: string,
): Promise<CallInPool> {
  const read = readPoolFile(file);
  if (!read.ok)
    throw new Refusal(
      'INVALID_PARAMETER',
      `${read.problems.length === 1 ? 'One line' : `${read.problems.length} lines`} of the file can't be taken; nothing was imported. Mend them and send the file again.`,
      { problems: read.problems },
    );
  const { numbers } = read;
  await editSettings(deps, user, (current) => {
    const { name: _name, numbers: before, ...rules } = groupIn(current, name);
    requireReach(user, queuesUsing(current.text, kind, name));
    requireSeen(originOf(current, name), version, `call-in group "${name}"`);
    return {
      kind,
      name,
      value: rules,
      deleted: false,
      pool: numbers,
      audit: { action: 'changed', before: before && { ...rules, numbers: before.length }, after: { ...rules, numbers: numbers.length } },
    };
  });
  return poolView(deps, name);
}

function groupIn({ text }: Effective, name: string) {
  const group = text.callInGroups.find((one) => one.name === name);
  if (!group)
    throw new Refusal('NOT_FOUND', `There is no call-in group "${name.slice(0, 100)}". Check the spelling; names are case-sensitive.`);
  return group;
}

const originOf = ({ overrides }: Effective, name: string): { version: number; changedAt?: number; changedBy?: string } =>
  overrides.find((override) => override.kind === kind && override.name === name) ?? { version: 0 };

async function poolView({ site, callIns }: Dependencies, name: string): Promise<CallInPool> {
  const numbers = await callIns.pool(name);
  const { version, changedAt, changedBy } = originOf(site.effective, name);
  return {
    numbers: numbers.map(({ dnis, description }) => ({ dnis, ...(description !== undefined && { description }) })),
    version,
    ...(changedAt !== undefined && { changedAt: toIsoInstant(changedAt) }),
    ...(changedBy !== undefined && { changedBy }),
  };
}
