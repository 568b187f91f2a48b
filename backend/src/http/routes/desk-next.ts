import { requireRole } from '../require-role.js';
import { answerRoute } from '../route.js';

export const deskNext = answerRoute('deskNext', async ({ caller: { user } }, { ringback }) => {
  requireRole(user, 'agent');
  await ringback.takeNext(user);
  return ringback.desk(user);
});
