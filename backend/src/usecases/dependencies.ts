import type { Config } from '@ringback/contract';
import type { AgentStore } from '../ports/agent-store.js';
import type { AttemptStore } from '../ports/attempt-store.js';
import type { AuditLog } from '../ports/audit-log.js';
import type { CallbackStore } from '../ports/callback-store.js';
import type { CaptchaTokens, CaptchaVerifier } from '../ports/captcha.js';
import type { ChangeFeed } from '../ports/change-feed.js';
import type { Clock } from '../ports/clock.js';
import type { ConsoleStore } from '../ports/console-store.js';
import type { Credentials } from '../ports/credentials.js';
import type { ApiErrorLog } from '../ports/api-error-log.js';
import type { BulkCancelStore } from '../ports/bulk-cancel-store.js';
import type { RecordStore } from '../ports/record-store.js';
import type { RequestCounter } from '../ports/request-counter.js';
import type { CallReports } from '../ports/call-reports.js';
import type { Dialer } from '../ports/dialer.js';
import type { CodeSender } from '../ports/code-sender.js';
import type { IdentityReader } from '../ports/identity-reader.js';
import type { Log } from '../ports/log.js';
import type { NumberChecks } from '../ports/number-checks.js';
import type { OverrideStore } from '../ports/override-store.js';
import type { ProviderInbox } from '../ports/provider-inbox.js';
import type { PushOutbox } from '../ports/push-outbox.js';
import type { PushSender } from '../ports/push-sender.js';
import type { CallIns } from '../ports/call-ins.js';
import type { QueueReader } from '../ports/queue-reader.js';
import type { TelephonyAgents } from '../ports/telephony-agents.js';
import type { UserStore } from '../ports/user-store.js';
import type { VisitorTokens } from '../ports/visitor-tokens.js';
import type { WebhookOutbox } from '../ports/webhook-outbox.js';
import type { WebhookSignatures } from '../ports/webhook-signatures.js';
import type { ErrorNotes } from './api-errors.js';
import type { Boards } from './boards.js';
import type { Regions } from './regions.js';
import type { Roster } from './roster.js';
import type { LiveSite } from './live-site.js';
import type { Courier } from './deliver-webhooks.js';
import type { PushCourier } from './deliver-pushes.js';
import type { Tally } from './tally.js';
import type { TelephonySide } from './telephony-side.js';

/** All that a use case may reach. */
export interface Dependencies {
  readonly site: LiveSite;
  readonly overrides: OverrideStore;
  readonly users: UserStore;
  readonly audit: AuditLog;
  readonly callbacks: CallbackStore;
  readonly attempts: AttemptStore;
  readonly agents: AgentStore;
  readonly reader: QueueReader;
  readonly people: ConsoleStore;
  readonly changes: ChangeFeed;
  readonly boards: Boards;
  readonly roster: Roster;
  readonly dialer: Dialer;
  readonly telephony: TelephonySide;
  readonly telephonyAgents: TelephonyAgents;
  readonly reports: CallReports;
  readonly outbox: WebhookOutbox;
  readonly courier: Courier;
  readonly pushes: PushOutbox;
  readonly pushSender: PushSender;
  readonly pushCourier: PushCourier;
  readonly callIns: CallIns;
  readonly signatures: WebhookSignatures;
  /** Of a dialer that has a protocol of its own. */
  readonly inbox: ProviderInbox | undefined;
  /** Virtual agents of the simulator; undefined when it does not dial. */
  readonly simulatedAgents: number | undefined;
  readonly tokens: VisitorTokens;
  /** SE1. */
  readonly limits: Omit<Config['limits'], 'trustedProxies'>;
  readonly requests: RequestCounter;
  /** CA1. */
  readonly captcha: CaptchaVerifier;
  readonly captchaTokens: CaptchaTokens;
  /** SE5. */
  readonly numberChecks: NumberChecks;
  readonly codes: CodeSender;
  /** WI12. */
  readonly identities: IdentityReader;
  readonly records: RecordStore;
  readonly bulkCancels: BulkCancelStore;
  readonly apiErrors: ApiErrorLog;
  readonly errorNotes: ErrorNotes;
  readonly credentials: Credentials;
  /** Name of this process among its peers. */
  readonly replica: string;
  readonly regions: Regions;
  /** CB4: grows with every call, over restarts too; says which of two states of a desk is the newer. */
  readonly deskVersion: () => number;
  readonly tally: Tally;
  readonly clock: Clock;
  readonly log: Log;
}
