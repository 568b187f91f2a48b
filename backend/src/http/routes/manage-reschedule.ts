import { answerRoute } from '../route.js';

export const manageReschedule = answerRoute('manageReschedule', ({ caller: { user }, params, body }, { ringback }) =>
  ringback.manageReschedule(user, params.id, body.desiredTime),
);
