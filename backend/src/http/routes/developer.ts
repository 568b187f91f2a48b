import { answerRoute, type Route } from '../route.js';

/** What helps those who connect a site. */
export const DEVELOPER_ROUTES: readonly Route[] = [
  answerRoute('testIdentity', ({ body }, { ringback }) => ringback.testIdentity(body.token)),
  answerRoute('checkApiKey', ({ caller, body }, { ringback, ownOrigins }) => ringback.checkApiKey(caller.user, body, ownOrigins())),
];
