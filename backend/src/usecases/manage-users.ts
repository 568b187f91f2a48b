import { objectName, toIsoInstant, type ConsoleUserView } from '@ringback/contract';
import * as v from 'valibot';
import { Refusal } from '../domain/refusal.js';
import type { ManagedUser, UserEdit, UserSettings } from '../ports/user-store.js';
import { requireFewFailures } from './console-session.js';
import type { Dependencies } from './dependencies.js';
import { requireSeen } from './edit-settings.js';
import { leaveDesk } from './leave-desk.js';
import type { ConsoleUser } from './ringback.js';
import { requireWholeSite } from './settings-reach.js';
import type { SettingsVerbs } from './settings-verbs.js';

/** What the login takes. */
const MAX_USERNAME = 128;

type Bound<Verb extends keyof SettingsVerbs> = (
  deps: Dependencies,
  ...given: Parameters<SettingsVerbs[Verb]>
) => ReturnType<SettingsVerbs[Verb]>;

/** See `SettingsVerbs.listUsers`. 1 statement. */
export const listUsers: Bound<'listUsers'> = async ({ users }, user) => {
  requireWholeSite(user);
  return (await users.list()).map(toView);
};

/** See `SettingsVerbs.readUser`. 1 statement. */
export const readUser: Bound<'readUser'> = async ({ users }, user, username) => {
  requireWholeSite(user);
  return toView(found(await users.list(), username));
};

/** See `SettingsVerbs.putUser`. */
export const putUser: Bound<'putUser'> = async (deps, user, username, { version, value, password }) => {
  requireUsername(username);
  const settings: UserSettings = { roles: [...new Set(value.roles)], skills: value.skills, queues: value.queues ?? undefined };
  // Slow on purpose, so not while others wait for the lock.
  const passwordHash = password === undefined ? undefined : await deps.credentials.hashPassword(password);
  const edited = await editUser(deps, user, username, (users) => {
    const present = users.find((candidate) => candidate.username === username);
    requireSeen(present, version, `user "${username}"`);
    if (!present && passwordHash === undefined) throw new Refusal('INVALID_PARAMETER', 'password is missing; a new user needs one');
    requireKnownQueues(deps, settings, present);
    if (!settings.roles.includes('administrator') || settings.queues) requireAnotherAdministrator(users, username);
    return {
      username,
      change: { kind: 'put', settings, passwordHash },
      audit: { action: present ? 'changed' : 'created', before: present && audited(present), after: audited(settings) },
    };
  });
  return viewOfEdited(edited);
};

/** See `SettingsVerbs.deleteUser`. */
export const deleteUser: Bound<'deleteUser'> = async (deps, user, username, version) => {
  await editUser(deps, user, username, (users) => {
    const present = found(users, username);
    requireSeen(present, version, `user "${username}"`);
    requireAnotherAdministrator(users, username);
    return { username, change: { kind: 'delete' }, audit: { action: 'deleted', before: audited(present), after: undefined } };
  });
};

/** See `SettingsVerbs.resetPassword`. */
export const resetPassword: Bound<'resetPassword'> = async (deps, user, username, { version, password }) => {
  const passwordHash = await deps.credentials.hashPassword(password);
  const edited = await editUser(deps, user, username, (users) => {
    requireSeen(found(users, username), version, `user "${username}"`);
    return { username, change: { kind: 'password', passwordHash }, audit: PASSWORD_SET };
  });
  return viewOfEdited(edited);
};

/** See `SettingsVerbs.changeOwnPassword`. */
export const changeOwnPassword: Bound<'changeOwnPassword'> = async (deps, user, sessionToken, { current, password }) => {
  const { people, credentials, changes } = deps;
  const { username } = user;
  await requireFewFailures(deps, username);
  const known = await people.findUser(username);
  if (!known || !(await credentials.verifyPassword(current, known.passwordHash)))
    throw new Refusal('INVALID_PARAMETER', 'current is not your present password');
  await people.clearLoginFailures(credentials.digest(username));
  const passwordHash = await credentials.hashPassword(password);
  await deps.users.edit({ at: deps.clock.now(), actor: username }, (users) => {
    found(users, username);
    return { username, change: { kind: 'password', passwordHash }, audit: PASSWORD_SET, keepSession: credentials.digest(sessionToken) };
  });
  changes.announce({ signedOut: true });
};

const PASSWORD_SET = { action: 'password-set', before: undefined, after: undefined } as const;

/** Writes an edit, and takes the user off the desk: their sessions have ended with it. */
async function editUser(
  deps: Dependencies,
  user: ConsoleUser,
  username: string,
  decide: (users: readonly ManagedUser[]) => UserEdit,
): Promise<ManagedUser | undefined> {
  requireWholeSite(user);
  const edited = await deps.users.edit({ at: deps.clock.now(), actor: user.username }, decide);
  deps.changes.announce({ signedOut: true });
  await leaveDesk(deps, username);
  return edited;
}

function viewOfEdited(edited: ManagedUser | undefined): ConsoleUserView {
  if (!edited) throw new Error('a user who was just written is not there');
  return toView(edited);
}

function found(users: readonly ManagedUser[], username: string): ManagedUser {
  const present = users.find((candidate) => candidate.username === username);
  if (!present)
    throw new Refusal('NOT_FOUND', `There is no user "${username.slice(0, 100)}". Check the spelling; names are case-sensitive.`);
  return present;
}

/** Somebody has to stay who may manage users: an administrator of the whole site. */
function requireAnotherAdministrator(users: readonly ManagedUser[], username: string): void {
  const mayManage = (user: ManagedUser): boolean => user.roles.includes('administrator') && user.queues === undefined;
  const themselves = users.find((user) => user.username === username);
  if (!themselves || !mayManage(themselves) || users.some((user) => user !== themselves && mayManage(user))) return;
  throw new Refusal(
    'WRONG_STATE',
    `"${username}" is the last administrator of the whole site. Make somebody else administrator first, or nobody could manage users any more.`,
  );
}

/** A queue that was deleted since may stay on the list of somebody who has it. */
function requireKnownQueues({ site }: Dependencies, { queues }: UserSettings, present: ManagedUser | undefined): void {
  const unknown = (queues ?? []).find((queue) => !site.queues.has(queue) && !present?.queues?.includes(queue));
  if (unknown !== undefined)
    throw new Refusal('INVALID_PARAMETER', `value.queues: there is no queue "${unknown.slice(0, 100)}"; names are case-sensitive`);
}

function requireUsername(username: string): void {
  const result = v.safeParse(objectName, username);
  const fits = result.success && result.output === username && username.length <= MAX_USERNAME;
  if (!fits)
    throw new Refusal('INVALID_PARAMETER', `the username in the address must have 1 to ${MAX_USERNAME} characters, no space at either end`);
}

const audited = ({ roles, skills, queues }: UserSettings): unknown => ({ roles, skills, queues: queues ?? null });

const toView = (user: ManagedUser): ConsoleUserView => ({
  username: user.username,
  version: user.version,
  source: user.source,
  ...(user.changedAt !== undefined && { changedAt: toIsoInstant(user.changedAt) }),
  ...(user.changedBy !== undefined && { changedBy: user.changedBy }),
  passwordSource: user.passwordSource,
  roles: [...user.roles],
  skills: { ...user.skills },
  ...(user.queues && { queues: [...user.queues] }),
});
