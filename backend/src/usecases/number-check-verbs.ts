import type { codeResent, ResendCode, SimulatedMessage } from '@ringback/contract';
import type { InferOutput } from 'valibot';
import { resendCode, simulatedMessage } from './check-number.js';
import type { Dependencies } from './dependencies.js';

export interface NumberCheckVerbs {
  /** SE5: another code instead of the one before. @throws Refusal TOO_MANY_REQUESTS before its time, NUMBER_CODE_WRONG for a check that is over */
  resendCode(wish: ResendCode, address: string): Promise<InferOutput<typeof codeResent>>;
  /** What the simulator pretends to have sent. @throws Refusal WRONG_STATE where telephony is real, NOT_FOUND */
  simulatedMessage(numberCheckId: string): Promise<SimulatedMessage>;
}

export const createNumberCheckVerbs = (deps: Dependencies): NumberCheckVerbs => ({
  resendCode: async (wish, address) => ({ numberCheck: await resendCode(deps, wish, address) }),
  simulatedMessage: async (numberCheckId) => ({ simulated: true, ...simulatedMessage(deps, numberCheckId) }),
});
