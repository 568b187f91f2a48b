import type { Desk } from '@ringback/contract';
import type { JSX } from 'preact';
import { useApp } from '../console-app.js';
import { Notice } from '../ui/Notice.js';
import { Switch } from '../ui/Switch.js';
import { COMMAND_KEYS, isAway } from './desk-commands.js';
import type { DeskPlace } from './desk-store.js';
import { useVisibleKey } from './use-visible-key.js';

const AGENT_TEXTS: Readonly<Record<Desk['agent']['state'], string>> = {
  'not-ready': 'Not ready',
  ready: 'Ready',
  reserved: 'Offered a call',
  busy: 'On a call',
  'after-call-work': 'After-call work',
};

/** The page's head: its name, the agent's own state, and the simulator's. */
export function DeskBar({ desk }: { readonly desk: Desk }): JSX.Element {
  const store = useApp().desk;
  const { state } = desk.agent;
  const pending = store.pending.value;
  const keyOf = useVisibleKey();
  return (
    <>
      <div class="bar">
        <h1>My desk</h1>
        <Switch
          label="Your state"
          text={AGENT_TEXTS[state]}
          on={!isAway(state)}
          busy={pending === 'toggle-ready'}
          locked={pending !== undefined || state === 'busy' || state === 'reserved'}
          shortcut={keyOf(COMMAND_KEYS['toggle-ready'])}
          onToggle={() => void store.run('toggle-ready')}
        />
        {desk.simulator && <SimulatorSwitch simulator={desk.simulator} />}
      </div>
      <PlaceProblem place="ready" />
      <PlaceProblem place="simulator" />
    </>
  );
}

function SimulatorSwitch({ simulator }: { readonly simulator: NonNullable<Desk['simulator']> }): JSX.Element {
  const store = useApp().desk;
  const pending = store.pending.value;
  const keyOf = useVisibleKey();
  const { paused, agents, busy } = simulator;
  return (
    <div class="simulator">
      <Switch
        label="Simulated agents"
        look="plain"
        text={paused ? 'Simulated agents: paused' : 'Simulated agents: running'}
        on={!paused}
        busy={pending === 'toggle-simulator'}
        locked={pending !== undefined}
        shortcut={keyOf(COMMAND_KEYS['toggle-simulator'])}
        onToggle={() => void store.run('toggle-simulator')}
      />
      <small>{paused && busy === 0 ? 'you play the agent' : `${busy} of ${agents} on a call`}</small>
    </div>
  );
}

/** What the server said to the last action of this place, until the next action. */
export function PlaceProblem({ place }: { readonly place: DeskPlace }): JSX.Element | null {
  const problem = useApp().desk.problem.value;
  if (problem?.place !== place) return null;
  return (
    <Notice tone="bad" role="alert">
      {problem.message}
    </Notice>
  );
}
