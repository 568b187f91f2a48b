import { answerRoute } from '../route.js';
import { sessionView } from '../session-view.js';

export const session = answerRoute('session', async ({ caller }, services) => sessionView(caller, services));
