import { answerRoute } from '../route.js';

export const statistics = answerRoute('statistics', ({ body }, { ringback }) => ringback.statistics(body));
