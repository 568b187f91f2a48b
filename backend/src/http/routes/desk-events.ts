import { requireRole } from '../require-role.js';
import { streamRoute } from '../route.js';

export const deskEvents = streamRoute('deskEvents', ({ caller: { user, sessionToken } }, { ringback }) => {
  requireRole(user, 'agent');
  return { kind: 'desk', owner: sessionToken, feed: (publish) => ringback.watchDesk(user, (data) => publish({ event: 'desk', data })) };
});
