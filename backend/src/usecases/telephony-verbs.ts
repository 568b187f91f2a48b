import type {
  AttemptReported,
  CallbackId,
  ReportType,
  TelephonyAgent,
  TelephonyCallback,
  createdCallback,
  telephonyAgentKept,
} from '@ringback/contract';
import type { InferOutput } from 'valibot';
import type { ProviderRequest } from '../ports/provider-inbox.js';
import type { SignedHeaders } from '../ports/webhook-signatures.js';
import { bookFromTelephony } from './book-from-telephony.js';
import type { Dependencies } from './dependencies.js';
import { hearProvider } from './hear-provider.js';
import { reportAttempt, verifyReport } from './report-attempt.js';
import { dropTelephonyAgent, putTelephonyAgent } from './telephony-agents.js';

/** One report of a dial. */
export interface AttemptReport {
  readonly id: CallbackId;
  readonly attempt: number;
  readonly type: ReportType;
  /** Only with `ended`: whether a person had answered, for a side whose reports may overtake each other. */
  readonly answered?: boolean | undefined;
  /** The sender's id of this report; the same one twice counts once. */
  readonly reportId: string | undefined;
}

/** What the telephony side can do. */
export interface TelephonyVerbs {
  /** CB3, CB9: like `createCallback`, for a call that waits in a queue or for a campaign. */
  bookFromTelephony(
    request: TelephonyCallback,
    context: { idempotencyKey: string | undefined },
  ): Promise<InferOutput<typeof createdCallback>>;
  /** Whether a body was signed with the dialer's secret; undefined when the dialer has none. */
  verifyReport(headers: SignedHeaders, body: string): boolean | undefined;
  /** TE1. @throws Refusal NOT_FOUND for an attempt that never was, WRONG_STATE for one that a later one has followed */
  reportAttempt(report: AttemptReport): Promise<AttemptReported>;
  /** What a provider asks by its own protocol; resolves with the answer in its language. @throws Refusal NOT_AUTHENTICATED, NOT_FOUND */
  hearProvider(request: ProviderRequest): Promise<string>;
  putTelephonyAgent(name: string, agent: TelephonyAgent): Promise<InferOutput<typeof telephonyAgentKept>>;
  /** Without effect when there is none of that name. */
  dropTelephonyAgent(name: string): Promise<void>;
}

export const createTelephonyVerbs = (deps: Dependencies): TelephonyVerbs => ({
  bookFromTelephony: (request, { idempotencyKey }) => bookFromTelephony(deps, request, idempotencyKey),
  verifyReport: (headers, body) => verifyReport(deps, headers, body),
  reportAttempt: (report) => reportAttempt(deps, report),
  hearProvider: (request) => hearProvider(deps, request),
  putTelephonyAgent: (name, agent) => putTelephonyAgent(deps, name, agent),
  dropTelephonyAgent: (name) => dropTelephonyAgent(deps, name),
});
