import { answerRoute } from '../route.js';

export const offers = answerRoute('offers', ({ params }, { ringback }) => ringback.offers(params['service-name']));
