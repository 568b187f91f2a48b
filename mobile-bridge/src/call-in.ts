import { FAILED, readSeen, type Answer, type Api, type Booked, type Numbered, type Refusal, type Seen } from './api.js';
import type { CallerProof, CallInView, DelayedRequest, ImmediateRequest } from './call-in-requests.js';
import { callbackIdOf, dueAt, IDLE, nextCallIn, waitingAt, type CallInEvent, type CallInState } from './call-in-state.js';
import type { Environment } from './environment.js';
import { BridgeError, type BridgeHost, type Followed, type HostEvent } from './host.js';
import { nextSecond, numberOf, seenPlace } from './call-in-reading.js';
import { isOpen, NOTHING_SAVED, readSaved, type OpenRequest, type Place, type SavedCallIn } from './saved-call-in.js';

export interface CallInDeps {
  readonly api: Api;
  readonly host: BridgeHost;
  readonly environment: Environment;
  /** `automatic`: the number is asked for as soon as it is the user's turn. */
  readonly acceptance: 'manual' | 'automatic' | undefined;
  /** `optional`: without messages the user is told only while the app is looked at. */
  readonly push: 'required' | 'optional' | undefined;
}

const STORAGE_KEY = 'ringback.call-in';
/** Pushes may be lost: while somebody looks, the server is asked as often as this. */
const LOOK_MS = 10_000;
/** While the host follows the place. */
const LOOK_BESIDE_MS = 60_000;
const RETRY_MS: readonly number[] = [2_000, 4_000, 8_000, 15_000, 30_000];
const TOO_MANY = 7041;
const STORAGE_FAILED = 'the app could not store the call-in';
const NO_PUSH = 'Allow notifications to be told of your turn.';

const followed = ({ callbackId }: Place): Followed => (callbackId ? 'callback' : 'call-in');

/** BR2. One call-in at a time: its requests, pushes, countdown, and its return after the app was killed. */
export class CallIn {
  readonly #deps: CallInDeps;
  readonly #listeners = new Set<(view: CallInView) => void>();
  readonly #stops: readonly (() => void)[];
  #state: CallInState = IDLE;
  #problem: string | undefined;
  #refusal: Refusal | undefined;
  #saved: SavedCallIn = NOTHING_SAVED;
  #saving: Promise<unknown> = Promise.resolve();
  #version = 0;
  #retries = 0;
  #isFront = true;
  #isSending = false;
  #isDisposed = false;
  #stopTick: (() => void) | undefined;
  #stopLook: (() => void) | undefined;
  #stopFollow: (() => void) | undefined;
  #isLive = false;
  /** Settles once the state from before is back. */
  readonly resumed: Promise<void>;

  constructor(deps: CallInDeps) {
    this.#deps = deps;
    this.#stops = [deps.host.subscribe((event) => this.#hear(event)), deps.environment.onOnline(() => void this.#wake())];
    this.resumed = this.#resume();
  }

  get view(): CallInView {
    const due = dueAt(this.#state);
    const left = due && Math.max(0, Math.ceil((due - this.#deps.api.now()) / 1000));
    return { state: this.#state, secondsLeft: left, problem: this.#problem, refusal: this.#refusal };
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
      if (!target && this.#deps.push !== 'optional') throw new BridgeError('refused', NO_PUSH);
      return { ...request, pushTargets: target ? this.#targets(target) : [] };
    });
  }

  /** It is my turn and I want the number; also for another number after one ran out. */
  async accept(proof: CallerProof = {}): Promise<void> {
    const place = this.#saved.place;
    this.#apply({ type: 'accepted' });
    if (this.#state.at !== 'accepting' || !place) return;
    if (!place.groupName) await this.#look();
    const { callbackId, groupName } = this.#saved.place ?? place;
    if (!groupName) return this.#fail({ type: 'accept-failed' }, FAILED);
    const body = { groupName, callbackServiceId: callbackId, ...proof };
    const answer = await this.#deps.api.createCallIn(body, this.#deps.environment.uuid());
    if (callbackIdOf(this.#state) !== callbackId) return;
    if (answer.kind === 'done') return this.#takeNumber(answer.data);
    this.#refusal = answer.kind === 'refused' ? answer.refusal : undefined;
    this.#fail({ type: 'accept-failed' }, this.#refusal?.message ?? FAILED);
    // A refusal may mean that the place is gone.
    await this.#look();
  }

  /** Opens the dialler with number and code. */
  async dial(): Promise<void> {
    if (this.#state.at !== 'callable') return;
    try {
      await this.#deps.host.dial(this.#state.number.telUri);
    } catch (error) {
      this.#problem = error instanceof BridgeError ? error.message : 'The phone could not be opened.';
      this.#tell();
    }
  }

  /** Gives the place up; the server hears of it as soon as it can be reached. */
  async cancel(): Promise<void> {
    const { place, request, cancels, abandoned } = this.#saved;
    this.#apply({ type: 'cancelled' });
    if (this.#state.at !== 'over') return;
    if (place?.callbackId) this.#save({ cancels: [...cancels, place.token] });
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
    this.#stopFollow?.();
    this.#listeners.clear();
  }

  async #begin(way: OpenRequest['way'], make: () => Promise<Record<string, unknown>>): Promise<void> {
    await this.resumed;
    const before = this.#state;
    this.#problem = this.#refusal = undefined;
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
      this.#lookLater(RETRY_MS[this.#retries] ?? LOOK_BESIDE_MS);
      this.#retries += 1;
      return;
    }
    this.#retries = 0;
    if (answer.kind === 'refused') {
      this.#refusal = answer.refusal;
      return this.#apply({ type: 'refused', message: answer.refusal.message });
    }
    this.#saved = { ...this.#saved, request: undefined };
    if ('telUri' in answer.data) this.#takeNumber(answer.data);
    else this.#takePlace(answer.data);
  }

  #post({ way, body, key }: OpenRequest): Promise<Answer<Numbered | Booked>> {
    return way === 'immediate' ? this.#deps.api.createCallIn(body, key) : this.#deps.api.createCallback(body, key);
  }

  #takePlace({ id: callbackId, visitorToken: token }: Booked): void {
    this.#follow({ callbackId, token });
    this.#apply({ type: 'created', callbackId });
    // Also for what pushes have told that were faster than the answer.
    void this.#look();
  }

  #takeNumber(answer: Numbered): void {
    this.#problem = this.#refusal = undefined;
    // Tells of the match, for nothing else does.
    if (answer.visitorToken) {
      this.#follow({ token: answer.visitorToken });
      this.#lookLater();
    }
    this.#apply({ type: 'numbered', callbackId: answer.callbackServiceId, number: numberOf(answer) });
  }

  #fail(event: CallInEvent, message: string): void {
    this.#problem = message;
    this.#apply(event);
    this.#tell();
  }

  #hear(event: HostEvent): void {
    switch (event.type) {
      case 'push':
        return this.#hearPush(event);
      case 'callback':
        this.#see(readSeen(event.callback), true);
        return this.#lookLater();
      case 'push-token':
        if (this.#saved.place?.callbackId) void this.#deps.api.putPushTargets(this.#saved.place.token, this.#targets(event.token));
        return;
      case 'lifecycle':
        this.#isFront = event.state === 'foreground';
        if (this.#isFront) void this.#wake();
    }
  }

  #hearPush({ payload, action, take }: HostEvent & { type: 'push' }): void {
    const isOwn = callbackIdOf(this.#state) === payload.callbackId;
    if (Number(payload.version ?? this.#version) >= this.#version) this.#apply({ type: 'pushed', payload });
    if (!isOwn) return;
    take?.();
    if (action === 'confirm') void this.accept();
    else if (action === 'cancel') void this.cancel();
    else if (action === 'call') void this.dial();
  }

  #targets(target: string): readonly object[] {
    return [{ channel: 'FCM', target, url: this.#deps.host.pageUrl }];
  }

  #follow(place: Place | undefined): void {
    this.#stopFollow?.();
    this.#version = 0;
    this.#saved = { ...this.#saved, place };
    this.#stopFollow = place && this.#deps.host.follow?.(place.token, followed(place));
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
    const answer = await this.#deps.api.look(place.token, followed(place));
    if (this.#saved.place?.token !== place.token) return;
    // The token ends with the callback; too many questions are no end.
    if (answer.kind === 'done') this.#see(answer.data);
    else if (answer.kind === 'refused' && answer.refusal.code !== TOO_MANY)
      this.#apply({ type: 'seen', seen: { callbackId: place.callbackId, place: 'expired' } });
    this.#lookLater();
  }

  #see(callback: Seen | undefined, isLive = this.#isLive): void {
    const { place } = this.#saved;
    const callbackId = place?.callbackId;
    if (!place || !callback || (callbackId ?? callback.id) !== callback.id || callback.version < this.#version) return;
    this.#isLive = isLive;
    this.#version = callback.version;
    const groupName = callback.callIn?.groupName;
    if (groupName && groupName !== place.groupName) this.#save({ place: { ...place, groupName } });
    this.#apply({ type: 'seen', seen: { callbackId, ...seenPlace(callback, this.#deps.api.now()) } });
    if (callbackId || callback.state === 'WAITING') return;
    // A number that belongs to no place needs no watching any more.
    this.#follow(undefined);
    this.#save({});
  }

  #lookLater(ms: number = this.#isLive ? LOOK_BESIDE_MS : LOOK_MS): void {
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
      // Only places are abandoned.
      const tokens = answer.kind === 'done' ? [(answer.data as Booked).visitorToken] : [];
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
      this.#deps.environment.warn(STORAGE_FAILED);
      return undefined;
    });
    this.#saved = readSaved(text);
    const { request, place, number } = this.#saved;
    if (request) this.#state = { at: 'requesting', way: request.way, offline: false };
    else if (number) this.#state = { at: 'callable', callbackId: place?.callbackId, number };
    else if (place?.callbackId) this.#state = waitingAt(place.callbackId);
    this.#apply({ type: 'time' });
    this.#tell();
    this.#follow(place);
    void this.#wake();
  }

  #apply(event: CallInEvent): void {
    const before = this.#state;
    this.#state = nextCallIn(before, event, this.#deps.api.now());
    if (this.#state === before) return;
    if (this.#state.at === 'over') this.#stopFollow?.();
    if (this.#state.at === 'over' || this.#state.at === 'idle') this.#save({ request: undefined, place: undefined, number: undefined });
    else if (this.#state.at === 'callable') this.#save({ number: this.#state.number });
    else if (before.at === 'callable') this.#save({ number: undefined });
    else if (this.#state.at !== 'requesting') this.#save({});
    this.#tell();
    if (this.#state.at === 'ready' && before.at !== 'accepting' && this.#deps.acceptance === 'automatic') void this.accept();
  }

  #tell(): void {
    this.#stopTick?.();
    const due = dueAt(this.#state);
    if (due && !this.#isDisposed)
      this.#stopTick = this.#deps.environment.after(nextSecond(due, this.#deps.api.now()), () => {
        const before = this.#state;
        this.#apply({ type: 'time' });
        if (this.#state === before) this.#tell();
      });
    const { view } = this;
    for (const listener of [...this.#listeners]) listener(view);
  }

  /** In order; a host that can't store costs the return after a kill and nothing else. */
  #save(change: Partial<SavedCallIn>): void {
    this.#saved = { ...this.#saved, ...change };
    const text = isOpen(this.#saved) ? JSON.stringify(this.#saved) : undefined;
    this.#saving = this.#saving.then(() =>
      this.#deps.host.save(STORAGE_KEY, text).catch(() => this.#deps.environment.warn(STORAGE_FAILED)),
    );
  }
}
