import type { ObjectKind } from '@ringback/contract';
import { SETTINGS_EXAMPLES } from '../../src/http/openapi/settings-examples.js';
import type { SettingsVerbs } from '../../src/usecases/settings-verbs.js';

const OBJECTS: Readonly<Record<ObjectKind, unknown>> = {
  'business-hours': SETTINGS_EXAMPLES.getBusinessHours.data,
  'capacity-rules': SETTINGS_EXAMPLES.getCapacityRule.data,
  'number-rules': SETTINGS_EXAMPLES.getNumberRule.data,
  'region-rules': SETTINGS_EXAMPLES.getRegionRule.data,
  'call-in-groups': SETTINGS_EXAMPLES.getCallInGroup.data,
  queues: SETTINGS_EXAMPLES.getQueue.data,
};
const PARTS: Readonly<Record<string, unknown>> = {
  origins: SETTINGS_EXAMPLES.getOrigins.data,
  limits: SETTINGS_EXAMPLES.getLimits.data,
  push: SETTINGS_EXAMPLES.getPushCredentials.data,
  captcha: SETTINGS_EXAMPLES.getCaptchaKeySets.data,
  webhooks: SETTINGS_EXAMPLES.getWebhooks.data,
  telephony: SETTINGS_EXAMPLES.getTelephonySecret.data,
  identity: SETTINGS_EXAMPLES.getIdentity.data,
};
const EXAMPLES = SETTINGS_EXAMPLES;

/** Answers every question of settings with the document's example, and keeps nothing. */
export function createFakeSettings(note: (verb: string, ...given: unknown[]) => void): SettingsVerbs {
  const answering =
    (verb: string, answer: (...given: never[]) => unknown) =>
    async (...given: unknown[]): Promise<unknown> => {
      note(verb, ...given);
      return answer(...(given as never[]));
    };
  // A test parses each of these examples with the schema of the verb's endpoint.
  return {
    listObjects: answering('listObjects', (_: unknown, kind: ObjectKind) => [OBJECTS[kind]]),
    readObject: answering('readObject', (_: unknown, kind: ObjectKind) => OBJECTS[kind]),
    putObject: answering('putObject', (_: unknown, { kind }: { kind: ObjectKind }) => OBJECTS[kind]),
    deleteObject: answering('deleteObject', () => undefined),
    switchCellLength: answering('switchCellLength', () => OBJECTS['capacity-rules']),
    overwriteCells: answering('overwriteCells', () => OBJECTS['capacity-rules']),
    assignRules: answering('assignRules', () => OBJECTS.queues),
    testNumber: answering('testNumber', () => EXAMPLES.testNumberRule.data),
    queueOverviews: answering('queueOverviews', () => EXAMPLES.listQueueOverviews.data),
    queueOverview: answering('queueOverview', () => EXAMPLES.getQueueOverview.data),
    regionsView: answering('regionsView', () => EXAMPLES.getRegions.data),
    sitePart: answering('sitePart', (part: string) => PARTS[part]),
    putSitePart: answering('putSitePart', (_: unknown, part: string) => PARTS[part]),
    clearSitePart: answering('clearSitePart', (_: unknown, part: string) => PARTS[part]),
    listUsers: answering('listUsers', () => EXAMPLES.listUsers.data),
    readUser: answering('readUser', () => EXAMPLES.getUser.data),
    putUser: answering('putUser', () => EXAMPLES.putUser.data),
    deleteUser: answering('deleteUser', () => undefined),
    resetPassword: answering('resetPassword', () => EXAMPLES.resetPassword.data),
    changeOwnPassword: answering('changeOwnPassword', () => undefined),
    sessionLives: async () => true,
    listAudit: answering('listAudit', () => EXAMPLES.listAudit.data),
  } as unknown as SettingsVerbs;
}
