import { requireRole } from '../require-role.js';
import { answerRoute } from '../route.js';

export const deskOutcome = answerRoute('deskOutcome', async ({ caller: { user }, body }, { ringback }) => {
  requireRole(user, 'agent');
  await ringback.reportOutcome(user, body);
  return ringback.desk(user);
});
