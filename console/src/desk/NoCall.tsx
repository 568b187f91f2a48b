import type { Desk } from '@ringback/contract';
import type { JSX } from 'preact';
import { useApp } from '../console-app.js';
import { phoneText } from '../format/phone-text.js';
import { Button } from '../ui/Button.js';
import { Elapsed } from '../ui/Elapsed.js';
import { EmptyState } from '../ui/EmptyState.js';
import { Notice } from '../ui/Notice.js';
import { PlaceProblem } from './DeskBar.js';
import { COMMAND_KEYS, COMMAND_LABELS, availableCommands, isAway, nextToTake, type DeskCommand } from './desk-commands.js';
import type { LastCall } from './desk-store.js';
import { useVisibleKey } from './use-visible-key.js';

/** No call in hand: what happened to the last one, and how to get the next. */
export function NoCall({ desk }: { readonly desk: Desk }): JSX.Element {
  const { lastCall } = useApp().desk;
  return (
    <div class="now">
      {lastCall.value && <LastCallNotice last={lastCall.value} />}
      {desk.waitingCount > 0 ? <SomebodyWaits desk={desk} /> : <NobodyWaits desk={desk} />}
      <PlaceProblem place="next" />
    </div>
  );
}

function LastCallNotice({ last }: { readonly last: LastCall }): JSX.Element {
  if (last.kind === 'gone') {
    return (
      <Notice tone="info">
        The callback to <bdi>{last.phone}</bdi> is no longer on your desk. It may have been cancelled, or closed from another page.
      </Notice>
    );
  }
  return (
    <Notice tone="good">
      Reported for <bdi>{last.phone}</bdi>: <b>{last.outcome === 'ended' ? 'call ended' : COMMAND_LABELS[last.outcome].toLowerCase()}</b>.
    </Notice>
  );
}

function SomebodyWaits({ desk }: { readonly desk: Desk }): JSX.Element {
  const { clock } = useApp();
  const { waitingCount, agent, simulator } = desk;
  const next = nextToTake(desk, clock.now.value);
  const ready = agent.state === 'ready';
  const canTake = availableCommands(desk, clock.now.value).has('take-next');
  return (
    <EmptyState
      icon="people"
      title={waitingCount === 1 ? 'One person is waiting' : `${waitingCount} people are waiting`}
      actions={ready ? canTake && <PressCommand command="take-next" go /> : <PressCommand command="toggle-ready" label="Go ready" go />}
    >
      {next && (
        <p>
          Next: <bdi class="number strong">{phoneText(next.phoneNumber)}</bdi>, {next.queue}, waiting <Elapsed since={next.queuedAt} /> min.
        </p>
      )}
      {ready && !canTake && <p>They are to be called again later; nobody’s time has come yet.</p>}
      {!ready && <p>You are not ready. Go ready to take the next call.</p>}
      {simulator && !simulator.paused && <p>Simulated agents are running and may be faster than you. Pause them to play the agent.</p>}
    </EmptyState>
  );
}

function NobodyWaits({ desk }: { readonly desk: Desk }): JSX.Element {
  const { agent, simulator } = desk;
  if (isAway(agent.state)) {
    const title = agent.state === 'after-call-work' ? 'After-call work' : 'You are not ready';
    return (
      <EmptyState icon="pause" title={title} actions={<PressCommand command="toggle-ready" label="Go ready" go />}>
        <p>Nobody is waiting right now. Go ready when you can take calls.</p>
      </EmptyState>
    );
  }
  const simulated = simulator && !simulator.paused;
  return (
    <EmptyState
      icon={simulated ? 'robot' : 'clock'}
      title="Nobody is waiting"
      actions={simulated ? <PressCommand command="toggle-simulator" label="Pause the simulated agents" /> : undefined}
    >
      <p>
        {simulated
          ? 'Simulated agents call everybody back at once. Pause them to play the agent yourself.'
          : 'The next request shows up here by itself. You can leave this page open.'}
      </p>
    </EmptyState>
  );
}

interface PressCommandProps {
  readonly command: DeskCommand;
  readonly label?: string;
  readonly go?: boolean;
}

function PressCommand({ command, label = COMMAND_LABELS[command], go }: PressCommandProps): JSX.Element {
  const store = useApp().desk;
  const pending = store.pending.value;
  const keyOf = useVisibleKey();
  return (
    <Button
      big
      look={go ? 'go' : 'plain'}
      busy={pending === command}
      locked={pending !== undefined}
      shortcut={keyOf(COMMAND_KEYS[command])}
      onPress={() => void store.run(command)}
    >
      {label}
    </Button>
  );
}
