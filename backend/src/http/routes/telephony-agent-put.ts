import { Refusal } from '../../domain/refusal.js';
import { answerRoute } from '../route.js';

const LONGEST_NAME = 128;

export const telephonyAgentPut = answerRoute('telephonyAgentPut', async ({ params, body }, { ringback }) => {
  if (params.name.length > LONGEST_NAME)
    throw new Refusal('INVALID_PARAMETER', `the name of the agent is longer than ${LONGEST_NAME} characters`);
  return ringback.putTelephonyAgent(params.name, body);
});
