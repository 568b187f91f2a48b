import { answerRoute } from '../route.js';

export const ownCallbacks = answerRoute('ownCallbacks', async ({ caller: { user } }, { ringback }) => ({
  callbacks: await ringback.ownCallbacks(user),
}));
