import type { Session } from '@ringback/contract';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useApp } from '../console-app.js';
import { LoginPage } from '../session/LoginPage.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { pageAt, pagesFor, type Page } from './pages.js';
import { Rail } from './Rail.js';
import { ShortcutsDialog, useShortcutKeys } from './ShortcutsDialog.js';

/** The whole page: who is there, then what they may see. */
export function Console(): JSX.Element {
  const app = useApp();
  return (
    <>
      <Gate />
      <p class="unseen" role="status">
        {app.said.value}
      </p>
    </>
  );
}

function Gate(): JSX.Element {
  const app = useApp();
  const state = app.session.state.value;
  switch (state.kind) {
    case 'checking':
      return <div class="gate late" role="status" aria-label="Loading the console" />;
    case 'unknown':
      return (
        <main class="gate">
          <EmptyState
            icon="cloudOff"
            title="The console can’t reach the server"
            actions={
              <Button look="go" onPress={() => void app.session.check()}>
                Try again
              </Button>
            }
          >
            {state.message}
          </EmptyState>
        </main>
      );
    case 'out':
      return <LoginPage notice={state.notice} lastUsername={state.lastUsername} />;
    case 'in':
      return <Shell session={state.session} />;
  }
}

function Shell({ session }: { readonly session: Session }): JSX.Element {
  const app = useApp();
  const pages = pagesFor(session.roles);
  const route = app.router.route.value;
  const page = pageAt(route, pages);
  const first = pages[0];
  useShortcutKeys();
  useEffect(() => {
    if (route === '' && first) app.router.go(first.route, 'replace');
  }, [route, first]);
  const skip = (): void => document.getElementById('page')?.focus();
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={skip}>
        Skip to the page
      </button>
      <Rail pages={pages} session={session} current={page} />
      <main id="page" class="page" tabIndex={-1}>
        {page ? <page.View key={session.username} /> : route !== '' || !first ? <NoPage first={first} /> : null}
      </main>
      <ShortcutsDialog />
    </div>
  );
}

function NoPage({ first }: { readonly first: Page | undefined }): JSX.Element {
  const app = useApp();
  useEffect(() => app.environment.showTitle('Ringback console'), []);
  if (!first) {
    return (
      <EmptyState icon="info" title="Nothing here for your role yet">
        Your user may sign in, but none of the console’s pages is open to it. An administrator can give it another role.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon="info"
      title="There is no such page"
      actions={
        <Button look="go" onPress={() => app.router.go(first.route, 'replace')}>
          Go to {first.label}
        </Button>
      }
    >
      The address may be mistyped, or the page is not open to your role.
    </EmptyState>
  );
}
