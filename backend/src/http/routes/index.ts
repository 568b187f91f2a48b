import type { Route } from '../route.js';
import { availability } from './availability.js';
import { CALL_IN_ROUTES } from './call-in.js';
import { cancelCallback } from './cancel-callback.js';
import { captchaTest } from './captcha-test.js';
import { consoleWelcome } from './console-welcome.js';
import { createCallback } from './create-callback.js';
import { DEVELOPER_ROUTES } from './developer.js';
import { desk } from './desk.js';
import { deskEvents } from './desk-events.js';
import { deskNext } from './desk-next.js';
import { deskOutcome } from './desk-outcome.js';
import { deskState } from './desk-state.js';
import { estimatedWaitTime } from './estimated-wait-time.js';
import { login } from './login.js';
import { logout } from './logout.js';
import { NUMBER_CHECK_ROUTES } from './number-check.js';
import { offerAccept } from './offer-accept.js';
import { offerDecline } from './offer-decline.js';
import { MANAGING_ROUTES } from './managing.js';
import { offers } from './offers.js';
import { openFor } from './open-for.js';
import { ownCallbacks } from './own-callbacks.js';
import { ownCancel } from './own-cancel.js';
import { ownReschedule } from './own-reschedule.js';
import { ownSchedule } from './own-schedule.js';
import { queueStatus } from './queue-status.js';
import { retrieveCallback } from './retrieve-callback.js';
import { session } from './session.js';
import { SETTINGS_ROUTES } from './settings/index.js';
import { simulatorSwitch } from './simulator-switch.js';
import { statistics } from './statistics.js';
import { attemptReport } from './attempt-report.js';
import { telephonyCreate } from './telephony-create.js';
import { telephonyRetrieve } from './telephony-retrieve.js';
import { telephonyCancel } from './telephony-cancel.js';
import { telephonyAgentPut } from './telephony-agent-put.js';
import { telephonyAgentDelete } from './telephony-agent-delete.js';
import { visitorCallback } from './visitor-callback.js';
import { visitorCancel } from './visitor-cancel.js';
import { visitorEvents } from './visitor-events.js';
import { visitorReschedule } from './visitor-reschedule.js';

/** Every endpoint of the contract's table with what serves it. */
export const ROUTES: readonly Route[] = [
  createCallback,
  retrieveCallback,
  cancelCallback,
  availability,
  openFor,
  queueStatus,
  estimatedWaitTime,
  statistics,
  offers,
  visitorCallback,
  visitorEvents,
  visitorCancel,
  visitorReschedule,
  consoleWelcome,
  login,
  session,
  logout,
  desk,
  deskEvents,
  deskState,
  deskNext,
  deskOutcome,
  simulatorSwitch,
  offerAccept,
  offerDecline,
  ownCallbacks,
  ownSchedule,
  ownReschedule,
  ownCancel,
  ...SETTINGS_ROUTES,
  attemptReport,
  telephonyCreate,
  telephonyRetrieve,
  telephonyCancel,
  telephonyAgentPut,
  telephonyAgentDelete,
  ...MANAGING_ROUTES,
  ...CALL_IN_ROUTES,
  captchaTest,
  ...NUMBER_CHECK_ROUTES,
  ...DEVELOPER_ROUTES,
];
