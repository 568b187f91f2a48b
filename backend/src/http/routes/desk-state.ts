import { requireRole } from '../require-role.js';
import { answerRoute } from '../route.js';

export const deskState = answerRoute('deskState', async ({ caller: { user }, body }, { ringback }) => {
  requireRole(user, 'agent');
  await ringback.setDeskState(user, body.state, body.reason);
  return ringback.desk(user);
});
