import type { BulkCancelReport, ManagedCallback } from '@ringback/contract';
import type { ManagingVerbs } from '../../src/usecases/managing-verbs.js';
import { EXAMPLES } from '../../src/http/openapi/examples.js';

const LISTED = (EXAMPLES.listCallbacks?.data as { callbacks: ManagedCallback[] } | undefined)?.callbacks[0];
if (!LISTED) throw new Error('the document shows no example of a list');

const MANAGED: ManagedCallback = {
  ...LISTED,
  priority: 0,
  userData: {},
  origin: {},
  recreatedAs: [],
  metrics: { createdAt: LISTED.createdAt, estimatedWaitTimeAtOffer: -1, attempts: 0 },
  history: [],
  dials: [],
};

const BULK = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d11';
const REPORT: BulkCancelReport = {
  id: BULK,
  requestedBy: 'admin',
  requestedAt: LISTED.createdAt,
  finishedAt: LISTED.createdAt,
  total: 1,
  pending: 0,
  cancelled: 1,
  inConversation: 0,
  alreadyEnded: 0,
  notFound: 0,
  items: [{ id: LISTED.id, result: 'cancelled' }],
};

async function* file(): AsyncGenerator<string> {
  yield 'a,b\r\n';
  yield '1,2\r\n';
}

/** One record and one bulk cancel that never change. */
export const fakeManaging = (note: (verb: string, ...given: unknown[]) => void): ManagingVerbs => {
  const noted =
    <Given extends readonly unknown[], Answer>(verb: string, answer: Answer) =>
    async (...given: Given): Promise<Answer> => {
      note(verb, ...given);
      return answer;
    };
  return {
    listCallbacks: noted('listCallbacks', { callbacks: [LISTED] }),
    searchCallbacks: noted('searchCallbacks', { callbacks: [LISTED], more: false }),
    managedCallback: noted('managedCallback', MANAGED),
    manageCreate: noted('manageCreate', MANAGED),
    manageReschedule: noted('manageReschedule', MANAGED),
    manageCancel: noted('manageCancel', MANAGED),
    manageRecreate: noted('manageRecreate', MANAGED),
    startBulkCancel: noted('startBulkCancel', REPORT),
    bulkCancels: noted('bulkCancels', [REPORT]),
    bulkCancelReport: noted('bulkCancelReport', REPORT),
    bulkCancelFile: async () => file(),
    exportCallbacks: file,
    exportPersonalData: noted('exportPersonalData', { phoneNumber: LISTED.phoneNumber, exportedAt: LISTED.createdAt, callbacks: [] }),
    erasePersonalData: noted('erasePersonalData', { records: 1, cancelled: 0 }),
    noteApiError: () => undefined,
    apiErrors: noted('apiErrors', { errors: [] }),
  };
};
