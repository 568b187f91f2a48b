import type { ApiKeyChecked, IdentityTested } from '@ringback/contract';
import { checkApiKey, type ApiKeyUse } from './check-api-key.js';
import type { Dependencies } from './dependencies.js';
import type { ConsoleUser } from './ringback.js';
import { testIdentity } from './signed-identity.js';

/** What helps those who connect a site. */
export interface DeveloperVerbs {
  /** WI12: what the saved keys make of a token. Nothing of it is kept, logged or repeated. */
  testIdentity(token: string): Promise<IdentityTested>;
  /** SE1: whether a key is accepted, from a page too, and what it allows, as far as the user may see. `ownOrigins`: of this service's own pages. */
  checkApiKey(user: ConsoleUser, use: ApiKeyUse, ownOrigins: readonly string[]): Promise<ApiKeyChecked>;
}

export const createDeveloperVerbs = (deps: Dependencies): DeveloperVerbs => ({
  testIdentity: (token) => testIdentity(deps, token),
  checkApiKey: async (user, use, ownOrigins) => checkApiKey(deps, user, use, ownOrigins),
});
