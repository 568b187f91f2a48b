import { batch, signal, type ReadonlySignal } from '@preact/signals';
import { desk as deskSchema, type Desk } from '@ringback/contract';
import type { ApiClient } from '../api/api-client.js';
import { createLiveFeed, type LiveFeed } from '../api/live-feed.js';
import { failureText } from '../api/request-failure.js';
import type { Environment } from '../environment.js';
import { phoneText } from '../format/phone-text.js';
import { COMMAND_LABELS, OUTCOMES, availableCommands, type DeskCommand, type Outcome } from './desk-commands.js';
import { newestDesk, type DeskOrigin } from './newest-desk.js';

/** The part of the page that an action belongs to, and where its refusal is shown. */
export type DeskPlace = 'ready' | 'next' | 'call' | 'simulator';
export interface DeskProblem {
  readonly place: DeskPlace;
  readonly message: string;
}
/** What became of the call that the agent held last. */
export type LastCall =
  | { readonly kind: 'reported'; readonly phone: string; readonly outcome: Outcome }
  /** It left the desk without a report from here: cancelled, ended from another page, or taken away. */
  | { readonly kind: 'gone'; readonly phone: string };

/** The agent's desk: exactly what the server said last, and the requests that change it. */
export interface DeskStore {
  readonly desk: ReadonlySignal<Desk | undefined>;
  /** Device time of the newest word from the server, epoch ms. */
  readonly seenAt: ReadonlySignal<number>;
  /** The command whose request runs. While it does, all others are locked. */
  readonly pending: ReadonlySignal<DeskCommand | undefined>;
  readonly problem: ReadonlySignal<DeskProblem | undefined>;
  /** Set while there is no desk to show at all. */
  readonly loadProblem: ReadonlySignal<string | undefined>;
  readonly lastCall: ReadonlySignal<LastCall | undefined>;
  readonly feed: LiveFeed;
  start(): void;
  /** Forgets everything: the next person at this screen must not see it. */
  stop(): void;
  reload(): Promise<void>;
  /** Ignored while another runs, or where it makes no sense. `dial` is the link's business and does nothing here. */
  run(command: DeskCommand): Promise<void>;
}

interface DeskStoreOptions {
  readonly api: ApiClient;
  readonly environment: Environment;
  /** Tells somebody who can't see the page what happened. */
  readonly say: (text: string) => void;
}

export function createDeskStore({ api, environment, say }: DeskStoreOptions): DeskStore {
  const desk = signal<Desk | undefined>(undefined);
  const seenAt = signal(environment.now());
  const pending = signal<DeskCommand | undefined>(undefined);
  const problem = signal<DeskProblem | undefined>(undefined);
  const loadProblem = signal<string | undefined>(undefined);
  const lastCall = signal<LastCall | undefined>(undefined);
  /** Answers that were asked for before a stop belong to somebody else. */
  let sitting = 0;

  const take = (arrived: Desk, origin: DeskOrigin): void => {
    const before = desk.value;
    const next = newestDesk(before, arrived, origin);
    batch(() => {
      seenAt.value = environment.now();
      loadProblem.value = undefined;
      desk.value = next;
      if (pending.value === undefined) noticeCallChange(before, next);
    });
  };

  const noticeCallChange = (before: Desk | undefined, next: Desk): void => {
    if (before?.current && before.current.id !== next.current?.id) {
      lastCall.value = { kind: 'gone', phone: phoneText(before.current.phoneNumber) };
    }
    if (before && next.current && next.current.id !== before.current?.id) {
      say(`A callback is yours: ${phoneText(next.current.phoneNumber)}, ${next.current.queue}.`);
    }
  };

  const feed = createLiveFeed({
    environment,
    event: 'desk',
    schema: deskSchema,
    open: (stopped) => api.open('deskEvents', stopped),
    onValue: (value, first) => take(value, first ? 'feed-start' : 'feed'),
  });

  async function reload(): Promise<void> {
    const asked = sitting;
    try {
      const answer = await api.call('desk');
      if (asked === sitting) take(answer, 'answer');
    } catch (error) {
      if (asked === sitting && !desk.value) loadProblem.value = failureText(error);
    }
  }

  async function run(command: DeskCommand): Promise<void> {
    const shown = desk.value;
    if (!shown || command === 'dial' || pending.value !== undefined || !availableCommands(shown).has(command)) return;
    const asked = sitting;
    batch(() => {
      pending.value = command;
      problem.value = undefined;
    });
    try {
      const answer = await request(api, shown, command);
      if (asked !== sitting) return;
      batch(() => {
        take(answer, 'answer');
        settle(shown, command);
      });
    } catch (error) {
      if (asked !== sitting) return;
      problem.value = { place: PLACES[command], message: failureText(error) };
      // A lost answer may have been acted on: what the desk shows must come from the server.
      void reload();
    } finally {
      if (asked === sitting) pending.value = undefined;
    }
  }

  const settle = (before: Desk, command: DeskCommand): void => {
    if (before.current && isOutcome(command) && command !== 'connected') {
      lastCall.value = { kind: 'reported', phone: phoneText(before.current.phoneNumber), outcome: command };
      say(`Reported: ${COMMAND_LABELS[command]}.`);
    }
    if (command === 'take-next') lastCall.value = undefined;
  };

  const clear = (): void => {
    sitting += 1;
    desk.value = pending.value = problem.value = loadProblem.value = lastCall.value = undefined;
  };

  return {
    desk,
    seenAt,
    pending,
    problem,
    loadProblem,
    lastCall,
    feed,
    start() {
      feed.start();
      void reload();
    },
    stop() {
      feed.stop();
      batch(clear);
    },
    reload,
    run,
  };
}

const PLACES: Readonly<Record<DeskCommand, DeskPlace>> = {
  'toggle-ready': 'ready',
  'take-next': 'next',
  dial: 'call',
  connected: 'call',
  'no-answer': 'call',
  busy: 'call',
  machine: 'call',
  'wrong-number': 'call',
  ended: 'call',
  'toggle-simulator': 'simulator',
};

const isOutcome = (command: DeskCommand): command is Outcome => OUTCOMES.some((outcome) => outcome === command);

function request(api: ApiClient, shown: Desk, command: Exclude<DeskCommand, 'dial'>): Promise<Desk> {
  switch (command) {
    case 'toggle-ready':
      return api.call('deskState', { state: shown.agent.state === 'not-ready' ? 'ready' : 'not-ready' });
    case 'take-next':
      return api.call('deskNext');
    case 'toggle-simulator':
      return api.call('simulator', { paused: !shown.simulator?.paused });
    default: {
      if (!shown.current) throw new TypeError('An outcome needs the call that it belongs to');
      const { id, attempt } = shown.current;
      return api.call('deskOutcome', { id, attempt, outcome: command });
    }
  }
}
