import { answerRoute } from '../route.js';

export const bulkCancels = answerRoute('bulkCancels', async ({ caller: { user } }, { ringback }) => ({
  bulkCancels: await ringback.bulkCancels(user),
}));
