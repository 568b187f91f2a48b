import { answerRoute } from '../route.js';

export const managedCallback = answerRoute('managedCallback', ({ caller: { user }, params }, { ringback }) =>
  ringback.managedCallback(user, params.id),
);
