import { answerRoute } from '../route.js';

export const estimatedWaitTime = answerRoute('estimatedWaitTime', ({ query }, { ringback }) =>
  ringback.estimatedWaitTime(query['virtual-queues'], query.mode ?? 'mode2', query['include-calls-on-hold']),
);
