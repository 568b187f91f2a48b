import { Refusal } from '../../src/domain/refusal.js';
import type { SettingsVerbs } from '../../src/usecases/settings-verbs.js';

const USER = {
  username: 'ann',
  version: 1,
  source: 'console' as const,
  passwordSource: 'console' as const,
  roles: ['agent' as const],
  skills: { english: 5 },
};
const OVERVIEW = {
  name: 'Sales_VQ',
  description: '',
  immediateEnabled: true,
  scheduledEnabled: true,
  callDirection: 'USERTERMINATED' as const,
  timeZone: 'UTC',
  open: true,
  openFor: 3600,
  closesAt: '2026-11-23T16:30:00.000Z',
  offersImmediate: true,
  offersScheduled: true,
  estimatedWaitTime: 90,
  waiting: 1,
  scheduled: 0,
  inCall: 0,
  agents: 1,
  businessHours: 'Office',
  version: 0,
};

/** Settings of which there are none: the border is tested with the real ones in test/service. */
export function createFakeSettings(note: (verb: string, ...given: unknown[]) => void): SettingsVerbs {
  const missing =
    (verb: string) =>
    (...given: unknown[]): Promise<never> => {
      note(verb, ...given);
      return Promise.reject(new Refusal('NOT_FOUND', 'There is no such thing in the fake.'));
    };
  return {
    listObjects: async () => [],
    readObject: missing('readObject'),
    putObject: missing('putObject'),
    deleteObject: missing('deleteObject'),
    switchCellLength: missing('switchCellLength'),
    overwriteCells: missing('overwriteCells'),
    assignRules: missing('assignRules'),
    testNumber: async () => ({ verdict: 'allowed', reason: 'The fake allows everything.' }),
    queueOverviews: async () => [OVERVIEW],
    queueOverview: async () => OVERVIEW,
    sitePart: missing('sitePart'),
    putSitePart: missing('putSitePart'),
    clearSitePart: missing('clearSitePart'),
    listUsers: async () => [USER],
    readUser: async () => USER,
    putUser: async () => USER,
    deleteUser: async () => undefined,
    resetPassword: async () => USER,
    changeOwnPassword: async () => undefined,
    sessionLives: async () => true,
    listAudit: async () => ({ entries: [] }),
  };
}
