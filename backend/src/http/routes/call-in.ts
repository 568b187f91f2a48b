import { answerRoute, postedRoute, streamRoute, type Route } from '../route.js';

/** What serves Click-To-Call-In, and push as far as it is asked for. */
export const CALL_IN_ROUTES: readonly Route[] = [
  postedRoute('createCallIn', async ({ body, address, idempotencyKey }, { ringback }) =>
    ringback.createCallIn(body, { idempotencyKey: idempotencyKey(), address }),
  ),
  answerRoute('visitorCallIn', ({ caller }, { ringback }) => ringback.visitorCallIn(caller)),
  streamRoute('visitorCallInEvents', ({ caller }, { ringback }) => ({
    kind: 'call-in',
    feed: (publish) =>
      ringback.watchCallIn(caller, (callIn) =>
        publish({ event: 'call-in', id: String(callIn.version), data: callIn, last: callIn.state !== 'WAITING' }),
      ),
  })),
  answerRoute('pushConfig', async (_, { ringback }) => ringback.pushConfig()),
  answerRoute('visitorPushTargets', ({ caller, body }, { ringback }) => ringback.setPushTargets(caller, body.pushTargets ?? [])),
  answerRoute('simulatedCall', ({ body }, { ringback }) => ringback.simulateCall(body)),
  answerRoute('callInMatch', ({ body }, { ringback }) => ringback.matchCallIn(body)),
  answerRoute('listCallIns', ({ query }, { ringback }) => ringback.listCallIns(query)),
  answerRoute('getCallInPool', ({ params }, { ringback }) => ringback.callInPool(params.name)),
  answerRoute('importCallInPool', ({ caller, params, query, body }, { ringback }) =>
    ringback.importCallInPool(caller.user, { name: params.name, version: query.version }, body),
  ),
  answerRoute('testPushCredentials', ({ body }, { ringback }) => ringback.testPush(body.target)),
];
