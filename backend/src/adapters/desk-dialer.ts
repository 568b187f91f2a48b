import type { Dialer } from '../ports/dialer.js';

/** People at desks dial by themselves and report by the console: there is nothing to place and nothing to ask. */
export const deskDialer: Dialer = {
  kind: 'desk',
  agents: () => undefined,
  place: async () => undefined,
};
