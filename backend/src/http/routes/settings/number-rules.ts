import { answerRoute, type Route } from '../../route.js';

const kind = 'number-rules';

export const numberRules: readonly Route[] = [
  answerRoute('listNumberRules', ({ caller }, { ringback }) => ringback.listObjects(caller.user, kind)),
  answerRoute('getNumberRule', ({ caller, params }, { ringback }) => ringback.readObject(caller.user, kind, params.name)),
  answerRoute('putNumberRule', ({ caller, params, body }, { ringback }) =>
    ringback.putObject(caller.user, { kind, name: params.name }, body),
  ),
  answerRoute('deleteNumberRule', async ({ caller, params, query }, { ringback }) => {
    await ringback.deleteObject(caller.user, { kind, name: params.name }, query.version);
    return {};
  }),
  answerRoute('testNumberRule', ({ params, body }, { ringback }) => ringback.testNumber(params.name, body.phoneNumber)),
];
