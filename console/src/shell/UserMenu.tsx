import { useSignal } from '@preact/signals';
import type { Role, Session } from '@ringback/contract';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { failureText } from '../api/request-failure.js';
import { useApp } from '../console-app.js';
import { initials } from '../format/display-text.js';
import { Button } from '../ui/Button.js';
import { Icon } from '../ui/Icon.js';
import { Notice } from '../ui/Notice.js';
import { THEMES } from './settings.js';

const ROLE_LABELS: Readonly<Record<Role, string>> = {
  administrator: 'Administrator',
  supervisor: 'Supervisor',
  monitor: 'Monitor',
  developer: 'Developer',
  agent: 'Agent',
};
const THEME_LABELS = { auto: 'Auto', light: 'Light', dark: 'Dark' } as const;

/** Who is signed in; opens their settings and the way out. */
export function UserMenu({ session }: { readonly session: Session }): JSX.Element {
  const { shortcuts } = useApp();
  const open = useSignal(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useOutside(root, () => (open.value = false));
  const close = (): void => {
    open.value = false;
    button.current?.focus();
  };
  return (
    <div
      class="user"
      ref={root}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open.value) close();
      }}
    >
      <button
        type="button"
        ref={button}
        class="user-button"
        aria-expanded={open.value}
        aria-controls="user-panel"
        onClick={() => {
          open.value = !open.value;
        }}
      >
        <span class="avatar" aria-hidden="true">
          {initials(session.username)}
        </span>
        <span class="user-name">
          {session.username}
          <small>{session.roles.map((role) => ROLE_LABELS[role]).join(', ')}</small>
        </span>
        <Icon name="chevronUp" />
      </button>
      <div id="user-panel" class="user-panel" hidden={!open.value}>
        <ThemeChoice />
        <Button
          look="quiet"
          icon="keyboard"
          shortcut="?"
          onPress={() => {
            close();
            shortcuts.listOpen.value = true;
          }}
        >
          Keyboard shortcuts
        </Button>
        <SignOut />
      </div>
    </div>
  );
}

/** Tells when somebody points or goes anywhere but into the element. */
function useOutside(root: { readonly current: HTMLElement | null }, onOutside: () => void): void {
  useEffect(() => {
    const look = (event: Event): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) onOutside();
    };
    const events = ['pointerdown', 'focusin'] as const;
    for (const event of events) document.addEventListener(event, look);
    return () => events.forEach((event) => document.removeEventListener(event, look));
  }, []);
}

function ThemeChoice(): JSX.Element {
  const { settings } = useApp();
  return (
    <fieldset class="segments">
      <legend>Look</legend>
      {THEMES.map((theme) => (
        <label key={theme}>
          <input type="radio" name="theme" checked={settings.theme.value === theme} onChange={() => settings.setTheme(theme)} />
          <span>{THEME_LABELS[theme]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function SignOut(): JSX.Element {
  const app = useApp();
  const busy = useSignal(false);
  const problem = useSignal<string | undefined>(undefined);
  const leave = async (): Promise<void> => {
    busy.value = true;
    problem.value = undefined;
    await app.session.signOut().catch((error: unknown) => {
      problem.value = `You are still signed in. ${failureText(error)}`;
    });
    busy.value = false;
  };
  return (
    <>
      {app.desk.desk.value?.current && <p class="user-hint">You still hold a call. Report how it went before you leave.</p>}
      <Button look="quiet" icon="leave" busy={busy.value} onPress={() => void leave()}>
        Sign out
      </Button>
      {problem.value && (
        <Notice tone="bad" role="alert">
          {problem.value}
        </Notice>
      )}
    </>
  );
}
