import { answerRoute, type Route } from '../../route.js';

const kind = 'capacity-rules';

export const capacityRules: readonly Route[] = [
  answerRoute('listCapacityRules', ({ caller }, { ringback }) => ringback.listObjects(caller.user, kind)),
  answerRoute('getCapacityRule', ({ caller, params }, { ringback }) => ringback.readObject(caller.user, kind, params.name)),
  answerRoute('putCapacityRule', ({ caller, params, body }, { ringback }) =>
    ringback.putObject(caller.user, { kind, name: params.name }, body),
  ),
  answerRoute('deleteCapacityRule', async ({ caller, params, query }, { ringback }) => {
    await ringback.deleteObject(caller.user, { kind, name: params.name }, query.version);
    return {};
  }),
  answerRoute('switchCellLength', ({ caller, params, body }, { ringback }) => ringback.switchCellLength(caller.user, params.name, body)),
  answerRoute('putCapacityStatement', ({ caller, params, body }, { ringback }) => ringback.overwriteCells(caller.user, params.name, body)),
];
