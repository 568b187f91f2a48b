import { hoursText, objectName, toIsoInstant, type ObjectKind } from '@ringback/contract';
import * as v from 'valibot';
import { overwriteCells as overwritten, switchCellLength as switched } from '../domain/capacity.js';
import { closedQueue, LISTS, queuesUsing, type Override } from '../domain/config-overrides.js';
import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';
import { editSettings, requireSeen, type Saved } from './edit-settings.js';
import type { Effective } from './live-site.js';
import type { ConsoleUser } from './ringback.js';
import { requireReach, sees } from './settings-reach.js';
import type { ObjectText, ObjectValues, ObjectView, Saving, SettingsVerbs } from './settings-verbs.js';

/** In sentences. */
const THINGS: Readonly<Record<ObjectKind, string>> = {
  'business-hours': 'business-hours object',
  'capacity-rules': 'capacity rule',
  'number-rules': 'number rule',
  'region-rules': 'region rule',
  'call-in-groups': 'call-in group',
  queues: 'queue',
};
const thingOf = (kind: ObjectKind, name: string): string => `${THINGS[kind]} "${name.slice(0, 100)}"`;

type Reference<Kind extends ObjectKind = ObjectKind> = { readonly kind: Kind; readonly name: string };

/** See `SettingsVerbs.listObjects`. No statement. */
export async function listObjects<Kind extends ObjectKind>(deps: Dependencies, user: ConsoleUser, kind: Kind): Promise<ObjectView<Kind>[]> {
  const { effective } = deps.site;
  return textsOf(effective, kind)
    .filter(({ name }) => kind !== 'queues' || sees(user, name))
    .map((text) => viewOf(effective, { kind, name: text.name }, { user, text }));
}

/** See `SettingsVerbs.readObject`. No statement. */
export async function readObject<Kind extends ObjectKind>(
  deps: Dependencies,
  user: ConsoleUser,
  kind: Kind,
  name: string,
): Promise<ObjectView<Kind>> {
  const { effective } = deps.site;
  const text = found(effective, { kind, name }, user);
  return viewOf(effective, { kind, name }, { user, text });
}

/** See `SettingsVerbs.putObject`. */
export async function putObject<Kind extends ObjectKind>(
  deps: Dependencies,
  user: ConsoleUser,
  object: Reference<Kind>,
  { version, value }: Saving<ObjectValues[Kind]>,
): Promise<ObjectView<Kind>> {
  requireName(object.name);
  return edited(deps, user, { object, version }, (before) => withKeptNumbers(object.kind, textOf(object.kind, value), before));
}

/** CI1: an edit of a call-in group that leaves its numbers out keeps them, wherever they lie; a new group needs one. */
function withKeptNumbers<Value>(kind: ObjectKind, text: Value, before: Value | undefined): Value {
  if (kind !== 'call-in-groups' || !isGroup(text) || text.numbers) return text;
  if (!isGroup(before)) throw new Refusal('INVALID_PARAMETER', 'value.numbers is missing; a new group needs at least one number');
  return { ...text, numbers: before.numbers };
}
const isGroup = (text: unknown): text is { readonly numbers?: readonly unknown[] } => typeof text === 'object' && text !== null;

/** See `SettingsVerbs.deleteObject`. */
export async function deleteObject(deps: Dependencies, user: ConsoleUser, { kind, name }: Reference, version: number): Promise<void> {
  await editSettings(deps, user, (current) => {
    const text = found(current, { kind, name }, user);
    requireSeen(originOf(current, kind, name), version, thingOf(kind, name));
    requireUnused(current, { kind, name }, user);
    const value = kind === 'queues' ? closedQueue(current.text, name) : undefined;
    return { kind, name, value, deleted: true, audit: { action: 'deleted', before: nameless(text), after: undefined } };
  });
}

/** See `SettingsVerbs.switchCellLength`. */
export const switchCellLength: Bound<'switchCellLength'> = (deps, user, name, { version, cellMinutes }) =>
  edited(deps, user, { object: { kind: 'capacity-rules', name }, version }, (rule) =>
    nameless(switched({ name, ...present(rule) }, cellMinutes)),
  );

/** See `SettingsVerbs.overwriteCells`. */
export const overwriteCells: Bound<'overwriteCells'> = (deps, user, name, { version, statement }) =>
  edited(deps, user, { object: { kind: 'capacity-rules', name }, version }, (rule) => {
    const { cellMinutes } = present(rule);
    return nameless(overwritten({ name, ...present(rule) }, { cellMinutes, cells: statement }));
  });

/** See `SettingsVerbs.assignRules`. */
export const assignRules: Bound<'assignRules'> = async (deps, user, queue, { version, ...rules }) => {
  if ((rules.capacityRule !== undefined || rules.regionRule !== undefined) && !user.roles.includes('administrator'))
    throw new Refusal('FORBIDDEN', 'Capacity and region rules are assigned by administrators; you may assign the number rule.');
  const given = Object.fromEntries(Object.entries(rules).filter(([, rule]) => rule !== undefined));
  return edited(deps, user, { object: { kind: 'queues', name: queue }, version }, (settings) => ({ ...present(settings), ...given }));
};

type Bound<Verb extends keyof SettingsVerbs> = (
  deps: Dependencies,
  ...given: Parameters<SettingsVerbs[Verb]>
) => ReturnType<SettingsVerbs[Verb]>;

/** Saves what `change` makes of an object; of a new one it is given undefined. */
async function edited<Kind extends ObjectKind>(
  deps: Dependencies,
  user: ConsoleUser,
  { object, version }: { object: Reference<Kind>; version: number | undefined },
  change: (text: ObjectText<Kind> | undefined) => ObjectText<Kind>,
): Promise<ObjectView<Kind>> {
  const { kind, name } = object;
  const saved = await editSettings(deps, user, (current) => {
    const text = textsOf(current, kind).find((candidate) => candidate.name === name);
    requireReach(user, kind === 'queues' ? [name] : queuesUsing(current.text, kind, name));
    requireSeen(text && originOf(current, kind, name), version, thingOf(kind, name));
    const before = text && valueOf<Kind>(text);
    const value = change(before);
    return { kind, name, value, deleted: false, audit: { action: text ? 'changed' : 'created', before, after: value } };
  });
  return savedView(saved, object, user);
}

function savedView<Kind extends ObjectKind>({ override, effective }: Saved, object: Reference<Kind>, user: ConsoleUser): ObjectView<Kind> {
  const { kind, name } = object;
  const text = textsOf(effective, kind).find((candidate) => candidate.name === name);
  if (!text) throw new Error('an object that was just saved is not there');
  const current = { ...effective, overrides: [override] };
  return viewOf(current, object, { user, text });
}

/** With its name, as it stands in its list. */
type Text<Kind extends ObjectKind> = ObjectText<Kind> & { readonly name: string };

// One list of objects of this kind, which the table says and the compiler can't follow through the index.
const textsOf = <Kind extends ObjectKind>({ text }: Effective, kind: Kind): readonly Text<Kind>[] =>
  text[LISTS[kind]] as unknown as Text<Kind>[];

const textOf = <Kind extends ObjectKind>(kind: Kind, value: ObjectValues[Kind]): ObjectText<Kind> =>
  (kind === 'business-hours' ? hoursText(value as ObjectValues['business-hours']) : value) as unknown as ObjectText<Kind>;

const valueOf = <Kind extends ObjectKind>(text: Text<Kind>): ObjectText<Kind> => nameless(text) as unknown as ObjectText<Kind>;

function nameless<Named extends { readonly name: string }>({ name: _name, ...value }: Named): Omit<Named, 'name'> {
  return value;
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('an edit that names a version was let through without an object');
  return value;
}

interface OriginOf {
  readonly version: number;
  readonly changedAt?: number;
  readonly changedBy?: string;
}

/** 0: as the file has it. */
function originOf({ overrides }: Pick<Effective, 'overrides'>, kind: Override['kind'], name: string): OriginOf {
  return overrides.find((override) => override.kind === kind && override.name === name) ?? { version: 0 };
}

function viewOf<Kind extends ObjectKind>(
  effective: Effective,
  { kind, name }: Reference<Kind>,
  { user, text }: { user: ConsoleUser; text: Text<Kind> },
): ObjectView<Kind> {
  return {
    name,
    ...originView(originOf(effective, kind, name)),
    assignedTo: queuesUsing(effective.text, kind, name).filter((queue) => sees(user, queue)),
    value: valueOf<Kind>(text),
  };
}

/** Where a setting comes from, as answers say it. */
export const originView = ({
  version,
  changedAt,
  changedBy,
}: OriginOf): { version: number; source: 'file' | 'console'; changedAt?: string; changedBy?: string } => ({
  version,
  source: version === 0 ? 'file' : 'console',
  ...(changedAt !== undefined && { changedAt: toIsoInstant(changedAt) }),
  ...(changedBy !== undefined && { changedBy }),
});

function found<Kind extends ObjectKind>(effective: Effective, { kind, name }: Reference<Kind>, user: ConsoleUser): Text<Kind> {
  const text = textsOf(effective, kind).find((candidate) => candidate.name === name);
  if (!text || (kind === 'queues' && !sees(user, name)))
    throw new Refusal('NOT_FOUND', `There is no ${thingOf(kind, name)}. Check the spelling; names are case-sensitive.`);
  return text;
}

function requireUnused({ text }: Effective, { kind, name }: Reference, user: ConsoleUser): void {
  const queues = queuesUsing(text, kind, name);
  if (queues.length === 0) return;
  const shown = queues.filter((queue) => sees(user, queue)).map((queue) => `"${queue}"`);
  const hidden = queues.length - shown.length;
  const names = [...shown, ...(hidden > 0 ? [`${hidden} that you may not see`] : [])].join(', ');
  throw new Refusal(
    'WRONG_STATE',
    `The ${thingOf(kind, name)} is in use by these queues: ${names}. Take it off them first, then delete it.`,
  );
}

function requireName(name: string): void {
  const result = v.safeParse(objectName, name);
  if (result.success && result.output === name) return;
  const why = result.success ? 'begins or ends with a space' : result.issues[0].message;
  throw new Refusal('INVALID_PARAMETER', `the name in the address ${why}; choose another`);
}
