import { requireRole } from '../require-role.js';
import { answerRoute } from '../route.js';

export const simulatorSwitch = answerRoute('simulator', async ({ caller: { user }, body }, { ringback }) => {
  requireRole(user, 'agent', 'supervisor', 'administrator');
  await ringback.setSimulatorPaused(user, body.paused);
  return ringback.desk(user);
});
