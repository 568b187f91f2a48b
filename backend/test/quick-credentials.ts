import { credentialsAt } from '../src/adapters/node-credentials.js';

/** Hashes passwords quickly: hundreds of tests have users. What a guess really costs is tested with the adapter. */
export const quickCredentials = credentialsAt({ N: 16, r: 8, p: 1 });
