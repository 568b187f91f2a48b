import type {
  AuditQuery,
  BusinessHours,
  BusinessHoursText,
  CallInGroup,
  CapacityRule,
  ConsoleUserView,
  NumberRule,
  NumberVerdict,
  ObjectKind,
  QueueOverview,
  QueueSettings,
  RegionRule,
  RegionsView,
  SitePart,
  auditPage,
  capacityStatement,
  captchaPart,
  identityPart,
  cellLengthSwitch,
  consoleUserEdit,
  limitsPart,
  originsPart,
  pushPart,
  ruleAssignment,
  telephonyPart,
  webhooksPart,
} from '@ringback/contract';
import type { InferOutput } from 'valibot';
import type { ConsoleUser } from './ringback.js';

/** What an edit sets, as the contract reads it. */
export interface ObjectValues {
  'business-hours': Omit<BusinessHours, 'name'>;
  'capacity-rules': Omit<CapacityRule, 'name'>;
  'number-rules': Omit<NumberRule, 'name'>;
  'region-rules': Omit<RegionRule, 'name'>;
  'call-in-groups': Omit<CallInGroup, 'name'>;
  queues: Omit<QueueSettings, 'name'>;
}

/** The same as the configuration file would have it. */
interface ObjectTexts extends Omit<ObjectValues, 'business-hours'> {
  'business-hours': BusinessHoursText;
}
export type ObjectText<Kind extends ObjectKind> = ObjectTexts[Kind];

interface Origin {
  version: number;
  source: 'file' | 'console';
  changedAt?: string;
  changedBy?: string;
}

export interface ObjectView<Kind extends ObjectKind> extends Origin {
  name: string;
  /** Queues that use it, of those that the asker may see. */
  assignedTo: string[];
  value: ObjectText<Kind>;
}

/** `version`: what the editor has seen; undefined: a new one is to be made. */
export interface Saving<Value> {
  readonly version?: number | undefined;
  readonly value: Value;
}

interface PartViews {
  origins: InferOutput<typeof originsPart>;
  limits: InferOutput<typeof limitsPart>;
  push: InferOutput<typeof pushPart>;
  captcha: InferOutput<typeof captchaPart>;
  webhooks: InferOutput<typeof webhooksPart>;
  telephony: InferOutput<typeof telephonyPart>;
  identity: InferOutput<typeof identityPart>;
}
export type PartView<Part extends SitePart> = PartViews[Part];

/**
 * Settings at the console. All edits act at once in all replicas, are refused with WRONG_STATE when somebody else saved since the
 * version that the editor has seen, and leave one entry in the audit log. A user who is limited to queues sees and changes only
 * what concerns those alone.
 */
export interface SettingsVerbs {
  listObjects<Kind extends ObjectKind>(user: ConsoleUser, kind: Kind): Promise<ObjectView<Kind>[]>;
  readObject<Kind extends ObjectKind>(user: ConsoleUser, kind: Kind, name: string): Promise<ObjectView<Kind>>;
  /** INVALID_PARAMETER when the configuration would not be valid as a whole, with every problem. */
  putObject<Kind extends ObjectKind>(
    user: ConsoleUser,
    object: { readonly kind: Kind; readonly name: string },
    saving: Saving<ObjectValues[Kind]>,
  ): Promise<ObjectView<Kind>>;
  /** WRONG_STATE while a queue uses it. A deleted queue takes no bookings; its open callbacks live on. */
  deleteObject(user: ConsoleUser, object: { readonly kind: ObjectKind; readonly name: string }, version: number): Promise<void>;
  /** SL4 */
  switchCellLength(user: ConsoleUser, name: string, to: InferOutput<typeof cellLengthSwitch>): Promise<ObjectView<'capacity-rules'>>;
  /** SL5 */
  overwriteCells(user: ConsoleUser, name: string, by: InferOutput<typeof capacityStatement>): Promise<ObjectView<'capacity-rules'>>;
  /** Rules other than the number rule: FORBIDDEN without the role administrator. */
  assignRules(user: ConsoleUser, queue: string, rules: InferOutput<typeof ruleAssignment>): Promise<ObjectView<'queues'>>;
  /** NV2: the verdict of a rule on a number, and why. */
  testNumber(rule: string, phoneNumber: string): Promise<NumberVerdict>;
  queueOverviews(user: ConsoleUser): Promise<QueueOverview[]>;
  queueOverview(user: ConsoleUser, name: string): Promise<QueueOverview>;
  /** SC3, as far as the replica that is asked knows; of the queues those that the user may see. */
  regionsView(user: ConsoleUser): RegionsView;

  /** SE4: secrets masked. */
  sitePart<Part extends SitePart>(part: Part): Promise<PartView<Part>>;
  /** Secrets that the value leaves out, or gives as they are shown, stay. */
  putSitePart<Part extends SitePart>(user: ConsoleUser, part: Part, saving: Saving<unknown>): Promise<PartView<Part>>;
  clearSitePart<Part extends SitePart>(user: ConsoleUser, part: Part, version: number): Promise<PartView<Part>>;

  listUsers(user: ConsoleUser): Promise<ConsoleUserView[]>;
  readUser(user: ConsoleUser, username: string): Promise<ConsoleUserView>;
  /** Ends their sessions. */
  putUser(user: ConsoleUser, username: string, saving: InferOutput<typeof consoleUserEdit>): Promise<ConsoleUserView>;
  /** WRONG_STATE for the last administrator. */
  deleteUser(user: ConsoleUser, username: string, version: number): Promise<void>;
  resetPassword(user: ConsoleUser, username: string, to: { version: number; password: string }): Promise<ConsoleUserView>;
  /** Other sessions of the user end. Counts as a login: TOO_MANY_REQUESTS after too many wrong ones. */
  changeOwnPassword(user: ConsoleUser, sessionToken: string, to: { current: string; password: string }): Promise<void>;
  /** Whether it is good still; unlike `session` this does not prolong it. */
  sessionLives(sessionToken: string): Promise<boolean>;

  /** SE3: newest first. */
  listAudit(user: ConsoleUser, query: AuditQuery): Promise<InferOutput<typeof auditPage>>;
}
