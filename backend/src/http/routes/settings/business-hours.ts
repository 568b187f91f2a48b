import { answerRoute, type Route } from '../../route.js';

const kind = 'business-hours';

export const businessHours: readonly Route[] = [
  answerRoute('listBusinessHours', ({ caller }, { ringback }) => ringback.listObjects(caller.user, kind)),
  answerRoute('getBusinessHours', ({ caller, params }, { ringback }) => ringback.readObject(caller.user, kind, params.name)),
  answerRoute('putBusinessHours', ({ caller, params, body }, { ringback }) =>
    ringback.putObject(caller.user, { kind, name: params.name }, body),
  ),
  answerRoute('deleteBusinessHours', async ({ caller, params, query }, { ringback }) => {
    await ringback.deleteObject(caller.user, { kind, name: params.name }, query.version);
    return {};
  }),
];
