import { answerRoute, type Route } from '../../route.js';

const kind = 'region-rules';

export const regionRules: readonly Route[] = [
  answerRoute('getRegions', async ({ caller }, { ringback }) => ringback.regionsView(caller.user)),
  answerRoute('listRegionRules', ({ caller }, { ringback }) => ringback.listObjects(caller.user, kind)),
  answerRoute('getRegionRule', ({ caller, params }, { ringback }) => ringback.readObject(caller.user, kind, params.name)),
  answerRoute('putRegionRule', ({ caller, params, body }, { ringback }) =>
    ringback.putObject(caller.user, { kind, name: params.name }, body),
  ),
  answerRoute('deleteRegionRule', async ({ caller, params, query }, { ringback }) => {
    await ringback.deleteObject(caller.user, { kind, name: params.name }, query.version);
    return {};
  }),
];
