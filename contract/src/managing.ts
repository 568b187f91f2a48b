import * as v from 'valibot';
import { callbackId, instant, timeZone } from './brands.js';
import { callInRecord } from './call-in.js';
import { attemptOutcome, callbackReason, callbackState } from './callback-state.js';
import { userData } from './engagement.js';

/*
 * What staff see and do with callbacks: lists, single records, bulk cancel, export, personal data, errors of API clients.
 */

const text = (max: number) => v.pipe(v.string('expected text'), v.maxLength(max, `is longer than ${max} characters`));
const requiredText = (max: number) => v.pipe(text(max), v.trim(), v.minLength(1, 'must not be empty'));
const queueName = requiredText(255);
const isoText = v.string();
const seconds = v.number();

/** Text with commas between its parts, as a list. */
const listOf = <Schema extends v.GenericSchema<string, unknown>>(item: Schema) =>
  v.pipe(
    text(8192),
    v.transform((list) =>
      list
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
    v.array(item),
    v.maxLength(200, 'has more than 200 entries'),
  );

/** Records of one page of a list. */
export const CALLBACK_PAGE = 250;

/** Columns that the search box looks in. */
export const SEARCH_FIELDS = ['phone', 'name', 'id'] as const;
export type SearchField = (typeof SEARCH_FIELDS)[number];

const filters = {
  /** Of the desired time; inclusive. */
  from: v.optional(instant),
  /** Exclusive. */
  to: v.optional(instant),
  states: v.optional(listOf(callbackState)),
  queues: v.optional(listOf(queueName)),
  /** What to look for in `field`: a part of it as people type it. */
  search: v.optional(text(255)),
  field: v.optional(v.picklist(SEARCH_FIELDS, 'expected phone, name or id'), 'phone'),
};

/** GET /console/v1/callbacks, query. */
export const callbackListQuery = v.object({
  ...filters,
  /** `createdAt` needs `from` and `to`. */
  sort: v.optional(v.picklist(['desiredTime', 'createdAt'], 'expected desiredTime or createdAt'), 'desiredTime'),
  order: v.optional(v.picklist(['asc', 'desc'], 'expected asc or desc'), 'asc'),
  /** `next` of the page before, with the same filters and order. */
  cursor: v.optional(text(512)),
});
export type CallbackListQuery = v.InferOutput<typeof callbackListQuery>;

/** GET /console/v1/callbacks.csv, query. */
export const callbackExportQuery = v.object({
  ...filters,
  /** Zone of all times; default UTC. */
  timeZone: v.optional(timeZone),
  clock: v.optional(v.picklist(['12', '24'], 'expected 12 or 24'), '24'),
});
export type CallbackExportQuery = v.InferOutput<typeof callbackExportQuery>;

/** GET /console/v1/callback-search, query. */
export const callbackSearchQuery = v.object({
  /** A callback's id, or a phone number in international form. */
  for: requiredText(64),
});

/** One record as the list shows it. */
export const listedCallback = v.object({
  id: callbackId,
  queue: v.string(),
  phoneNumber: v.string(),
  /** First and last name of `userData`. */
  name: v.optional(v.string()),
  state: callbackState,
  reason: v.optional(callbackReason),
  scheduled: v.boolean(),
  desiredTime: isoText,
  /** Still SCHEDULED past its time and the queue's `desiredTimeWindowMinutes`. */
  late: v.boolean(),
  createdAt: isoText,
  queuedAt: v.optional(isoText),
  completedAt: v.optional(isoText),
  /** When the next dial is planned. */
  notBefore: v.optional(isoText),
  attempts: v.number(),
  lastOutcome: v.optional(attemptOutcome),
  /** Username of who has it. */
  agent: v.optional(v.string()),
  /** Username of whom it is for. */
  owner: v.optional(v.string()),
  /** 1 is next; only in QUEUED. */
  position: v.optional(v.number()),
  /** Seconds, -1 unknown; only in QUEUED. */
  estimatedWaitTime: v.optional(seconds),
  canCancel: v.boolean(),
  canReschedule: v.boolean(),
  canRecreate: v.boolean(),
  version: v.number(),
});
export type ListedCallback = v.InferOutput<typeof listedCallback>;

export const callbackPage = v.object({
  callbacks: v.array(listedCallback),
  /** Give it as `cursor` for what follows; absent at the end. A page of a search may be short and still have a next one. */
  next: v.optional(v.string()),
});
export type CallbackPage = v.InferOutput<typeof callbackPage>;

export const callbackSearch = v.object({
  /** The newest first. */
  callbacks: v.array(listedCallback),
  /** There are more than are listed. */
  more: v.boolean(),
});

/** One step of a record's history (CB8). */
export const historyEntry = v.object({
  at: isoText,
  from: v.optional(callbackState),
  to: callbackState,
  actor: v.object({ kind: v.string(), name: v.optional(v.string()) }),
  cause: v.string(),
});

/** One dial. */
export const attemptEntry = v.object({
  number: v.number(),
  dialer: v.string(),
  agent: v.optional(v.string()),
  startedAt: isoText,
  connectedAt: v.optional(isoText),
  endedAt: v.optional(isoText),
  outcome: v.optional(attemptOutcome),
});

/** Figures of one record (CB8). What is not known yet is absent; names are of users of this console. */
export const callbackMetrics = v.object({
  createdAt: isoText,
  queuedAt: v.optional(isoText),
  position: v.optional(v.number()),
  /** Seconds, -1 unknown. */
  estimatedWaitTimeAtOffer: seconds,
  estimatedWaitTimeNow: v.optional(seconds),
  attempts: v.number(),
  /** From when it could be called to the conversation. */
  secondsToConnect: v.optional(seconds),
  /** Length of the conversation. */
  handleSeconds: v.optional(seconds),
  createdBy: v.optional(v.string()),
  rescheduledBy: v.optional(v.string()),
  cancelledBy: v.optional(v.string()),
  recreatedBy: v.optional(v.string()),
});

/** GET /console/v1/callbacks/{id}, answer. */
export const managedCallback = v.object({
  ...listedCallback.entries,
  priority: v.number(),
  language: v.optional(v.string()),
  userData: v.record(v.string(), v.unknown()),
  /** What the request said about where it came from. */
  origin: v.record(v.string(), v.unknown()),
  recreatedFrom: v.optional(callbackId),
  /** What was made again from it, oldest first. */
  recreatedAs: v.array(callbackId),
  metrics: callbackMetrics,
  history: v.array(historyEntry),
  dials: v.array(attemptEntry),
});
export type ManagedCallback = v.InferOutput<typeof managedCallback>;

/** POST /console/v1/callbacks, body. */
export const manageCreate = v.object({
  queue: queueName,
  phoneNumber: requiredText(64),
  /** Absent: as soon as possible. */
  desiredTime: v.optional(instant),
  language: v.optional(text(35)),
  priority: v.optional(
    v.pipe(
      v.number('expected a number'),
      v.integer('expected a whole number'),
      v.minValue(-1_000_000, 'is below -1000000'),
      v.maxValue(1_000_000, 'is above 1000000'),
    ),
  ),
  userData: v.optional(userData),
});
export type ManageCreate = v.InferOutput<typeof manageCreate>;

/** POST /console/v1/callbacks/{id}/reschedule, body. */
export const manageReschedule = v.object({ desiredTime: instant });

/** POST /console/v1/callbacks/{id}/recreate, body. Number, queue, data, language and priority are those of the old record. */
export const manageRecreate = v.object({
  /** Absent: as soon as possible. */
  desiredTime: v.optional(instant),
});

/** POST /console/v1/bulk-cancels, body: either ids, or all of a range of desired times. */
export const bulkCancelParams = v.pipe(
  v.object({
    ids: v.optional(
      v.pipe(
        v.array(callbackId, 'expected a list'),
        v.minLength(1, 'must name at least one'),
        v.maxLength(1000, 'has more than 1000 entries'),
      ),
    ),
    range: v.optional(
      v.object({
        from: instant,
        to: instant,
        /** Absent: all that are not completed. */
        states: v.optional(v.array(callbackState, 'expected a list')),
        queues: v.optional(v.array(queueName, 'expected a list')),
      }),
    ),
  }),
  v.check(({ ids, range }) => (ids === undefined) !== (range === undefined), 'expected either ids or range'),
);
export type BulkCancelParams = v.InferOutput<typeof bulkCancelParams>;

/** What became of one record of a bulk cancel; a record in PROCESSING is `in-conversation` and stays. */
export const BULK_RESULTS = ['cancelled', 'in-conversation', 'already-ended', 'not-found'] as const;
export type BulkResult = (typeof BULK_RESULTS)[number];

/** Head of a bulk cancel's report. */
export const bulkCancel = v.object({
  id: v.pipe(v.string(), v.uuid()),
  requestedBy: v.string(),
  requestedAt: isoText,
  /** Absent while it goes on. */
  finishedAt: v.optional(isoText),
  total: v.number(),
  pending: v.number(),
  cancelled: v.number(),
  inConversation: v.number(),
  alreadyEnded: v.number(),
  notFound: v.number(),
});
export type BulkCancel = v.InferOutput<typeof bulkCancel>;

export const bulkCancels = v.object({ bulkCancels: v.array(bulkCancel) });

/** GET /console/v1/bulk-cancels/{id}, query. */
export const bulkCancelQuery = v.object({ cursor: v.optional(text(64)) });
export const bulkCancelReport = v.object({
  ...bulkCancel.entries,
  items: v.array(
    v.object({
      id: callbackId,
      /** Absent while it is pending. */
      result: v.optional(v.picklist(BULK_RESULTS)),
    }),
  ),
  next: v.optional(v.string()),
});
export type BulkCancelReport = v.InferOutput<typeof bulkCancelReport>;

/** POST /console/v1/personal-data/export, body (SE4). */
export const personalDataParams = v.object({ phoneNumber: requiredText(64) });
/** All that is kept about one number. */
export const personalData = v.object({
  phoneNumber: v.string(),
  exportedAt: isoText,
  callbacks: v.array(v.omit(managedCallback, ['position', 'estimatedWaitTime', 'canCancel', 'canReschedule', 'canRecreate', 'late'])),
  /** Call-in requests of the number, and calls from it. */
  callIns: v.optional(v.array(callInRecord)),
});
export type PersonalData = v.InferOutput<typeof personalData>;

/** POST /console/v1/personal-data/erase, body. */
export const eraseParams = v.object({
  phoneNumber: requiredText(64),
  /** What to do when the number still has callbacks to come. */
  openCallbacks: v.picklist(['refuse', 'cancel'], 'expected refuse or cancel'),
});
export const erased = v.object({ records: v.number(), cancelled: v.number() });

/** GET /console/v1/api-errors, query. */
export const apiErrorQuery = v.object({
  corrId: v.optional(v.pipe(text(64), v.trim(), v.uuid('expected a correlation id, which is a UUID'))),
  cursor: v.optional(text(512)),
});
/** One refusal that a client of the public APIs was answered with. */
export const apiError = v.object({
  at: isoText,
  corrId: v.string(),
  method: v.string(),
  /** Pattern of the address. */
  route: v.string(),
  http: v.number(),
  code: v.number(),
  message: v.string(),
  /** Page that asked. */
  origin: v.optional(v.string()),
});
export type ApiError = v.InferOutput<typeof apiError>;
export const apiErrors = v.object({
  /** The newest first. */
  errors: v.array(apiError),
  next: v.optional(v.string()),
});
