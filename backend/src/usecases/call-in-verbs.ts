import type {
  CallInListQuery,
  CallInMatch,
  CallInMatched,
  CallInPage,
  CallInPool,
  CallbackId,
  CreateCallIn,
  CreatedCallIn,
  PushTarget,
  PushTested,
  PushWebConfig,
  SimulatedCallAnswer,
  VisitorCallback,
  VisitorCallIn,
  simulatedCall,
} from '@ringback/contract';
import type { InferOutput } from 'valibot';
import { callInPool, importCallInPool } from './call-in-pools.js';
import { createCallIn } from './create-call-in.js';
import type { Dependencies } from './dependencies.js';
import { listCallIns } from './list-call-ins.js';
import { matchCallIn } from './match-call-in.js';
import { pushConfig, setPushTargets, testPush } from './push-devices.js';
import type { ConsoleUser, Unsubscribe } from './ringback.js';
import { simulateCall } from './simulate-call.js';
import { createCallInWatch, visitorCallIn } from './watch-call-in.js';

/** Click-To-Call-In, and push as far as it is asked for. */
export interface CallInVerbs {
  /** CI2, CI3. With the client's address CA1, SE5 and WI12 hold. The same live request for the same callback or Idempotency-Key. */
  createCallIn(
    request: CreateCallIn,
    context: { idempotencyKey: string | undefined; address?: string | undefined },
  ): Promise<CreatedCallIn>;
  /** CI2: of a number that was handed out at once. @throws Refusal NOT_FOUND */
  visitorCallIn(id: CallbackId): Promise<VisitorCallIn>;
  /** First call at once with the present state, then after each change; no query for each listener. */
  watchCallIn(id: CallbackId, listener: (callIn: VisitorCallIn) => void): Promise<Unsubscribe>;
  /** CI4. Never refuses: nothing matched is an answer. */
  matchCallIn(call: CallInMatch): Promise<CallInMatched>;
  /** Plays a customer who calls in. @throws Refusal WRONG_STATE unless the simulator dials */
  simulateCall(call: InferOutput<typeof simulatedCall>): Promise<SimulatedCallAnswer>;
  /** CI6 */
  listCallIns(query: CallInListQuery): Promise<CallInPage>;
  callInPool(group: string): Promise<CallInPool>;
  /** CI1: all or nothing. @throws Refusal INVALID_PARAMETER with every bad line */
  importCallInPool(user: ConsoleUser, group: { name: string; version: number }, file: string): Promise<CallInPool>;
  /** PU4: what pages may know. */
  pushConfig(): PushWebConfig;
  /** PU3: whom to tell of a callback from now on. */
  setPushTargets(id: CallbackId, targets: readonly PushTarget[]): Promise<VisitorCallback>;
  /** PU4: has FCM check the credentials; delivers nothing. */
  testPush(target: string | undefined): Promise<PushTested>;
}

export const createCallInVerbs = (deps: Dependencies, watch = createCallInWatch(deps)): CallInVerbs => ({
  createCallIn: (request, context) => createCallIn(deps, request, context),
  visitorCallIn: (id) => visitorCallIn(deps, id),
  watchCallIn: (id, listener) => watch.subscribe(id, listener),
  matchCallIn: (call) => matchCallIn(deps, call),
  simulateCall: (call) => simulateCall(deps, call),
  listCallIns: (query) => listCallIns(deps, query),
  callInPool: (group) => callInPool(deps, group),
  importCallInPool: (user, group, file) => importCallInPool(deps, user, group, file),
  pushConfig: () => pushConfig(deps),
  setPushTargets: (id, targets) => setPushTargets(deps, id, targets),
  testPush: (target) => testPush(deps, target),
});
