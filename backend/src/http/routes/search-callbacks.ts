import { answerRoute } from '../route.js';

export const searchCallbacks = answerRoute('searchCallbacks', ({ caller: { user }, query }, { ringback }) =>
  ringback.searchCallbacks(user, query.for),
);
