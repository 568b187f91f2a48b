import type {
  BulkCancel,
  BulkCancelParams,
  BulkCancelReport,
  CallbackExportQuery,
  CallbackListQuery,
  CallbackPage,
  ManageCreate,
  ManagedCallback,
  PersonalData,
  apiErrorQuery,
  apiErrors,
  callbackSearch,
  eraseParams,
  erased,
} from '@ringback/contract';
import type { InferOutput } from 'valibot';
import type { ApiErrorEntry } from '../ports/api-error-log.js';
import type { ConsoleUser } from './ringback.js';

/** A file that comes in pieces; nothing of it is read before it is asked for. */
export type TextStream = AsyncIterable<string>;

/**
 * Callbacks as staff manage them. Whoever is limited to queues sees and touches only those: other records are not found
 * (`NOT_FOUND`), other queues unknown (`UNKNOWN_SERVICE`). Ids come as text from an address and may be anything.
 */
export interface ManagingVerbs {
  /** SC4: 1 statement, and the boards' of waiting callbacks. */
  listCallbacks(user: ConsoleUser, query: CallbackListQuery): Promise<CallbackPage>;
  /** By id or number. Throws INVALID_PHONE_NUMBER for what is neither. */
  searchCallbacks(user: ConsoleUser, wanted: string): Promise<InferOutput<typeof callbackSearch>>;
  managedCallback(user: ConsoleUser, id: string): Promise<ManagedCallback>;
  /** CB1: with an Idempotency-Key of this user. */
  manageCreate(user: ConsoleUser, request: ManageCreate, idempotencyKey: string | undefined): Promise<ManagedCallback>;
  manageReschedule(user: ConsoleUser, id: string, desiredTime: number): Promise<ManagedCallback>;
  manageCancel(user: ConsoleUser, id: string): Promise<ManagedCallback>;
  /** CB6: only from COMPLETED. The new record. */
  manageRecreate(
    user: ConsoleUser,
    id: string,
    wish: { desiredTime: number | undefined; idempotencyKey: string | undefined },
  ): Promise<ManagedCallback>;
  /** The first batch is done when it resolves; the scheduler goes on with the others. */
  startBulkCancel(user: ConsoleUser, params: BulkCancelParams): Promise<BulkCancelReport>;
  /** Of a user who is limited to queues, only the own ones. */
  bulkCancels(user: ConsoleUser): Promise<BulkCancel[]>;
  bulkCancelReport(user: ConsoleUser, id: string, cursor: string | undefined): Promise<BulkCancelReport>;
  bulkCancelFile(user: ConsoleUser, id: string): Promise<TextStream>;
  /** Records as CSV in pieces of a bounded size. */
  exportCallbacks(user: ConsoleUser, query: CallbackExportQuery): TextStream;
  /** SE4. */
  exportPersonalData(phoneNumber: string): Promise<PersonalData>;
  /** SE4. Throws WRONG_STATE while a call of the number goes on, or one is to come and `refuse` was asked. */
  erasePersonalData(user: ConsoleUser, params: InferOutput<typeof eraseParams>): Promise<InferOutput<typeof erased>>;
  /** SE1: takes note of a refusal; written down soon after, never waited for. */
  noteApiError(entry: Omit<ApiErrorEntry, 'at'>): void;
  apiErrors(query: InferOutput<typeof apiErrorQuery>): Promise<InferOutput<typeof apiErrors>>;
}
