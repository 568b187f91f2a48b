import type { VisitorCallback, VisitorCallIn } from '@ringback/contract';
import { CALL_IN_EXAMPLES } from '../../src/http/openapi/call-in-examples.js';
import type { CallInVerbs } from '../../src/usecases/call-in-verbs.js';

/** Call-ins that go as the document shows them. */
export const fakeCallIn = (note: (verb: string, ...given: unknown[]) => void, callback: () => VisitorCallback): CallInVerbs => {
  const noted =
    <Answer>(verb: string, answer: unknown) =>
    async (...given: unknown[]): Promise<Answer> => {
      note(verb, ...given);
      // A test parses each example with the schema of its answer.
      return structuredClone(answer) as Answer;
    };
  return {
    createCallIn: noted('createCallIn', CALL_IN_EXAMPLES.createCallIn.data),
    visitorCallIn: noted('visitorCallIn', CALL_IN_EXAMPLES.visitorCallIn.data),
    async watchCallIn(id, listener) {
      note('watchCallIn', id);
      listener(structuredClone(CALL_IN_EXAMPLES.visitorCallIn.data) as VisitorCallIn);
      return () => undefined;
    },
    matchCallIn: noted('matchCallIn', CALL_IN_EXAMPLES.callInMatch.data),
    simulateCall: noted('simulateCall', CALL_IN_EXAMPLES.simulatedCall.data),
    listCallIns: noted('listCallIns', CALL_IN_EXAMPLES.listCallIns.data),
    callInPool: noted('callInPool', CALL_IN_EXAMPLES.getCallInPool.data),
    importCallInPool: noted('importCallInPool', CALL_IN_EXAMPLES.importCallInPool.data),
    pushConfig: () => structuredClone(CALL_IN_EXAMPLES.pushConfig.data),
    async setPushTargets(...given) {
      note('setPushTargets', ...given);
      return callback();
    },
    testPush: noted('testPush', CALL_IN_EXAMPLES.testPushCredentials.data),
  };
};
