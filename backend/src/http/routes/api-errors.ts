import { answerRoute } from '../route.js';

export const apiErrors = answerRoute('apiErrors', ({ query }, { ringback }) => ringback.apiErrors(query));
