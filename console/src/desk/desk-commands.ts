import type { Desk, Role, deskOutcome } from '@ringback/contract';
import type { InferInput } from 'valibot';

/** Who has a desk: the server opens it to agents only. */
export const DESK_ROLES = ['agent'] as const satisfies readonly Role[];

type ContractOutcome = InferInput<typeof deskOutcome>['outcome'];

/** Outcomes of a call that reached nobody, in the order the desk shows them. */
export const UNREACHED = ['no-answer', 'busy', 'machine', 'wrong-number'] as const satisfies readonly ContractOutcome[];

/** What an agent reports of a call; the contract's word for each. */
export const OUTCOMES = ['connected', ...UNREACHED, 'ended'] as const satisfies readonly ContractOutcome[];
export type Outcome = (typeof OUTCOMES)[number];

/** Everything an agent can do at the desk. */
export const DESK_COMMANDS = ['toggle-ready', 'accept', 'decline', 'take-next', 'dial', ...OUTCOMES, 'toggle-simulator'] as const;
export type DeskCommand = (typeof DESK_COMMANDS)[number];

/** The words on the buttons, and in the list of shortcuts. */
export const COMMAND_LABELS: Readonly<Record<DeskCommand, string>> = {
  'toggle-ready': 'Ready or not ready',
  accept: 'Accept and call',
  decline: 'Decline',
  'take-next': 'Take next',
  dial: 'Call the number',
  connected: 'Connected',
  'no-answer': 'No answer',
  busy: 'Busy',
  machine: 'Voicemail',
  'wrong-number': 'Wrong number',
  ended: 'End call',
  'toggle-simulator': 'Simulated agents on or off',
};

/** One key each; none that a screen reader's or browser's own single keys would take while the page has focus. */
export const COMMAND_KEYS: Readonly<Record<DeskCommand, string>> = {
  'toggle-ready': 'r',
  accept: 'y',
  decline: 'x',
  'take-next': 'n',
  dial: 'd',
  connected: 'c',
  'no-answer': 'a',
  busy: 'b',
  machine: 'v',
  'wrong-number': 'w',
  ended: 'e',
  'toggle-simulator': 's',
};

/**
 * The listed callback that would be taken now: the first one whose time has come.
 * @param now epoch ms by the server's clock
 */
export const nextToTake = (desk: Desk, now: number): Desk['waiting'][number] | undefined =>
  desk.waiting.find(({ notBefore }) => notBefore === undefined || Date.parse(notBefore) <= now);

/** Whether the agent takes no calls now; after-call work ends by going ready. */
export const isAway = (state: Desk['agent']['state']): boolean => state === 'not-ready' || state === 'after-call-work';

/**
 * Which commands make sense in this state of the desk.
 * @param now epoch ms by the server's clock
 */
export function availableCommands(desk: Desk, now: number): ReadonlySet<DeskCommand> {
  const commands = new Set<DeskCommand>();
  if (desk.simulator) commands.add('toggle-simulator');
  if (desk.agent.state !== 'busy' && desk.agent.state !== 'reserved') commands.add('toggle-ready');
  if (desk.offer && !desk.current) return commands.add('accept').add('decline');
  if (!desk.current) {
    const anybody = nextToTake(desk, now) !== undefined || desk.waitingCount > desk.waiting.length;
    if (anybody && desk.agent.state === 'ready') commands.add('take-next');
    return commands;
  }
  if (desk.current.state === 'PROCESSING') return commands.add('ended');
  for (const command of ['dial', 'connected', ...UNREACHED] as const) commands.add(command);
  return commands;
}
