import type { SimulatedCallAnswer, simulatedCall } from '@ringback/contract';
import type { InferOutput } from 'valibot';
import { CALL_IN_WORDS, FAILURE_WORDS } from '../domain/call-in-words.js';
import { Refusal } from '../domain/refusal.js';
import type { Dependencies } from './dependencies.js';
import { takeInboundCall, type InboundVerdict } from './take-inbound-call.js';

/** See `CallInVerbs.simulateCall`. */
export async function simulateCall(
  deps: Dependencies,
  { dialedNumber, callerNumber, accessCode, callId }: InferOutput<typeof simulatedCall>,
): Promise<SimulatedCallAnswer> {
  if (deps.dialer.kind !== 'simulator')
    throw new Refusal('WRONG_STATE', 'Calls are real here: the simulator does not stand in for telephony. Dial the number on a phone.');
  return answerOf(
    await takeInboundCall(deps, {
      callRef: `simulated ${callId ?? deps.credentials.newToken()}`,
      dialedNumber,
      callerNumber: callerNumber ?? undefined,
      digits: accessCode ?? undefined,
    }),
  );
}

function answerOf(verdict: InboundVerdict): SimulatedCallAnswer {
  switch (verdict.kind) {
    case 'ask':
      return { matched: false, said: CALL_IN_WORDS.ask, failure: null, triesLeft: MOST_TRIES };
    case 'again':
      return {
        matched: false,
        said: `${FAILURE_WORDS[verdict.failure]} ${CALL_IN_WORDS.ask}`,
        failure: verdict.failure,
        triesLeft: verdict.triesLeft,
      };
    case 'refused':
      return { matched: false, said: `${FAILURE_WORDS[verdict.failure]} ${CALL_IN_WORDS.goodbye}`, failure: verdict.failure, triesLeft: 0 };
    case 'matched':
      return { matched: true, said: CALL_IN_WORDS.matched, failure: null, triesLeft: verdict.match.triesLeft };
  }
}

/** Before the first one. */
const MOST_TRIES = 5;
