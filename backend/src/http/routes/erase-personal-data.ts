import { answerRoute } from '../route.js';

export const erasePersonalData = answerRoute('erasePersonalData', ({ caller: { user }, body }, { ringback }) =>
  ringback.erasePersonalData(user, body),
);
