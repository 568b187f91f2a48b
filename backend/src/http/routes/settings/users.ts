import { answerRoute, type Route } from '../../route.js';

export const users: readonly Route[] = [
  answerRoute('listUsers', ({ caller }, { ringback }) => ringback.listUsers(caller.user)),
  answerRoute('getUser', ({ caller, params }, { ringback }) => ringback.readUser(caller.user, params.username)),
  answerRoute('putUser', ({ caller, params, body }, { ringback }) => ringback.putUser(caller.user, params.username, body)),
  answerRoute('deleteUser', async ({ caller, params, query }, { ringback }) => {
    await ringback.deleteUser(caller.user, params.username, query.version);
    return {};
  }),
  answerRoute('resetPassword', ({ caller, params, body }, { ringback }) => ringback.resetPassword(caller.user, params.username, body)),
  answerRoute('changeOwnPassword', async ({ caller, body }, { ringback }) => {
    await ringback.changeOwnPassword(caller.user, caller.sessionToken, body);
    return {};
  }),
];
