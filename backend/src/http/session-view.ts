import type { Role, Session } from '@ringback/contract';
import type { ConsoleUser } from '../usecases/ringback.js';
import type { AppServices } from './app-env.js';

/** A session as the console sees it. */
export function sessionView({ user, csrfToken }: { user: ConsoleUser; csrfToken: string }, { config }: AppServices): Session {
  const kind = config.dialer.adapter;
  return {
    site: config.site.name,
    username: user.username,
    roles: user.roles as Role[],
    csrfToken,
    dialer: { kind, simulated: kind === 'simulator' },
  };
}
