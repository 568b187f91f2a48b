import { answerRoute } from '../route.js';

export const listCallbacks = answerRoute('listCallbacks', ({ caller: { user }, query }, { ringback }) =>
  ringback.listCallbacks(user, query),
);
