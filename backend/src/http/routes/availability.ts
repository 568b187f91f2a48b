import { answerRoute } from '../route.js';

export const availability = answerRoute('availability', ({ params, query }, { ringback }) =>
  ringback.availability(params['service-name'], query),
);
