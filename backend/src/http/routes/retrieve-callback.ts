import { answerRoute } from '../route.js';

export const retrieveCallback = answerRoute('retrieveCallback', ({ body }, { ringback }) => ringback.retrieveCallback(body.id));
