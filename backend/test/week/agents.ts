import type { Context } from '../../src/context.js';
import { Refusal } from '../../src/domain/refusal.js';
import type { ConsoleUser } from '../../src/usecases/ringback.js';
import type { Agenda } from './agenda.js';
import { HOUR, MINUTE, PASSWORD, SECOND, type Colleague } from './business.js';
import { chance, type Chance } from './chance.js';
import type { Scene } from './scene.js';
import { fateOf } from './telephony.js';

type Shift = Colleague['shifts'][number];

interface Office {
  readonly seed: number;
  readonly agenda: Agenda;
  /** The service, as whoever acts now finds it. */
  readonly service: () => Context;
}

/** A call in somebody's hands. */
type Held = Scene['held'][number];

const BEAT = 8 * MINUTE;

/** Somebody at a desk: comes, works, rests, forgets, falls silent, goes. */
export class Agent {
  readonly user: ConsoleUser;
  readonly #office: Office;
  readonly #luck: Chance;
  #token: string | undefined;
  /** What they do when the call that they have is over. */
  #wish: 'work' | 'rest' | 'leave' = 'work';
  /** Their browser is gone, or they are. */
  #silent = false;
  /** What they have noticed already. */
  #noticed = '';
  /** End of the shift. */
  #until = 0;

  constructor({ username, queues, shifts }: Colleague, office: Office) {
    this.user = { username, roles: ['agent'], queues };
    this.#office = office;
    this.#luck = chance(office.seed, username, 'day');
    for (const shift of shifts) this.#planShift(shift);
  }

  get isAway(): boolean {
    return this.#silent || this.#token === undefined;
  }

  #planShift({ from, to }: Shift): void {
    const { plan, planQuietly } = this.#office.agenda;
    const luck = this.#luck;
    plan(from, () => {
      this.#until = to;
      return this.#arrive();
    });
    for (const [after, minutes] of [
      [luck.within(1.5, 2.5), 15],
      [luck.within(3.5, 4.5), 35],
      [luck.within(6, 7), 15],
    ] as const) {
      planQuietly(from + after * HOUR, () => this.#rest());
      plan(from + after * HOUR + minutes * MINUTE, () => this.#work());
    }
    if (luck.happens(0.12)) this.#planCrash(from + luck.within(0.5, 7) * HOUR, luck.within(1, 40) * MINUTE);
    planQuietly(to, () => this.#leave());
  }

  /** Either the browser dies, or the agent is called away: nothing is said to anybody. */
  #planCrash(at: number, forMs: number): void {
    this.#office.agenda.planQuietly(at, () => void (this.#silent = this.#token !== undefined));
    this.#office.agenda.plan(at + forMs, async () => {
      if (!this.#silent) return;
      this.#silent = false;
      this.#noticed = '';
      await this.#arrive();
    });
  }

  /** All that an agent does may be refused, because the world went on. */
  async #try(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.status !== 'INTERNAL') return false;
      throw error;
    }
  }

  get #ringback(): Context['ringback'] {
    return this.#office.service().ringback;
  }

  async #arrive(): Promise<void> {
    this.#token = (await this.#ringback.login(this.user.username, PASSWORD)).sessionToken;
    // Whoever comes back after the end of the shift only ends what was left.
    this.#wish = this.#now < this.#until ? 'work' : 'leave';
    if (this.#wish === 'work') await this.#ringback.setDeskState(this.user, 'ready');
    this.#planBeat(this.#token);
  }

  /** As a page does that is open. */
  #planBeat(token: string): void {
    this.#office.agenda.planQuietly(this.#now + BEAT, async () => {
      if (this.#token !== token || this.#silent) return;
      if (!(await this.#ringback.session(token))) return void (this.#token = undefined);
      this.#planBeat(token);
    });
  }

  get #now(): number {
    return this.#office.agenda.clock.now();
  }

  async #rest(): Promise<void> {
    if (this.isAway) return;
    this.#wish = 'rest';
    await this.#try(() => this.#ringback.setDeskState(this.user, 'not-ready', 'break'));
  }

  async #work(): Promise<void> {
    if (this.isAway || this.#wish === 'leave') return;
    this.#wish = 'work';
    await this.#try(() => this.#ringback.setDeskState(this.user, 'ready'));
  }

  async #leave(): Promise<void> {
    if (this.isAway) return;
    this.#wish = 'leave';
    await this.#try(() => this.#ringback.setDeskState(this.user, 'not-ready', 'end of the shift'));
  }

  /** What they see on their screen, which is looked at after every step of the simulation. */
  async see(held: Held | undefined, presence: Scene['presence'][number] | undefined): Promise<void> {
    if (this.isAway) return;
    if (held) return this.#seeCall(held);
    if (this.#wish === 'leave') return this.#goHome();
    if (this.#wish !== 'work' || presence === undefined) return;
    if (presence.state === 'after-call-work') this.#seeOnce(`wrap-up ${presence.since}`, () => this.#wrapUp());
    if (presence.state === 'not-ready') {
      const back = this.#now + this.#luck.within(20, 150) * SECOND;
      this.#seeOnce(`not ready ${presence.since}`, () => this.#office.agenda.plan(back, () => this.#work()));
    }
    if (presence.state === 'ready' && this.#luck.happens(0.002)) await this.#try(() => this.#ringback.takeNext(this.user));
  }

  #seeOnce(what: string, react: () => void): void {
    if (this.#noticed === what) return;
    this.#noticed = what;
    react();
  }

  async #goHome(): Promise<void> {
    const token = this.#token;
    this.#token = undefined;
    this.#noticed = '';
    if (token !== undefined) await this.#ringback.logout(token);
  }

  #wrapUp(): void {
    this.#office.agenda.plan(this.#now + this.#luck.around(8, 0.7) * SECOND, () => this.#work());
  }

  #seeCall(held: Held): void {
    const { id, attempt, state, offerExpires, dialer } = held;
    if (offerExpires !== undefined) return this.#seeOnce(`offer ${id} ${offerExpires}`, () => this.#answerOffer(held));
    // Whom the telephony side has called, it ends, too.
    if (dialer === 'desk') this.#seeOnce(`${state} ${id}/${attempt}`, () => this.#handle(held));
  }

  #answerOffer({ id }: Held): void {
    const drawn = this.#luck.unit();
    // An offer that is missed.
    if (drawn < 0.02) return;
    this.#office.agenda.plan(this.#now + this.#luck.within(1, 5) * SECOND, async () => {
      if (this.isAway) return;
      await this.#try(() => (drawn < 0.05 ? this.#ringback.declineOffer(this.user, id) : this.#ringback.acceptOffer(this.user, id)));
    });
  }

  /** By their own hand: they dial, and say what came of it. */
  #handle(held: Held): void {
    const { id, attempt, phone, state } = held;
    const fate = fateOf(this.#office.seed, { phone, number: attempt });
    const { plan } = this.#office.agenda;
    const report = (outcome: Parameters<Context['ringback']['reportOutcome']>[1]['outcome']) =>
      this.isAway ? Promise.resolve(false) : this.#try(() => this.#ringback.reportOutcome(this.user, { id, attempt, outcome }));
    if (state === 'PROCESSING') return plan(this.#now + fate.talkMs, () => this.#end(held, () => report('ended')));
    if (fate.outcome !== 'answered') return plan(this.#now + fate.ringMs, async () => void (await report(fate.outcome as 'busy')));
    const wrong = this.#luck.happens(0.01);
    plan(this.#now + fate.ringMs, async () => void (await report(wrong ? 'wrong-number' : 'connected')));
  }

  /** Now and then another call is agreed on, which the agent wants to make. */
  async #end({ phone }: Held, report: () => Promise<boolean>): Promise<void> {
    const [queue] = this.user.queues ?? [];
    if (queue !== undefined && this.#luck.happens(0.02)) {
      const desiredTime = Math.ceil((this.#now + this.#luck.within(1, 5) * HOUR) / (15 * MINUTE)) * 15 * MINUTE;
      const ownership = this.#luck.pick(['queue', 'prefer-me', 'own'] as const);
      const wish = { phoneNumber: phone, queue, desiredTime, ownership };
      if (await this.#try(() => this.#ringback.scheduleOwn(this.user, wish))) this.ownMade.push(queue);
    }
    await report();
  }

  /** Callbacks that they have made themselves. */
  readonly ownMade: string[] = [];
}
