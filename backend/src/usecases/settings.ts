import { sessionLives } from './console-session.js';
import type { Dependencies } from './dependencies.js';
import { listAudit } from './list-audit.js';
import { changeOwnPassword, deleteUser, listUsers, putUser, readUser, resetPassword } from './manage-users.js';
import { testNumber } from './number-test.js';
import { queueOverview, queueOverviews } from './queue-overview.js';
import { regionsView } from './regions-view.js';
import { assignRules, deleteObject, listObjects, overwriteCells, putObject, readObject, switchCellLength } from './settings-objects.js';
import type { SettingsVerbs } from './settings-verbs.js';
import { clearSitePart, putSitePart, sitePart } from './site-parts.js';

/** The verbs of settings, users and audit, bound to what they need. */
export const createSettingsVerbs = (deps: Dependencies): SettingsVerbs => ({
  listObjects: (user, kind) => listObjects(deps, user, kind),
  readObject: (user, kind, name) => readObject(deps, user, kind, name),
  putObject: (user, object, saving) => putObject(deps, user, object, saving),
  deleteObject: (user, object, version) => deleteObject(deps, user, object, version),
  switchCellLength: (user, name, to) => switchCellLength(deps, user, name, to),
  overwriteCells: (user, name, by) => overwriteCells(deps, user, name, by),
  assignRules: (user, queue, rules) => assignRules(deps, user, queue, rules),
  testNumber: (rule, phoneNumber) => testNumber(deps, rule, phoneNumber),
  queueOverviews: (user) => queueOverviews(deps, user),
  queueOverview: (user, name) => queueOverview(deps, user, name),
  regionsView: (user) => regionsView(deps, user),
  sitePart: (part) => sitePart(deps, part),
  putSitePart: (user, part, saving) => putSitePart(deps, user, part, saving),
  clearSitePart: (user, part, version) => clearSitePart(deps, user, part, version),
  listUsers: (user) => listUsers(deps, user),
  readUser: (user, username) => readUser(deps, user, username),
  putUser: (user, username, saving) => putUser(deps, user, username, saving),
  deleteUser: (user, username, version) => deleteUser(deps, user, username, version),
  resetPassword: (user, username, to) => resetPassword(deps, user, username, to),
  changeOwnPassword: (user, sessionToken, to) => changeOwnPassword(deps, user, sessionToken, to),
  sessionLives: (sessionToken) => sessionLives(deps, sessionToken),
  listAudit: (user, query) => listAudit(deps, user, query),
});
