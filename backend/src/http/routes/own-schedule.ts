import { answerRoute } from '../route.js';

export const ownSchedule = answerRoute('ownSchedule', ({ caller: { user }, body }, { ringback }) => ringback.scheduleOwn(user, body));
