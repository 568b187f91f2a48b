import type { Route } from '../route.js';
import { apiErrors } from './api-errors.js';
import { bulkCancelFile } from './bulk-cancel-file.js';
import { bulkCancelReport } from './bulk-cancel-report.js';
import { bulkCancels } from './bulk-cancels.js';
import { erasePersonalData } from './erase-personal-data.js';
import { exportCallbacks } from './export-callbacks.js';
import { exportPersonalData } from './export-personal-data.js';
import { listCallbacks } from './list-callbacks.js';
import { manageCancel } from './manage-cancel.js';
import { manageCreate } from './manage-create.js';
import { manageRecreate } from './manage-recreate.js';
import { manageReschedule } from './manage-reschedule.js';
import { managedCallback } from './managed-callback.js';
import { searchCallbacks } from './search-callbacks.js';
import { startBulkCancel } from './start-bulk-cancel.js';

/** What serves the endpoints of managing callbacks. */
export const MANAGING_ROUTES: readonly Route[] = [
  listCallbacks,
  exportCallbacks,
  searchCallbacks,
  managedCallback,
  manageCreate,
  manageReschedule,
  manageCancel,
  manageRecreate,
  startBulkCancel,
  bulkCancels,
  bulkCancelReport,
  bulkCancelFile,
  exportPersonalData,
  erasePersonalData,
  apiErrors,
];
