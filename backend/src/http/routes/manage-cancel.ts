import { answerRoute } from '../route.js';

export const manageCancel = answerRoute('manageCancel', ({ caller: { user }, params }, { ringback }) =>
  ringback.manageCancel(user, params.id),
);
