import type { Role } from '@ringback/contract';
import { Refusal } from '../domain/refusal.js';
import type { ConsoleUser } from '../usecases/ringback.js';

/** @throws Refusal FORBIDDEN unless the user has at least one of the roles. */
export function requireRole(user: ConsoleUser, ...roles: readonly Role[]): void {
  if (roles.some((role) => user.roles.includes(role))) return;
  throw new Refusal('FORBIDDEN', `This needs the role ${roles.join(' or ')}; ask an administrator for it.`);
}
