import type { Answer, Api, Booked, Numbered, Seen } from './api.js';
import {
  callbackIdOf,
  dueAt,
  IDLE,
  nextCallIn,
  type CallInEvent,
  type CallInNumber,
  type CallInState,
  type SeenPlace,
} from './call-in-state.js';
import type { Environment } from './environment.js';
import { BridgeError, type BridgeHost, type HostEvent } from './host.js';
import { isOpen, NOTHING_SAVED, readSaved, type OpenRequest, type Place, type SavedCallIn } from './saved-call-in.js';

/** Call in now. */
export interface ImmediateRequest {
  readonly groupName: string;
  readonly fromPhoneNumber?: string;
  readonly userData?: Readonly<Record<string, unknown>>;
  readonly captchaToken?: string;
}

/** Wait in the queue, be told when it is your turn, then call in. */
export interface DelayedRequest {
  readonly serviceName: string;
  readonly phoneNumber: string;
  readonly userData?: Readonly<Record<string, unknown>>;
  readonly language?: string;
  readonly captchaToken?: string;
}

/** What to show. */
export interface CallInView {
  readonly state: CallInState;
  /** Whole seconds that the number, or the turn, is still good for; undefined where neither runs out. */
  readonly secondsLeft: number | undefined;
  /** Why the last thing asked for didn't work; gone with the next. */
  readonly problem: string | undefined;
}

export interface CallInDeps {
  readonly api: Api;
  readonly host: BridgeHost;
  readonly environment: Environment;
  /** `automatic`: the number is asked for as soon as it is the user's turn. */
  readonly acceptance: 'manual' | 'automatic';
}

const STORAGE_KEY = 'ringback.call-in';
/** Pushes may be lost: while somebody looks, the server is asked as often as this. */
const LOOK_MS = 10_000;
const RETRY_MS = [2_000, 4_000, 8_000, 15_000, 30_000, 60_000] as const;
/** Pushes that overtake the answer to the booking they belong to. */
const EARLY_PUSHES = 16;
const NO_PUSH = 'We can only tell you when it is your turn if messages are allowed. Allow notifications for this app and try again.';

/** BR2. One call-in at a time: its requests, pushes, countdown, and its return after the app was killed. */
export class CallIn {
  readonly #deps: CallInDeps;
  readonly #listeners = new Set<(view: CallInView) => void>();
  readonly #stops: readonly (() => void)[];
  #state: CallInState = IDLE;
  #problem: string | undefined;
  #saved: SavedCallIn = NOTHING_SAVED;
  #early: (HostEvent & { type: 'push' })[] = [];
  #saving: Promise<unknown> = Promise.resolve();
  #version = 0;
  #retries = 0;
  #isFront = true;
  #isSending = false;
  #isDisposed = false;
  #stopTick: (() => void) | undefined;
  #stopLook: (() => void) | undefined;
  /** Settles once the state from before is back. */
  readonly resumed: Promise<void>;

  constructor(deps: CallInDeps) {
    this.#deps = deps;
    this.#stops = [deps.host.subscribe((event) => this.#hear(event)), deps.environment.onOnline(() => void this.#wake())];
    this.resumed = this.#resume();
  }

  get view(): CallInView {
    const due = dueAt(this.#state);
    const left = due === undefined ? undefined : Math.max(0, Math.ceil((due - this.#deps.environment.now()) / 1000));
    return { state: this.#state, secondsLeft: left, problem: this.#problem };
  }

  /** Called at once, and with every change; each second while something runs out. */
  subscribe(listener: (view: CallInView) => void): () => void {
    this.#listeners.add(listener);
    listener(this.view);
    return () => void this.#listeners.delete(listener);
  }

  /** A number to call now. What is under way already goes on. Waits for the network when there is none. */
  async immediate(request: ImmediateRequest): Promise<void> {
    await this.#begin('immediate', async () => ({ ...request }));
  }

  /** A place in the queue. Rejects with BridgeError when the host can't say where to push. */
  async delayed(request: DelayedRequest): Promise<void> {
    await this.#begin('delayed', async () => {
      const target = await this.#deps.host.pushToken();
      if (target === undefined) throw new BridgeError('refused', NO_PUSH);
      return { ...request, pushTargets: [{ channel: 'FCM', target }] };
    });
  }

  /** It is my turn and I want the number; also for another number after one ran out. */
  async accept(): Promise<void> {
    const place = this.#saved.place;
    this.#apply({ type: 'accepted' });
    if (this.#state.at !== 'accepting' || !place) return;
    if (place.groupName === undefined) await this.#look();
    const { callbackId, groupName } = this.#saved.place ?? place;
    if (groupName === undefined) return this.#fail({ type: 'accept-failed' }, 'The server could not be reached. Please try again.');
    const answer = await this.#deps.api.createCallIn({ groupName, callbackServiceId: callbackId }, this.#deps.environment.uuid());
    if (callbackIdOf(this.#state) !== callbackId) return;
    if (answer.kind === 'done') return this.#takeNumber(answer.data);
    this.#fail(
      { type: 'accept-failed' },
      answer.kind === 'refused' ? answer.message : 'There is no connection right now. Please try again.',
    );
    // A refusal may mean that the place is gone.
    await this.#look();
  }

  /** Opens the dialler with number and code. */
  async dial(): Promise<void> {
    if (this.#state.at !== 'callable') return;
    try {
      await this.#deps.host.dial(this.#state.number.telUri);
    } catch (error) {
      this.#problem = error instanceof BridgeError ? error.message : 'The phone could not be opened. Please dial the number yourself.';
      this.#tell();
    }
  }

  /** Gives the place up; the server hears of it as soon as it can be reached. */
  async cancel(): Promise<void> {
    const { place, request, cancels, abandoned } = this.#saved;
    this.#apply({ type: 'cancelled' });
    if (this.#state.at !== 'over') return;
    if (place) this.#save({ cancels: [...cancels, place.token] });
    else if (request?.way === 'delayed') this.#save({ abandoned: [...abandoned, request] });
    await this.#giveBack();
  }

  /** Forgets what is over, for a new start. */
  dismiss(): void {
    this.#apply({ type: 'dismissed' });
  }

  /** Stops everything; what is under way on the server goes on, and `resumed` of the next one finds it. */
  dispose(): void {
    this.#isDisposed = true;
    for (const stop of this.#stops) stop();
    this.#stopTick?.();
    this.#stopLook?.();
    this.#listeners.clear();
  }

  async #begin(way: OpenRequest['way'], make: () => Promise<Record<string, unknown>>): Promise<void> {
    await this.resumed;
    const before = this.#state;
    this.#problem = undefined;
    this.#apply({ type: 'requested', way });
    if (this.#state === before || this.#state.at !== 'requesting') return;
    const requested = this.#state;
    try {
      const body = await make();
      // Cancelled while the person was asked for permission.
      if (this.#state !== requested) return;
      this.#save({ request: { way, key: this.#deps.environment.uuid(), body } });
      // Before the server hears of it: an app that is killed in between asks again with the same key.
      await this.#saving;
    } catch (error) {
      if (this.#state === requested) this.#apply({ type: 'refused', message: error instanceof BridgeError ? error.message : NO_PUSH });
      throw error;
    }
    await this.#send();
  }

  /** Sends the open request until the server has answered; the same key each time. */
  async #send(): Promise<void> {
    const { request } = this.#saved;
    if (!request || this.#isSending || this.#isDisposed) return;
    this.#isSending = true;
    const answer = await this.#post(request);
    this.#isSending = false;
    if (this.#isDisposed) return;
    // Given up, or something else was asked for, while the request travelled.
    if (this.#saved.request !== request) return this.#wake();
    if (answer.kind === 'unreachable') {
      this.#apply({ type: 'offline', offline: true });
      this.#lookLater(RETRY_MS[Math.min(this.#retries, RETRY_MS.length - 1)]);
      this.#retries += 1;
      return;
    }
    this.#retries = 0;
    if (answer.kind === 'refused') return this.#apply({ type: 'refused', message: answer.message });
    if ('visitorToken' in answer.data) this.#takePlace(answer.data.id, answer.data.visitorToken);
    else this.#takeNumber(answer.data);
  }

  #post({ way, body, key }: OpenRequest): Promise<Answer<Numbered | Booked>> {
    return way === 'immediate' ? this.#deps.api.createCallIn(body, key) : this.#deps.api.createCallback(body, key);
  }

  #takePlace(callbackId: string, token: string): void {
    this.#version = 0;
    this.#saved = { ...this.#saved, request: undefined, place: { callbackId, token } };
    this.#apply({ type: 'created', callbackId });
    const early = this.#early;
    this.#early = [];
    for (const event of early) this.#hear(event);
    void this.#look();
  }

  #takeNumber({ callbackServiceId, toPhoneNumber, accessCode, telUri, expirationTime }: Numbered): void {
    const number = {
      phoneNumber: toPhoneNumber,
      accessCode: accessCode === undefined ? undefined : String(accessCode),
      telUri,
      expiresAt: expirationTime,
    };
    this.#problem = undefined;
    this.#apply({ type: 'numbered', callbackId: callbackServiceId, number });
  }

  #fail(event: CallInEvent, message: string): void {
    this.#problem = message;
    this.#apply(event);
    this.#tell();
  }

  #hear(event: HostEvent): void {
    switch (event.type) {
      case 'push':
        if (this.#state.at === 'requesting') this.#early = [...this.#early, event].slice(-EARLY_PUSHES);
        if (Number(event.payload.version ?? this.#version) >= this.#version) this.#apply({ type: 'pushed', payload: event.payload });
        return;
      case 'push-token':
        if (this.#saved.place) void this.#deps.api.putPushToken(this.#saved.place.token, event.token);
        return;
      case 'lifecycle':
        this.#isFront = event.state === 'foreground';
        if (this.#isFront) void this.#wake();
    }
  }

  /** All that waited for the network or for somebody to look. */
  async #wake(): Promise<void> {
    this.#apply({ type: 'time' });
    await this.#giveBack();
    await this.#send();
    await this.#look();
  }

  /** Asks the server what has become of the place: pushes get lost. */
  async #look(): Promise<void> {
    const { place } = this.#saved;
    if (!place || this.#isDisposed) return;
    const answer = await this.#deps.api.look(place.token);
    if (this.#saved.place?.callbackId !== place.callbackId) return;
    // The token ends with the callback.
    if (answer.kind === 'refused') this.#apply({ type: 'seen', seen: { callbackId: place.callbackId, place: 'expired' } });
    else if (answer.kind === 'done' && answer.data.version >= this.#version) this.#see(place, answer.data);
    this.#lookLater(LOOK_MS);
  }

  #see(place: Place, callback: Seen): void {
    this.#version = callback.version;
    const groupName = callback.callIn?.groupName;
    if (groupName !== undefined && groupName !== place.groupName) this.#save({ place: { ...place, groupName } });
    this.#apply({ type: 'seen', seen: seenPlace(callback, this.#deps.environment.now()) });
  }

  #lookLater(ms: number = LOOK_MS): void {
    this.#stopLook?.();
    if (this.#isDisposed || !isOpen(this.#saved)) return;
    this.#stopLook = this.#deps.environment.after(ms, () => {
      if (this.#isFront) void this.#wake();
    });
  }

  /** Places that nobody wants any more go back to the server. */
  async #giveBack(): Promise<void> {
    if (this.#isSending || this.#isDisposed) return;
    for (const request of this.#saved.abandoned) {
      const answer = await this.#post(request);
      if (answer.kind === 'unreachable') return this.#lookLater();
      const tokens = answer.kind === 'done' && 'visitorToken' in answer.data ? [answer.data.visitorToken] : [];
      const { abandoned, cancels } = this.#saved;
      this.#save({ abandoned: abandoned.filter((other) => other !== request), cancels: [...cancels, ...tokens] });
    }
    for (const token of this.#saved.cancels) {
      const answer = await this.#deps.api.cancel(token);
      // Refused means that it is over already.
      if (answer.kind === 'unreachable') return this.#lookLater();
      this.#save({ cancels: this.#saved.cancels.filter((other) => other !== token) });
    }
  }

  async #resume(): Promise<void> {
    const text = await this.#deps.host.load(STORAGE_KEY).catch(() => {
      this.#deps.environment.warn('the app did not say what it has stored: a call-in from before is forgotten');
      return undefined;
    });
    this.#saved = readSaved(text);
    const { request, place, number } = this.#saved;
    if (request) this.#state = { at: 'requesting', way: request.way, offline: false };
    else if (number) this.#state = numberState(number, place?.callbackId);
    else if (place)
      this.#state = { at: 'waiting', callbackId: place.callbackId, position: undefined, waitSeconds: undefined, upcoming: false };
    this.#apply({ type: 'time' });
    this.#tell();
    void this.#wake();
  }

  #apply(event: CallInEvent): void {
    const before = this.#state;
    this.#state = nextCallIn(before, event, this.#deps.environment.now());
    if (this.#state === before) return;
    if (this.#state.at === 'over' || this.#state.at === 'idle') this.#save({ request: undefined, place: undefined, number: undefined });
    else if (this.#state.at === 'callable') this.#save({ request: undefined, number: this.#state.number });
    else if (before.at === 'callable') this.#save({ number: undefined });
    else if (this.#state.at !== 'requesting') this.#save({});
    this.#tell();
    if (this.#state.at === 'ready' && before.at !== 'accepting' && this.#deps.acceptance === 'automatic') void this.accept();
  }

  #tell(): void {
    this.#stopTick?.();
    const { view } = this;
    if (view.secondsLeft !== undefined && !this.#isDisposed)
      this.#stopTick = this.#deps.environment.after(nextSecond(dueAt(this.#state), this.#deps.environment.now()), () => {
        const before = this.#state;
        this.#apply({ type: 'time' });
        if (this.#state === before) this.#tell();
      });
    for (const listener of [...this.#listeners]) listener(view);
  }

  /** In order; a host that can't store costs the return after a kill and nothing else. */
  #save(change: Partial<SavedCallIn>): void {
    this.#saved = { ...this.#saved, ...change };
    const text = isOpen(this.#saved) ? JSON.stringify(this.#saved) : undefined;
    this.#saving = this.#saving.then(() =>
      this.#deps.host.save(STORAGE_KEY, text).catch(() => this.#deps.environment.warn('the app could not store the call-in')),
    );
  }
}

const numberState = (
  number: Omit<CallInNumber, 'accessCode'> & { accessCode?: string | undefined },
  callbackId: string | undefined,
): CallInState => ({
  at: 'callable',
  callbackId,
  number: { ...number, accessCode: number.accessCode },
});

/** Until the countdown shows another figure. */
const nextSecond = (due: number | undefined, now: number): number => (due === undefined ? 1000 : ((due - now - 1) % 1000) + 1);

function seenPlace({ id, state, reason, position, estimatedWaitTime, callIn }: Seen, now: number): SeenPlace {
  const readyUntil = callIn?.readyUntil === undefined ? undefined : Date.parse(callIn.readyUntil);
  if (state === 'COMPLETED') return { callbackId: id, place: endOf(reason) };
  if (state === 'PROCESSING') return { callbackId: id, place: 'connected' };
  if (readyUntil !== undefined && readyUntil > now) return { callbackId: id, place: 'ready', readyUntil };
  return {
    callbackId: id,
    place: 'queued',
    position,
    waitSeconds: estimatedWaitTime === undefined || estimatedWaitTime < 0 ? undefined : estimatedWaitTime,
  };
}

function endOf(reason: string | undefined): 'completed' | 'cancelled' | 'purged' | 'expired' {
  if (reason === 'AGENT_CONNECTED') return 'completed';
  if (reason?.startsWith('CANCELLED')) return 'cancelled';
  return reason?.startsWith('PURGED') ? 'purged' : 'expired';
}
