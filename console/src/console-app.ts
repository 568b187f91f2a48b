import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { Session } from '@ringback/contract';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { createApiClient, type ApiClient } from './api/api-client.js';
import { createClock, type Clock } from './clock.js';
import { DESK_ROLES } from './desk/desk-commands.js';
import { DeskStore } from './desk/desk-store.js';
import type { Environment } from './environment.js';
import { createSessionStore, type SessionStore } from './session/session-store.js';
import { createRouter, type Router } from './shell/router.js';
import { createSettings, type Settings } from './shell/settings.js';
import { createShortcutRegistry, type ShortcutRegistry } from './shell/shortcuts.js';

/** The console without its looks: every store, wired once. */
export interface ConsoleApp {
  readonly environment: Environment;
  readonly api: ApiClient;
  readonly clock: Clock;
  readonly session: SessionStore;
  readonly desk: DeskStore;
  readonly router: Router;
  readonly settings: Settings;
  readonly shortcuts: ShortcutRegistry;
  /** The last thing said to screen readers. */
  readonly said: ReadonlySignal<string>;
  say(text: string): void;
  /** Asks who is signed in, and keeps the desk live while an agent is. */
  start(): void;
  stop(): void;
}

export function createConsoleApp(environment: Environment): ConsoleApp {
  const clock = createClock(environment);
  const said = signal('');
  const say = (text: string): void => {
    // The same words twice would not be read again; a space at the end is not heard, but is a change.
    said.value = said.value === text ? `${text} ` : text;
  };
  const session = createSessionStore(() => api);
  const api = createApiClient(environment, session.link, clock.adopt);
  const desk = new DeskStore({ api, environment, serverNow: () => clock.now.value, say });
  const router = createRouter(environment);
  const agent = computed(() => (session.state.value.kind === 'in' ? agentOf(session.state.value.session) : undefined));
  let stopFollowing: (() => void) | undefined;

  const followAgent = (): void | (() => void) => {
    if (agent.value === undefined) return undefined;
    desk.start();
    return () => desk.stop();
  };

  return {
    environment,
    api,
    clock,
    session,
    desk,
    router,
    settings: createSettings(environment),
    shortcuts: createShortcutRegistry(),
    said,
    say,
    start() {
      if (stopFollowing) return;
      clock.start();
      router.start();
      stopFollowing = effect(followAgent);
      void session.check();
    },
    stop() {
      stopFollowing?.();
      stopFollowing = undefined;
      router.stop();
      clock.stop();
    },
  };
}

/** The name of the user if they have a desk. */
const agentOf = ({ username, roles }: Session): string | undefined =>
  DESK_ROLES.some((role) => roles.includes(role)) ? username : undefined;

const AppContext = createContext<ConsoleApp | undefined>(undefined);
export const AppProvider = AppContext.Provider;

/** The app of the tree that a component stands in. */
export function useApp(): ConsoleApp {
  const app = useContext(AppContext);
  if (!app) throw new TypeError('This component needs an AppProvider above it');
  return app;
}
