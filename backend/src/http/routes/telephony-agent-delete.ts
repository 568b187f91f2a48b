import { answerRoute } from '../route.js';

export const telephonyAgentDelete = answerRoute('telephonyAgentDelete', async ({ params }, { ringback }) => {
  await ringback.dropTelephonyAgent(params.name);
  return {};
});
