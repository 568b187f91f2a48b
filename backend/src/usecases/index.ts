import { createAgentVerbs } from './agent-verbs.js';
import { availability } from './availability.js';
import { createCallInVerbs } from './call-in-verbs.js';
import { cancelCallback } from './cancel-callback.js';
import { login, logout, session } from './console-session.js';
import { createCallback, createdBefore } from './create-callback.js';
import { createCaptchaVerbs } from './captcha-verbs.js';
import { createDeveloperVerbs } from './developer-verbs.js';
import { createNumberCheckVerbs } from './number-check-verbs.js';
import type { Dependencies } from './dependencies.js';
import { desk, reportOutcome, setDeskState, setSimulatorPaused } from './desk.js';
import { createLimitVerbs } from './limit-request.js';
import { createManagingVerbs } from './managing.js';
import { offers } from './offers.js';
import { openFor } from './open-for.js';
import { estimatedWaitTime, queueStatus } from './queue-status.js';
import { rescheduleCallback } from './reschedule-callback.js';
import { retrieveCallback, visitorCallback } from './retrieve-callback.js';
import type { Ringback } from './ringback.js';
import { createSettingsVerbs } from './settings.js';
import { statistics } from './statistics.js';
import { takeNext } from './take-next.js';
import { createTelephonyVerbs } from './telephony-verbs.js';
import { verifyVisitorToken } from './visitor-token.js';
import type { Watch } from './watch-callback.js';
import { watchDesk } from './watch-desk.js';

/** All verbs, bound to what they need. */
export const createRingback = (deps: Dependencies, watch: Watch): Ringback => ({
  ...createManagingVerbs(deps),
  ...createLimitVerbs(deps),
  createCallback: (request, context) => createCallback(deps, request, context),
  createdBefore: (idempotencyKey) => createdBefore(deps, idempotencyKey),
  retrieveCallback: (id) => retrieveCallback(deps, id),
  cancelCallback: (id, actor) => cancelCallback(deps, id, actor),
  rescheduleCallback: (id, desiredTime, actor) => rescheduleCallback(deps, id, desiredTime, actor),
  availability: (serviceName, query) => availability(deps, serviceName, query),
  openFor: (name, query) => openFor(deps, name, query),
  queueStatus: (queue) => queueStatus(deps, queue),
  estimatedWaitTime: (queues, mode, includeCallsOnHold = false) => estimatedWaitTime(deps, queues, mode, includeCallsOnHold),
  statistics: (query) => statistics(deps, query),
  offers: (serviceName) => offers(deps, serviceName),
  verifyVisitorToken: (token) => verifyVisitorToken(deps, token),
  visitorCallback: (id) => visitorCallback(deps, id),
  watchCallback: (id, listener) => watch.subscribe(id, listener),
  login: (username, password) => login(deps, username, password),
  session: (sessionToken, use = { use: true }) => session(deps, sessionToken, use),
  logout: (sessionToken) => logout(deps, sessionToken),
  desk: (user) => desk(deps, user),
  watchDesk: (user, listener) => watchDesk(deps, user, listener),
  setDeskState: (user, state, reason) => setDeskState(deps, user, { state, reason }),
  takeNext: (user) => takeNext(deps, user),
  reportOutcome: (user, report) => reportOutcome(deps, user, report),
  setSimulatorPaused: (user, paused) => setSimulatorPaused(deps, user, paused),
  ...createAgentVerbs(deps),
  ...createCallInVerbs(deps),
  ...createCaptchaVerbs(deps),
  ...createDeveloperVerbs(deps),
  ...createNumberCheckVerbs(deps),
  ...createSettingsVerbs(deps),
  ...createTelephonyVerbs(deps),
  ready: () => deps.reader.ready(),
});
