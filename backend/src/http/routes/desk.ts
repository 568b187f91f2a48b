import { requireRole } from '../require-role.js';
import { answerRoute } from '../route.js';

export const desk = answerRoute('desk', async ({ caller: { user } }, { ringback }) => {
  requireRole(user, 'agent');
  return ringback.desk(user);
});
