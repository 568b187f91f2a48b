import { clientAddress } from '../client-address.js';
import { answerRoute, type Route } from '../route.js';

/** SE5: what a visitor does between the two bookings. */
export const NUMBER_CHECK_ROUTES: readonly Route[] = [
  answerRoute('resendCode', ({ body, c }, { ringback, config }) =>
    ringback.resendCode(body, clientAddress(c, config.limits.trustedProxies)),
  ),
  answerRoute('simulatedMessage', ({ body }, { ringback }) => ringback.simulatedMessage(body.numberCheckId)),
];
