import { answerRoute } from '../route.js';

export const queueStatus = answerRoute('queueStatus', ({ params }, { ringback }) => ringback.queueStatus(params['queue-name']));
