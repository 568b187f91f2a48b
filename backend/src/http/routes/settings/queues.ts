import { answerRoute, type Route } from '../../route.js';

const kind = 'queues';

export const queues: readonly Route[] = [
  answerRoute('listQueues', ({ caller }, { ringback }) => ringback.listObjects(caller.user, kind)),
  answerRoute('getQueue', ({ caller, params }, { ringback }) => ringback.readObject(caller.user, kind, params.name)),
  answerRoute('putQueue', ({ caller, params, body }, { ringback }) => ringback.putObject(caller.user, { kind, name: params.name }, body)),
  answerRoute('deleteQueue', async ({ caller, params, query }, { ringback }) => {
    await ringback.deleteObject(caller.user, { kind, name: params.name }, query.version);
    return {};
  }),
  answerRoute('assignRules', ({ caller, params, body }, { ringback }) => ringback.assignRules(caller.user, params.name, body)),
  answerRoute('listQueueOverviews', ({ caller }, { ringback }) => ringback.queueOverviews(caller.user)),
  answerRoute('getQueueOverview', ({ caller, params }, { ringback }) => ringback.queueOverview(caller.user, params.name)),
];
