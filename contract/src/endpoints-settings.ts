import * as v from 'valibot';
import type { Role } from './console.js';
import type { Endpoint } from './endpoints.js';
import { PEOPLE_ENDPOINTS } from './endpoints-people.js';
import * as settings from './settings.js';

const C1 = '/console/v1';
const ADMINISTRATOR = ['administrator'] as const satisfies readonly Role[];
const DEVELOPER = ['administrator', 'developer'] as const satisfies readonly Role[];
const NUMBERS = ['administrator', 'supervisor', 'developer'] as const satisfies readonly Role[];
const VIEWERS = ['administrator', 'supervisor', 'developer', 'monitor'] as const satisfies readonly Role[];
const done = v.object({});

/** What differs between the lists of the configuration. */
interface Collection<Path extends string, Id extends string, Seen extends v.GenericSchema, Edit extends v.GenericSchema> {
  readonly path: Path;
  /** In the operation ids. */
  readonly id: Id;
  /** In the summaries. */
  readonly thing: string;
  readonly object: Seen;
  readonly edit: Edit;
  readonly writers: readonly Role[];
}

const collection = <const Path extends string, const Id extends string, Seen extends v.GenericSchema, Edit extends v.GenericSchema>({
  path,
  id,
  thing,
  object,
  edit,
  writers,
}: Collection<Path, Id, Seen, Edit>) => {
  const one = { path: `${C1}/${path}/{name}`, door: 'session' } as const;
  return {
    list: {
      operationId: `list${id}`,
      method: 'GET',
      path: `${C1}/${path}`,
      door: 'session',
      roles: VIEWERS,
      summary: `All of them: ${thing}s.`,
      data: v.array(object),
      refusals: [],
    },
    get: {
      ...one,
      operationId: `get${id}`,
      method: 'GET',
      roles: VIEWERS,
      summary: `One ${thing}.`,
      data: object,
      refusals: ['NOT_FOUND'],
    },
    put: {
      ...one,
      operationId: `put${id}`,
      method: 'PUT',
      roles: writers,
      summary: `Make or change a ${thing}. It acts at once; the name stays for ever.`,
      body: edit,
      data: object,
      refusals: ['NOT_FOUND', 'WRONG_STATE'],
    },
    delete: {
      ...one,
      operationId: `delete${id}`,
      method: 'DELETE',
      roles: writers,
      summary: `Delete a ${thing}; refused while something uses it.`,
      query: settings.deletion,
      data: done,
      refusals: ['NOT_FOUND', 'WRONG_STATE'],
    },
  } as const;
};

const hours = collection({
  path: 'business-hours',
  id: 'BusinessHours',
  thing: 'business-hours object',
  object: settings.businessHoursObject,
  edit: settings.businessHoursEdit,
  writers: ADMINISTRATOR,
});
const capacity = collection({
  path: 'capacity-rules',
  id: 'CapacityRule',
  thing: 'capacity rule',
  object: settings.capacityRuleObject,
  edit: settings.capacityRuleEdit,
  writers: ADMINISTRATOR,
});
const numbers = collection({
  path: 'number-rules',
  id: 'NumberRule',
  thing: 'number rule',
  object: settings.numberRuleObject,
  edit: settings.numberRuleEdit,
  writers: NUMBERS,
});
const regions = collection({
  path: 'region-rules',
  id: 'RegionRule',
  thing: 'region rule',
  object: settings.regionRuleObject,
  edit: settings.regionRuleEdit,
  writers: ADMINISTRATOR,
});
const groups = collection({
  path: 'call-in-groups',
  id: 'CallInGroup',
  thing: 'call-in group',
  object: settings.callInGroupObject,
  edit: settings.callInGroupEdit,
  writers: ADMINISTRATOR,
});
const queues = collection({
  path: 'queues',
  id: 'Queue',
  thing: 'queue',
  object: settings.queueObject,
  edit: settings.queueEdit,
  writers: ADMINISTRATOR,
});

interface Part<Path extends string, Id extends string, Seen extends v.GenericSchema, Edit extends v.GenericSchema> {
  readonly path: Path;
  readonly id: Id;
  readonly thing: string;
  readonly part: Seen;
  readonly edit: Edit;
  readonly roles: readonly Role[];
}

const part = <const Path extends string, const Id extends string, Seen extends v.GenericSchema, Edit extends v.GenericSchema>({
  path,
  id,
  thing,
  part: seen,
  edit,
  roles,
}: Part<Path, Id, Seen, Edit>) => {
  const at = { path: `${C1}/${path}`, door: 'session', roles } as const;
  return {
    get: { ...at, operationId: `get${id}`, method: 'GET', summary: `The ${thing}; secrets masked.`, data: seen, refusals: [] },
    put: {
      ...at,
      operationId: `put${id}`,
      method: 'PUT',
      summary: `Set the ${thing}. A secret that is left out, or sent as it was shown, stays.`,
      body: edit,
      data: seen,
      refusals: ['WRONG_STATE'],
    },
    clear: {
      ...at,
      operationId: `clear${id}`,
      method: 'DELETE',
      summary: `Remove the ${thing}, also what the configuration file has of it.`,
      query: settings.deletion,
      data: seen,
      refusals: ['WRONG_STATE'],
    },
  } as const;
};

const origins = part({
  path: 'origins',
  id: 'Origins',
  thing: 'origins whose pages may use the APIs',
  part: settings.originsPart,
  edit: settings.originsEdit,
  roles: DEVELOPER,
});
const limits = part({
  path: 'limits',
  id: 'Limits',
  thing: 'limits of requests',
  part: settings.limitsPart,
  edit: settings.limitsEdit,
  roles: ADMINISTRATOR,
});
const telephony = part({
  path: 'telephony-secret',
  id: 'TelephonySecret',
  thing: 'secret of the telephony API',
  part: settings.telephonyPart,
  edit: settings.telephonyEdit,
  roles: ADMINISTRATOR,
});
const push = part({
  path: 'push-credentials',
  id: 'PushCredentials',
  thing: 'push credentials',
  part: settings.pushPart,
  edit: settings.pushEdit,
  roles: DEVELOPER,
});
const captcha = part({
  path: 'captcha-key-sets',
  id: 'CaptchaKeySets',
  thing: 'captcha key sets',
  part: settings.captchaPart,
  edit: settings.captchaEdit,
  roles: DEVELOPER,
});
const identity = part({
  path: 'identity',
  id: 'Identity',
  thing: 'keys of signed identities',
  part: settings.identityPart,
  edit: settings.identityEdit,
  roles: DEVELOPER,
});
const webhooks = part({
  path: 'webhooks',
  id: 'Webhooks',
  thing: 'webhooks',
  part: settings.webhooksPart,
  edit: settings.webhooksEdit,
  roles: DEVELOPER,
});

/** Configuration, users and audit of the console. */
export const SETTINGS_ENDPOINTS = {
  listBusinessHours: hours.list,
  getBusinessHours: hours.get,
  putBusinessHours: hours.put,
  deleteBusinessHours: hours.delete,
  listCapacityRules: capacity.list,
  getCapacityRule: capacity.get,
  putCapacityRule: capacity.put,
  deleteCapacityRule: capacity.delete,
  switchCellLength: {
    operationId: 'switchCellLength',
    method: 'POST',
    path: `${C1}/capacity-rules/{name}/cell-length`,
    door: 'session',
    roles: ADMINISTRATOR,
    summary: 'Switch a capacity rule between hour and half-hour cells: half-hours keep the top-of-hour value, hours are copied.',
    body: settings.cellLengthSwitch,
    data: settings.capacityRuleObject,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  putCapacityStatement: {
    operationId: 'putCapacityStatement',
    method: 'PUT',
    path: `${C1}/capacity-rules/{name}/statement`,
    door: 'session',
    roles: ADMINISTRATOR,
    summary: 'Overwrite all cells of a capacity rule; what the statement leaves out is 0.',
    body: settings.capacityStatement,
    data: settings.capacityRuleObject,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  listNumberRules: numbers.list,
  getNumberRule: numbers.get,
  putNumberRule: numbers.put,
  deleteNumberRule: numbers.delete,
  testNumberRule: {
    operationId: 'testNumberRule',
    method: 'POST',
    path: `${C1}/number-rules/{name}/test`,
    door: 'session',
    roles: NUMBERS,
    summary: 'Try a number on a rule: the verdict, and why.',
    body: settings.numberTest,
    data: settings.numberVerdict,
    refusals: ['NOT_FOUND'],
  },
  listRegionRules: regions.list,
  getRegionRule: regions.get,
  putRegionRule: regions.put,
  deleteRegionRule: regions.delete,
  getRegions: {
    operationId: 'getRegions',
    method: 'GET',
    path: `${C1}/regions`,
    door: 'session',
    roles: VIEWERS,
    summary: 'The regions there are, how many servers live in each, and which region dials for which queue now.',
    data: settings.regionsView,
    refusals: [],
  },
  listCallInGroups: groups.list,
  getCallInGroup: groups.get,
  putCallInGroup: groups.put,
  deleteCallInGroup: groups.delete,
  listQueues: queues.list,
  getQueue: queues.get,
  putQueue: queues.put,
  deleteQueue: queues.delete,
  assignRules: {
    operationId: 'assignRules',
    method: 'PUT',
    path: `${C1}/queues/{name}/rules`,
    door: 'session',
    roles: NUMBERS,
    summary: 'Give a queue its rules. Others than the number rule need the role administrator.',
    body: settings.ruleAssignment,
    data: settings.queueObject,
    refusals: ['NOT_FOUND', 'WRONG_STATE'],
  },
  listQueueOverviews: {
    operationId: 'listQueueOverviews',
    method: 'GET',
    path: `${C1}/queue-overviews`,
    door: 'session',
    roles: VIEWERS,
    summary: 'Each queue as it is now: open or closed, wait, who waits, when it opens next.',
    data: v.array(settings.queueOverview),
    refusals: [],
  },
  getQueueOverview: {
    operationId: 'getQueueOverview',
    method: 'GET',
    path: `${C1}/queue-overviews/{name}`,
    door: 'session',
    roles: VIEWERS,
    summary: 'One queue as it is now.',
    data: settings.queueOverview,
    refusals: ['NOT_FOUND'],
  },
  getOrigins: origins.get,
  putOrigins: origins.put,
  getLimits: limits.get,
  putLimits: limits.put,
  getTelephonySecret: telephony.get,
  putTelephonySecret: telephony.put,
  clearTelephonySecret: telephony.clear,
  getPushCredentials: push.get,
  putPushCredentials: push.put,
  clearPushCredentials: push.clear,
  getCaptchaKeySets: captcha.get,
  putCaptchaKeySets: captcha.put,
  clearCaptchaKeySets: captcha.clear,
  getIdentity: identity.get,
  putIdentity: identity.put,
  clearIdentity: identity.clear,
  getWebhooks: webhooks.get,
  putWebhooks: webhooks.put,
  ...PEOPLE_ENDPOINTS,
} as const satisfies Record<string, Endpoint>;
