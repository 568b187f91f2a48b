import { answerRoute, type Route } from '../../route.js';

export const siteParts: readonly Route[] = [
  answerRoute('getOrigins', (_, { ringback }) => ringback.sitePart('origins')),
  answerRoute('putOrigins', ({ caller, body }, { ringback }) => ringback.putSitePart(caller.user, 'origins', body)),
  answerRoute('getLimits', (_, { ringback }) => ringback.sitePart('limits')),
  answerRoute('putLimits', ({ caller, body }, { ringback }) => ringback.putSitePart(caller.user, 'limits', body)),
  answerRoute('getTelephonySecret', (_, { ringback }) => ringback.sitePart('telephony')),
  answerRoute('putTelephonySecret', ({ caller, body }, { ringback }) => ringback.putSitePart(caller.user, 'telephony', body)),
  answerRoute('clearTelephonySecret', ({ caller, query }, { ringback }) => ringback.clearSitePart(caller.user, 'telephony', query.version)),
  answerRoute('getPushCredentials', (_, { ringback }) => ringback.sitePart('push')),
  answerRoute('putPushCredentials', ({ caller, body }, { ringback }) => ringback.putSitePart(caller.user, 'push', body)),
  answerRoute('clearPushCredentials', ({ caller, query }, { ringback }) => ringback.clearSitePart(caller.user, 'push', query.version)),
  answerRoute('getCaptchaKeySets', (_, { ringback }) => ringback.sitePart('captcha')),
  answerRoute('putCaptchaKeySets', ({ caller, body }, { ringback }) => ringback.putSitePart(caller.user, 'captcha', body)),
  answerRoute('clearCaptchaKeySets', ({ caller, query }, { ringback }) => ringback.clearSitePart(caller.user, 'captcha', query.version)),
  answerRoute('getIdentity', (_, { ringback }) => ringback.sitePart('identity')),
  answerRoute('putIdentity', ({ caller, body }, { ringback }) => ringback.putSitePart(caller.user, 'identity', body)),
  answerRoute('clearIdentity', ({ caller, query }, { ringback }) => ringback.clearSitePart(caller.user, 'identity', query.version)),
  answerRoute('getWebhooks', (_, { ringback }) => ringback.sitePart('webhooks')),
  answerRoute('putWebhooks', ({ caller, body }, { ringback }) => ringback.putSitePart(caller.user, 'webhooks', body)),
];
