import { signal, type ReadonlySignal } from '@preact/signals';
import type { Session, Welcome } from '@ringback/contract';
import type { ApiClient, SessionLink } from '../api/api-client.js';
import { RequestFailure, failureText } from '../api/request-failure.js';

type SessionState =
  | { readonly kind: 'checking' }
  /** Whether somebody is signed in could not be asked. */
  | { readonly kind: 'unknown'; readonly message: string }
  | { readonly kind: 'out'; readonly notice: string | undefined; readonly lastUsername: string | undefined }
  | { readonly kind: 'in'; readonly session: Session };

/** Who uses this page. */
export interface SessionStore {
  readonly state: ReadonlySignal<SessionState>;
  /** What the server tells before a login; undefined until asked, and when it can't be asked. */
  readonly welcome: ReadonlySignal<Welcome | undefined>;
  /** For the API client. */
  readonly link: SessionLink;
  /** Asks the server who is signed in. Never rejects. */
  check(): Promise<void>;
  /** Rejects with a RequestFailure when the server does not let them in. */
  signIn(username: string, password: string): Promise<void>;
  /** Rejects with a RequestFailure when the session may still live. */
  signOut(): Promise<void>;
}

const ENDED = 'Your session has ended. Sign in again to go on where you were.';

/** @param api called lazily: client and session need each other. */
export function createSessionStore(api: () => ApiClient): SessionStore {
  const state = signal<SessionState>({ kind: 'checking' });
  const welcome = signal<Welcome | undefined>(undefined);

  const outside = (notice: string | undefined): void => {
    const lastUsername = state.value.kind === 'in' ? state.value.session.username : undefined;
    state.value = { kind: 'out', notice, lastUsername };
  };
  const leave = (notice: string | undefined): void => {
    outside(notice);
    void api()
      .call('consoleWelcome')
      .then((answer) => (welcome.value = answer))
      .catch(() => undefined);
  };

  const link: SessionLink = {
    csrfToken: () => (state.value.kind === 'in' ? state.value.session.csrfToken : undefined),
    async renew() {
      const before = link.csrfToken();
      state.value = { kind: 'in', session: await api().call('session') };
      return link.csrfToken() !== before;
    },
    lost() {
      if (state.value.kind === 'in') leave(ENDED);
    },
  };

  return {
    state,
    welcome,
    link,
    async check() {
      state.value = { kind: 'checking' };
      try {
        // The welcome first: a browser writes every 401 into its console, and nobody being signed in is no trouble.
        welcome.value = await api()
          .call('consoleWelcome')
          .catch(() => undefined);
        if (welcome.value?.signedIn === false) outside(undefined);
        else state.value = { kind: 'in', session: await api().call('session') };
      } catch (error) {
        if (error instanceof RequestFailure && error.isRefusal(401)) outside(undefined);
        else state.value = { kind: 'unknown', message: failureText(error) };
      }
    },
    async signIn(username, password) {
      state.value = { kind: 'in', session: await api().call('login', { username, password }) };
    },
    async signOut() {
      try {
        await api().call('logout');
      } catch (error) {
        if (!(error instanceof RequestFailure && error.isRefusal(401))) throw error;
      }
      leave('You are signed out.');
    },
  };
}
