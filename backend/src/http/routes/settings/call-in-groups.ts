import { answerRoute, type Route } from '../../route.js';

const kind = 'call-in-groups';

export const callInGroups: readonly Route[] = [
  answerRoute('listCallInGroups', ({ caller }, { ringback }) => ringback.listObjects(caller.user, kind)),
  answerRoute('getCallInGroup', ({ caller, params }, { ringback }) => ringback.readObject(caller.user, kind, params.name)),
  answerRoute('putCallInGroup', ({ caller, params, body }, { ringback }) =>
    ringback.putObject(caller.user, { kind, name: params.name }, body),
  ),
  answerRoute('deleteCallInGroup', async ({ caller, params, query }, { ringback }) => {
    await ringback.deleteObject(caller.user, { kind, name: params.name }, query.version);
    return {};
  }),
];
