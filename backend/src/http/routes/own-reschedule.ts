import { readCallbackId } from '../read-address.js';
import { answerRoute } from '../route.js';

export const ownReschedule = answerRoute('ownReschedule', ({ caller: { user }, params, body }, { ringback }) =>
  ringback.rescheduleOwn(user, readCallbackId(params.id), body.desiredTime),
);
