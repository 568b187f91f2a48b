import type { Route } from '../../route.js';
import { audit } from './audit.js';
import { businessHours } from './business-hours.js';
import { callInGroups } from './call-in-groups.js';
import { capacityRules } from './capacity-rules.js';
import { numberRules } from './number-rules.js';
import { queues } from './queues.js';
import { regionRules } from './region-rules.js';
import { siteParts } from './site-parts.js';
import { users } from './users.js';

/** Configuration, users and audit of the console. */
export const SETTINGS_ROUTES: readonly Route[] = [
  ...businessHours,
  ...capacityRules,
  ...numberRules,
  ...regionRules,
  ...callInGroups,
  ...queues,
  ...siteParts,
  ...users,
  audit,
];
