import { batch, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { desk as deskSchema, type Desk } from '@ringback/contract';
import type { ApiClient } from '../api/api-client.js';
import { createLiveFeed, type LiveFeed } from '../api/live-feed.js';
import { failureText } from '../api/request-failure.js';
import type { Environment } from '../environment.js';
import { phoneText } from '../format/phone-text.js';
import { COMMAND_LABELS, OUTCOMES, availableCommands, isAway, type DeskCommand, type Outcome } from './desk-commands.js';
import { newestDesk, type DeskOrigin } from './newest-desk.js';

/** The part of the page that an action belongs to, and where its refusal is shown. */
export type DeskPlace = 'ready' | 'offer' | 'next' | 'call' | 'simulator';
export interface DeskProblem {
  readonly place: DeskPlace;
  readonly message: string;
}
/** What became of the call that the agent held last. */
export type LastCall =
  | { readonly kind: 'reported'; readonly phone: string; readonly outcome: Outcome }
  /** It left the desk without a report from here: cancelled, ended from another page, or taken away. */
  | { readonly kind: 'gone'; readonly phone: string };

/** Even on the busiest desk some answer meets no event; the limit only keeps a button from staying locked. */
const MAX_ROUNDS = 5;

interface DeskStoreOptions {
  readonly api: ApiClient;
  readonly environment: Environment;
  /** Epoch ms by the server's clock. */
  readonly serverNow: () => number;
  /** Tells somebody who can't see the page what happened. */
  readonly say: (text: string) => void;
}

/** The agent's desk: exactly what the server said last, and the requests that change it. */
export class DeskStore {
  readonly #api: ApiClient;
  readonly #environment: Environment;
  readonly #serverNow: () => number;
  readonly #say: (text: string) => void;
  readonly #desk = signal<Desk | undefined>(undefined);
  readonly #seenAt: Signal<number>;
  readonly #pending = signal<DeskCommand | undefined>(undefined);
  readonly #problem = signal<DeskProblem | undefined>(undefined);
  readonly #loadProblem = signal<string | undefined>(undefined);
  readonly #lastCall = signal<LastCall | undefined>(undefined);
  /** Grows with every stop: answers that were asked for before it belong to somebody else. */
  #sitting = 0;
  /** Grows with every event of the feed. */
  #heard = 0;
  readonly feed: LiveFeed;

  constructor({ api, environment, serverNow, say }: DeskStoreOptions) {
    this.#api = api;
    this.#environment = environment;
    this.#serverNow = serverNow;
    this.#say = say;
    this.#seenAt = signal(environment.now());
    this.feed = createLiveFeed({
      environment,
      event: 'desk',
      schema: deskSchema,
      open: (stopped) => api.open('deskEvents', stopped),
      onValue: (value, first) => {
        this.#heard += 1;
        this.#take(value, first ? 'feed-start' : 'feed');
      },
    });
  }

  get desk(): ReadonlySignal<Desk | undefined> {
    return this.#desk;
  }
  /** Device time of the newest word from the server, epoch ms. */
  get seenAt(): ReadonlySignal<number> {
    return this.#seenAt;
  }
  /** The command whose request runs. While it does, all others are locked. */
  get pending(): ReadonlySignal<DeskCommand | undefined> {
    return this.#pending;
  }
  get problem(): ReadonlySignal<DeskProblem | undefined> {
    return this.#problem;
  }
  /** Set while there is no desk to show at all. */
  get loadProblem(): ReadonlySignal<string | undefined> {
    return this.#loadProblem;
  }
  get lastCall(): ReadonlySignal<LastCall | undefined> {
    return this.#lastCall;
  }

  start(): void {
    this.feed.start();
    void this.reload();
  }

  /** Forgets everything: the next person at this screen must not see it. */
  stop(): void {
    this.feed.stop();
    this.#sitting += 1;
    batch(() => {
      for (const kept of [this.#desk, this.#pending, this.#problem, this.#loadProblem, this.#lastCall]) kept.value = undefined;
    });
  }

  /** Never rejects; a failure shows only where there is no desk yet. */
  async reload(): Promise<void> {
    const sitting = this.#sitting;
    try {
      const answer = await this.#settled(() => this.#api.call('desk'));
      if (sitting === this.#sitting) this.#take(answer, 'answer');
    } catch (error) {
      if (sitting === this.#sitting && !this.#desk.value) this.#loadProblem.value = failureText(error);
    }
  }

  /** Ignored while another runs, or where it makes no sense. `dial` is the link's business and does nothing here. */
  async run(command: DeskCommand): Promise<void> {
    const shown = this.#desk.value;
    if (!shown || command === 'dial' || this.#pending.value !== undefined || !availableCommands(shown, this.#serverNow()).has(command))
      return;
    const sitting = this.#sitting;
    batch(() => {
      this.#pending.value = command;
      this.#problem.value = undefined;
    });
    try {
      const answer = await this.#settled(() => request(this.#api, shown, command));
      if (sitting === this.#sitting) this.#settle(shown, command, answer);
    } catch (error) {
      if (sitting !== this.#sitting) return;
      this.#problem.value = { place: PLACES[command], message: failureText(error) };
      // A lost answer may have been acted on: what the desk shows must come from the server.
      void this.reload();
    } finally {
      if (sitting === this.#sitting) this.#pending.value = undefined;
    }
  }

  /**
   * An answer without a version may be older than an event that came while it travelled, and no later event would mend
   * that: the desk is then asked again, until an answer travelled alone. The first request is never repeated.
   */
  async #settled(ask: () => Promise<Desk>): Promise<Desk> {
    let heard = this.#heard;
    let answer = await ask();
    for (let round = 0; round < MAX_ROUNDS && answer.version === undefined && heard !== this.#heard; round += 1) {
      heard = this.#heard;
      answer = await this.#api.call('desk').catch(() => answer);
    }
    return answer;
  }

  #take(arrived: Desk, origin: DeskOrigin): void {
    const before = this.#desk.value;
    const next = newestDesk(before, arrived, origin);
    batch(() => {
      this.#seenAt.value = this.#environment.now();
      this.#loadProblem.value = undefined;
      this.#desk.value = next;
      if (this.#pending.value === undefined) this.#noticeCallChange(before, next);
      if (before && next.offer && next.offer.id !== before.offer?.id)
        this.#say(`You are offered a callback: ${phoneText(next.offer.phoneNumber)}, ${next.offer.queue}.`);
    });
  }

  /** What happened to the call in hand without this page having asked for it. */
  #noticeCallChange(before: Desk | undefined, next: Desk): void {
    if (!before || before.current?.id === next.current?.id) return;
    if (before.current) this.#lastCall.value = { kind: 'gone', phone: phoneText(before.current.phoneNumber) };
    if (next.current) this.#say(`A callback is yours: ${phoneText(next.current.phoneNumber)}, ${next.current.queue}.`);
  }

  #settle(before: Desk, command: DeskCommand, answer: Desk): void {
    batch(() => {
      this.#take(answer, 'answer');
      if (command === 'take-next' || command === 'accept') this.#lastCall.value = undefined;
      if (!before.current || !isOutcome(command) || command === 'connected') return;
      this.#lastCall.value = { kind: 'reported', phone: phoneText(before.current.phoneNumber), outcome: command };
      this.#say(`Reported: ${COMMAND_LABELS[command]}.`);
    });
  }
}

const PLACES: Readonly<Record<DeskCommand, DeskPlace>> = {
  'toggle-ready': 'ready',
  accept: 'offer',
  decline: 'offer',
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
      return api.call('deskState', { state: isAway(shown.agent.state) ? 'ready' : 'not-ready' });
    case 'accept':
    case 'decline': {
      if (!shown.offer) throw new TypeError('An answer needs the offer that it belongs to');
      const { id } = shown.offer;
      return command === 'accept' ? api.call('offerAccept', { id }) : api.call('offerDecline', { id });
    }
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
