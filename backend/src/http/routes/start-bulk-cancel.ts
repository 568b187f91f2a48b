import { answerRoute } from '../route.js';

export const startBulkCancel = answerRoute('startBulkCancel', ({ caller: { user }, body }, { ringback }) =>
  ringback.startBulkCancel(user, body),
);
