import { answerRoute } from '../route.js';

export const openFor = answerRoute('openFor', ({ params, query }, { ringback }) => ringback.openFor(params['service-name'], query));
