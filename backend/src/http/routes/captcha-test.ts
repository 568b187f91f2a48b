import { answerRoute } from '../route.js';

export const captchaTest = answerRoute('testCaptchaKeySet', ({ params, body }, { ringback }) =>
  ringback.testCaptchaKeySet(params.name, body.captchaToken),
);
