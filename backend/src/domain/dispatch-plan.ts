import { mayBeAsked, mayTake, ownedBy, type Candidate, type Demand } from './suitability.js';

/** How the callbacks of a queue find their agents (CB4). */
export interface RoutingRules {
  /**
   * `agent-first`: an agent is asked, then the customer is called. `customer-first`: the other way round. `found-first`: the
   * same, but people at desks are not counted, because the telephony side can't bring customers to them.
   */
  readonly connect: 'agent-first' | 'customer-first' | 'found-first';
  /** Customer-first: customers called at once for each agent who is free. */
  readonly pacing: number;
  /** Agent-first: agents aren't asked, the callback is theirs at once. */
  readonly autoAnswer: boolean;
}

/** A callback whose turn it may be, or a customer on the line. */
export interface Turn extends Demand {
  readonly id: string;
  readonly rules: RoutingRules;
  /** Who asks for the same has the same text: what was in vain for one is in vain for all. */
  readonly sameAs: string;
}

/** An agent on duty. */
export interface Colleague extends Candidate {
  /** Ready, and without a callback. */
  readonly free: boolean;
  /** Epoch ms since which they have had no call. */
  readonly since: number;
  /** Whether the telephony side finds them by itself: they are counted, but not asked. */
  readonly found: boolean;
}

export interface Scene<OneTurn extends Turn> {
  /** Customers on the line without an agent, best first. */
  readonly onTheLine: Iterable<OneTurn>;
  /** Callbacks that may be dialled now, best first; read only as far as there are agents. */
  readonly waiting: Iterable<OneTurn>;
  readonly agents: readonly Colleague[];
  /** Free agents of the dialer who have no name and take anything. */
  readonly anonymous: number;
  /** Queue -> customers being called or on the line, without an agent. */
  readonly outstanding: ReadonlyMap<string, number>;
  readonly now: number;
}

export type Step<OneTurn extends Turn> =
  | { readonly kind: 'offer' | 'bridge'; readonly turn: OneTurn; readonly agent: string }
  | { readonly kind: 'dial'; readonly turn: OneTurn; /** Who has taken it, if it is agent-first. */ readonly agent: string | undefined };

/**
 * CB3, CB4, CB9: who gets whom. Customers on the line come first, then those who wait in their order; each gets the agent
 * who suits and has been idle longest, its owner before all others. One whom nobody free suits is passed over, and keeps
 * its place: so nobody waits behind somebody later who asks for the same.
 * @param admit asked before anybody is sought; a callback that may not be dialled any more is passed over
 */
export function planRound<OneTurn extends Turn>(scene: Scene<OneTurn>, admit: (turn: OneTurn) => boolean = () => true): Step<OneTurn>[] {
  return new Round(scene, admit).plan();
}

class Round<OneTurn extends Turn> {
  readonly #scene: Scene<OneTurn>;
  readonly #admit: (turn: OneTurn) => boolean;
  readonly #free: Colleague[];
  readonly #outstanding: Map<string, number>;
  #anonymous: number;

  constructor(scene: Scene<OneTurn>, admit: (turn: OneTurn) => boolean) {
    this.#scene = scene;
    this.#admit = admit;
    const byIdleness = (a: Colleague, b: Colleague): number => a.since - b.since || (a.username < b.username ? -1 : 1);
    this.#free = scene.agents.filter(({ free }) => free).sort(byIdleness);
    this.#outstanding = new Map(scene.outstanding);
    this.#anonymous = scene.anonymous;
  }

  plan(): Step<OneTurn>[] {
    const { onTheLine, waiting } = this.#scene;
    const call = (turn: OneTurn) => (this.#admit(turn) ? this.#call(turn) : 'refused');
    return [...this.#stepsFor(onTheLine, (turn) => this.#bridge(turn)), ...this.#stepsFor(waiting, call)];
  }

  /** Agents only become fewer in a round, so what was in vain once needs no second try. */
  #stepsFor(turns: Iterable<OneTurn>, stepFor: (turn: OneTurn) => Step<OneTurn> | 'refused' | undefined): Step<OneTurn>[] {
    const inVain = new Set<string>();
    const steps: Step<OneTurn>[] = [];
    for (const turn of turns) {
      if (this.#free.length === 0 && this.#anonymous <= 0) break;
      if (inVain.has(turn.sameAs)) continue;
      const step = stepFor(turn);
      if (step === 'refused') continue;
      if (step) steps.push(step);
      else inVain.add(turn.sameAs);
    }
    return steps;
  }

  #bridge(turn: OneTurn): Step<OneTurn> | undefined {
    const agent = this.#longestIdle(turn, (one) => !one.found && mayTake(one, turn, this.#scene.now));
    if (!agent) return undefined;
    this.#take(agent);
    this.#count(turn.queue, -1);
    return { kind: 'bridge', turn, agent: agent.username };
  }

  #call(turn: OneTurn): Step<OneTurn> | undefined {
    const asked = turn.rules.connect === 'agent-first' ? this.#ask(turn) : undefined;
    return asked ?? this.#callFirst(turn);
  }

  #ask(turn: OneTurn): Step<OneTurn> | undefined {
    const { agents, now } = this.#scene;
    const others = agents.filter(({ found }) => !found);
    const agent = this.#longestIdle(turn, (one) => !one.found && mayBeAsked(one, turn, { others, now }));
    if (!agent) return undefined;
    this.#take(agent);
    return { kind: turn.rules.autoAnswer ? 'dial' : 'offer', turn, agent: agent.username };
  }

  #callFirst(turn: OneTurn): Step<OneTurn> | undefined {
    if (!this.#hasRoom(turn)) return undefined;
    this.#count(turn.queue, 1);
    return { kind: 'dial', turn, agent: undefined };
  }

  /** Whether one more customer may be called for the agents who are free; anonymous ones are used up. */
  #hasRoom(turn: OneTurn): boolean {
    const { now } = this.#scene;
    if (this.#anonymous > 0 && ownedBy(turn, now) === undefined) {
      this.#anonymous -= 1;
      return true;
    }
    const suitable = this.#free.filter((one) => (one.found || turn.rules.connect === 'customer-first') && mayTake(one, turn, now));
    return suitable.length > 0 && this.#outstandingFor(turn.queue, suitable) < Math.floor(turn.rules.pacing * suitable.length);
  }

  /** Customers who may end up with one of the agents of this queue. */
  #outstandingFor(own: string, agents: readonly Colleague[]): number {
    let sum = 0;
    for (const [queue, calls] of this.#outstanding)
      if (queue === own || agents.some(({ queues }) => queues === undefined || queues.includes(queue))) sum += calls;
    return sum;
  }

  #longestIdle(turn: OneTurn, suits: (agent: Colleague) => boolean): Colleague | undefined {
    const owner = this.#free.find((agent) => agent.username === turn.owner?.agent && suits(agent));
    return owner ?? this.#free.find(suits);
  }

  #take(agent: Colleague): void {
    this.#free.splice(this.#free.indexOf(agent), 1);
  }

  #count(queue: string, change: number): void {
    this.#outstanding.set(queue, (this.#outstanding.get(queue) ?? 0) + change);
  }
}
