import { answerRoute } from '../route.js';

export const visitorCallback = answerRoute('visitorCallback', ({ caller }, { ringback }) => ringback.visitorCallback(caller));
