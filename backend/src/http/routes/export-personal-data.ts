import { answerRoute } from '../route.js';

export const exportPersonalData = answerRoute('exportPersonalData', ({ body }, { ringback }) =>
  ringback.exportPersonalData(body.phoneNumber),
);
