import { listApiErrors } from './api-errors.js';
import { bulkCancelFile, bulkCancelReport, bulkCancels, startBulkCancel } from './bulk-cancel.js';
import type { Dependencies } from './dependencies.js';
import { exportCallbacks } from './export-callbacks.js';
import { manageCancel, manageCreate, manageRecreate, manageReschedule } from './manage-callback.js';
import { listCallbacks, managedCallback, searchCallbacks } from './managed-callbacks.js';
import type { ManagingVerbs } from './managing-verbs.js';
import { erasePersonalData, exportPersonalData } from './personal-data.js';

/** The verbs of managing callbacks, bound to what they need. */
export const createManagingVerbs = (deps: Dependencies): ManagingVerbs => ({
  listCallbacks: (user, query) => listCallbacks(deps, user, query),
  searchCallbacks: (user, wanted) => searchCallbacks(deps, user, wanted),
  managedCallback: (user, id) => managedCallback(deps, user, id),
  manageCreate: (user, request, idempotencyKey) => manageCreate(deps, user, request, idempotencyKey),
  manageReschedule: (user, id, desiredTime) => manageReschedule(deps, user, id, desiredTime),
  manageCancel: (user, id) => manageCancel(deps, user, id),
  manageRecreate: (user, id, wish) => manageRecreate(deps, user, id, wish),
  startBulkCancel: (user, params) => startBulkCancel(deps, user, params),
  bulkCancels: (user) => bulkCancels(deps, user),
  bulkCancelReport: (user, id, cursor) => bulkCancelReport(deps, user, id, cursor),
  bulkCancelFile: (user, id) => bulkCancelFile(deps, user, id),
  exportCallbacks: (user, query) => exportCallbacks(deps, user, query),
  exportPersonalData: (phoneNumber) => exportPersonalData(deps, phoneNumber),
  erasePersonalData: (user, params) => erasePersonalData(deps, user, params),
  noteApiError: (entry) => deps.errorNotes.note({ ...entry, at: deps.clock.now() }),
  apiErrors: (query) => listApiErrors(deps, query),
});
