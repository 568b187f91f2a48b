import type { PageToWorker } from '@ringback/contract';
import type { RunningRequest } from '../../src/plugins/callback-service/protocol.js';
import type { PushPort } from '../../src/plugins/push/push-port.js';

/** A browser's push in the test's hands. */
export function fakePort(overrides: Partial<PushPort> = {}) {
  const log: string[] = [];
  const said: PageToWorker[] = [];
  let receive: ((message: unknown) => void) | undefined;
  let remembered: RunningRequest | undefined;
  const port: PushPort & { permitted: NotificationPermission | 'unsupported'; answer: NotificationPermission } = {
    permitted: 'default',
    answer: 'granted',
    permission: () => port.permitted,
    ask: async () => {
      log.push('ask');
      port.permitted = port.answer;
      return port.answer;
    },
    register: async (url) => {
      log.push(`register ${url}`);
      return {} as ServiceWorkerRegistration;
    },
    token: async () => {
      log.push('token');
      return `token-${log.filter((entry) => entry === 'token').length}`;
    },
    forgetToken: async () => void log.push('forget'),
    say: (message) => void said.push(message),
    listen: (listener) => {
      receive = listener;
      return () => (receive = undefined);
    },
    goTo: (uri) => void log.push(`go ${uri}`),
    keep: (request) => void (remembered = request),
    kept: () => remembered,
    ...overrides,
  };
  return { port, log, said, tell: (message: unknown) => receive?.(message), listens: () => receive !== undefined };
}
