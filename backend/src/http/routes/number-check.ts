import { answerRoute, postedRoute, type Route } from '../route.js';

/** SE5: what a visitor does between the two bookings. */
export const NUMBER_CHECK_ROUTES: readonly Route[] = [
  postedRoute('resendCode', async ({ body, address }, { ringback }) => ringback.resendCode(body, address)),
  answerRoute('simulatedMessage', ({ body }, { ringback }) => ringback.simulatedMessage(body.numberCheckId)),
];
