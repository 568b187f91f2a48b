import { answerRoute } from '../route.js';

export const bulkCancelReport = answerRoute('bulkCancelReport', ({ caller: { user }, params, query }, { ringback }) =>
  ringback.bulkCancelReport(user, params.id, query.cursor),
);
