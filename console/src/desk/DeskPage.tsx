import type { Desk } from '@ringback/contract';
import type { JSX } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { useApp } from '../console-app.js';
import { Button } from '../ui/Button.js';
import { EmptyState } from '../ui/EmptyState.js';
import { COMMAND_KEYS, COMMAND_LABELS, DESK_COMMANDS, availableCommands, type DeskCommand } from './desk-commands.js';
import { CallPanel } from './CallPanel.js';
import { DeskBar } from './DeskBar.js';
import { DeskFigures } from './DeskFigures.js';
import { FeedNotice } from './FeedNotice.js';
import { WaitingPanel } from './WaitingPanel.js';
import { telLink } from '../format/phone-text.js';

/** The agent's desk: who waits, the call in hand, and what to say of it. */
export function DeskPage(): JSX.Element {
  const app = useApp();
  const desk = app.desk.desk.value;
  useDeskShortcuts();
  useTitle(desk);
  if (!desk) return <DeskUnknown />;
  return (
    <>
      <DeskBar desk={desk} />
      <FeedNotice />
      <DeskFigures desk={desk} />
      <div class="desk">
        <CallPanel desk={desk} />
        <WaitingPanel desk={desk} />
      </div>
    </>
  );
}

/** Before the first word from the server: a drawing of the page to come, or why it does not come. */
function DeskUnknown(): JSX.Element {
  const { desk } = useApp();
  const problem = desk.loadProblem.value;
  if (problem === undefined) {
    return (
      <div class="skeleton" role="status" aria-label="Loading your desk">
        <h1>My desk</h1>
        <div class="skeleton-row" />
        <div class="skeleton-rest" />
      </div>
    );
  }
  return (
    <EmptyState
      icon="cloudOff"
      title="Your desk could not be loaded"
      actions={
        <Button look="go" onPress={() => void desk.reload()}>
          Try again
        </Button>
      }
    >
      {problem}
    </EmptyState>
  );
}

function useDeskShortcuts(): void {
  const app = useApp();
  useLayoutEffect(() => {
    const press = (command: DeskCommand): void => {
      const shown = app.desk.desk.value;
      if (command !== 'dial') return void app.desk.run(command);
      const link = shown?.current && availableCommands(shown, app.clock.now.value).has('dial') ? telLink(shown.current.telUri) : undefined;
      if (link !== undefined) app.environment.follow(link);
    };
    return app.shortcuts.add(
      DESK_COMMANDS.map((command) => ({ key: COMMAND_KEYS[command], label: COMMAND_LABELS[command], run: () => press(command) })),
    );
  }, []);
}

/** The tab tells how many wait, so that a desk in the background is still of use. Never a number: titles are recorded. */
function useTitle(desk: Desk | undefined): void {
  const { environment } = useApp();
  const waiting = desk?.waitingCount ?? 0;
  const prefix = desk?.current ? 'On a call' : waiting > 0 ? `${waiting} waiting` : '';
  useLayoutEffect(() => environment.showTitle(`${prefix && `${prefix} - `}My desk - Ringback`), [prefix]);
}
