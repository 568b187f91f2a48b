import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { LifecycleEvent, LifecycleMetadata, VisitorCallback } from '@ringback/contract';
import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import { PHONE_FIELD, type Field } from '../../form/form-definition.js';
import { createFormState, type FormState } from '../../form/form-state.js';
import type { Translator } from '../../i18n/translate.js';
import type { CallbackOptions } from '../../options/widget-options.js';
import type { PickerModel } from '../../panel/picker/picker-model.js';
import { countryOf, regionOfLanguages, type Country } from '../../phone/countries.js';
import type { Connection, RunningRequest } from '../callback-service/protocol.js';
import { nextScreen, type FlowEvent, type Screen } from './flow.js';
import { createLifecycle, type Lifecycle } from './lifecycle.js';
import { offerViewOf, type OfferState, type OfferView } from './offer-view.js';
import { codeOf, isRefusal, problemOf, type Problem } from './problem.js';
import type { OpenOptions } from './protocol.js';
import { requestOf } from './request.js';

/** When the visitor wants the call. `time` is `undefined` until one is picked. */
export type When = { readonly way: 'now' } | { readonly way: 'time'; readonly time: number | undefined };

/** Something to be answered before the panel goes on. */
export type Question = 'discard' | 'cancel-call';

export interface SessionDeps {
  readonly plugin: BusPlugin<'Callback'>;
  readonly environment: Environment;
  readonly translator: Translator;
  options(): CallbackOptions;
  readonly fields: readonly Field[];
  readonly open: OpenOptions;
  /** A request booked earlier in this tab, to come back to. */
  readonly running: RunningRequest | null;
  /** The panel is to go. */
  onClose(): void;
}

/** One opening of the panel: what it shows and what can be done, without looks. */
export interface Session {
  readonly screen: ReadonlySignal<Screen>;
  readonly offer: ReadonlySignal<OfferView>;
  /** The answer about offers is still awaited. */
  readonly asking: ReadonlySignal<boolean>;
  readonly when: ReadonlySignal<When>;
  readonly picker: ReadonlySignal<PickerModel | undefined>;
  readonly question: Signal<Question | undefined>;
  /** The name of a field that must get the focus, until it has it. */
  readonly focusField: Signal<string | undefined>;
  readonly form: FormState;
  readonly lifecycle: Lifecycle;
  chooseNow(): void;
  /** Marks the second way without opening the picker. */
  chooseTime(): void;
  openPicker(): void;
  back(): void;
  /** Sends what is chosen, or opens the picker when a time is missing. */
  confirm(how?: { auto: boolean }): Promise<void>;
  /** Takes a proposed time and sends at once. */
  takeTime(time: number): Promise<void>;
  /** Asks first where something would be lost. */
  requestClose(): void;
  cancelCall(): Promise<void>;
  bookAgain(): void;
  /** Announces the panel on the bus, and starts asking. */
  start(): void;
  /** Publishes the end; nothing happens afterwards. */
  end(): void;
}

export function createSession(deps: SessionDeps): Session {
  return new CallbackSession(deps);
}

class CallbackSession implements Session {
  readonly #deps: SessionDeps;
  readonly #offer = signal<OfferState>({ known: 'asking' });
  readonly #unsubscribe: Array<() => void> = [];
  #key: string;
  #stopWatch: () => void = () => undefined;
  #isEnded = false;
  #hasChosen = false;
  readonly screen: Signal<Screen>;
  readonly when: Signal<When>;
  readonly picker = signal<PickerModel | undefined>(undefined);
  readonly question = signal<Question | undefined>(undefined);
  readonly focusField = signal<string | undefined>(undefined);
  readonly offer = computed(() => offerViewOf(this.#offer.value, this.#deps.options()));
  readonly asking = computed(() => this.#offer.value.known === 'asking');
  form: FormState;
  lifecycle: Lifecycle;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    this.#key = deps.environment.uuid();
    this.when = signal(whenOf(deps.open.form?.desiredTime, deps.options()));
    this.#hasChosen = deps.open.form?.desiredTime !== undefined;
    this.screen = signal<Screen>(
      deps.running ? nextScreen({ at: 'form' }, { type: 'book', phoneNumber: '', desiredTime: undefined }) : { at: 'form' },
    );
    this.form = this.#newForm();
    this.lifecycle = this.#newLifecycle();
  }

  #newForm(): FormState {
    const { fields, open } = this.#deps;
    return createFormState({ fields, country: this.#country(), prefill: open.form ?? {}, onInput: (name) => this.lifecycle.input(name) });
  }

  #newLifecycle(): Lifecycle {
    const { environment, open, options, running } = this.#deps;
    return createLifecycle({
      interactionId: this.#key,
      now: environment.now,
      publish: (event, metadata) => this.#publish(event, metadata),
      proactive: open.proactive ?? false,
      prefilled: Object.keys(open.form ?? {}).some((name) => name !== 'autoSubmit' && name !== 'userData'),
      includeFormValues: options().metadata.includeFormValues,
      resumed: running !== null && this.screen.peek().at === 'request',
    });
  }

  #publish(event: Exclude<LifecycleEvent, 'ready'>, metadata: LifecycleMetadata): void {
    const { plugin } = this.#deps;
    if (event === 'timeSelected') {
      const when = this.when.peek();
      plugin.publish(event, {
        ...metadata,
        desiredTime: when.way === 'time' && when.time !== undefined ? new Date(when.time).toISOString() : 'now',
      });
    } else if (event === 'statusChanged') {
      const screen = this.screen.peek();
      const callback = 'booked' in screen ? screen.booked.callback : undefined;
      if (callback) plugin.publish(event, { ...metadata, state: callback.state, position: callback.position ?? false });
    } else plugin.publish(event, metadata);
  }

  #dispatch(event: FlowEvent): void {
    if (this.#isEnded) return;
    this.screen.value = nextScreen(this.screen.peek(), event);
    this.#noteStep();
  }

  #noteStep(): void {
    const { at } = this.screen.peek();
    const closed = this.offer.peek().open === false;
    const when = this.when.peek();
    const formStep = when.way === 'time' && when.time !== undefined ? 'review' : closed ? 'closed-hours' : 'form';
    this.lifecycle.step(at === 'form' ? formStep : at === 'request' ? 'success' : 'picker');
  }

  start(): void {
    const { plugin } = this.#deps;
    this.lifecycle.opened();
    this.#noteStep();
    this.#unsubscribe.push(
      plugin.subscribe('CallbackService.statusChanged', ({ data }) => this.#onStatus(data)),
      plugin.subscribe('CallbackService.connectionChanged', ({ data }) =>
        this.#dispatch({ type: 'connection', connection: data.connection as Connection }),
      ),
      plugin.subscribe('CallbackService.retrying', ({ data }) => this.#dispatch({ type: 'retry', attempt: data.attempt })),
    );
    if (this.#deps.running) void this.#resume();
    void this.#askOffers();
    if (this.#deps.open.form?.autoSubmit) void this.confirm({ auto: true });
  }

  /** WI11: asked once; what the visitor has chosen meanwhile stays. */
  async #askOffers(): Promise<void> {
    try {
      const offers = await this.#deps.plugin.command('CallbackService.offers');
      if (this.#isEnded) return;
      this.#offer.value = { known: 'yes', offers };
      this.form.suggestCountry(this.#country());
      const { immediate, immediateFrom, scheduled } = this.offer.peek();
      const prefersTime = scheduled === 'offered' && (immediate !== 'offered' || immediateFrom !== undefined);
      if (!this.#hasChosen && prefersTime) this.when.value = { way: 'time', time: undefined };
      if (!this.#hasChosen && scheduled !== 'offered' && immediate === 'offered') this.when.value = { way: 'now' };
      this.#noteStep();
    } catch {
      this.#offer.value = { known: 'failed' };
    }
  }

  #country(): Country {
    const { options, environment } = this.#deps;
    const offered = this.#offer.peek();
    const page = environment.document.documentElement.lang;
    const languages = [...(page.includes('-') ? [page] : []), ...environment.languages(), ...(page ? [page] : [])];
    const guesses = [
      options().defaultCountry,
      offered.known === 'yes' ? offered.offers.defaultCountry : undefined,
      regionOfLanguages(languages),
      'US',
    ];
    return guesses.map(countryOf).find((country) => country !== undefined) as Country;
  }

  chooseNow(): void {
    this.#hasChosen = true;
    this.when.value = { way: 'now' };
    this.lifecycle.timeSelected();
  }

  chooseTime(): void {
    const when = this.when.peek();
    this.#hasChosen = true;
    if (when.way === 'now') this.when.value = { way: 'time', time: this.picker.peek()?.slot.peek()?.time };
  }

  openPicker(): void {
    const before = this.screen.peek().at;
    this.chooseTime();
    this.#dispatch({ type: 'pick' });
    if (this.screen.peek().at === before) return;
    void this.#loadPicker();
  }

  async #loadPicker(): Promise<void> {
    const offered = this.#offer.peek();
    const maxDays = offered.known === 'yes' ? { maxDays: offered.offers.scheduled.maxAdvanceDays } : {};
    // A picker that was left keeps its days and choice, but not for long: places go.
    this.picker.value = undefined;
    const picker = await this.#deps.plugin.command('Calendar.picker', maxDays);
    const when = this.when.peek();
    if (when.way === 'time' && when.time !== undefined && this.screen.peek().at === 'picker') picker.chooseTime(when.time);
    this.picker.value = picker;
  }

  back(): void {
    this.#dispatch({ type: 'back' });
  }

  async confirm(how: { auto: boolean } = { auto: false }): Promise<void> {
    const screen = this.screen.peek();
    if (screen.sending) return;
    if (screen.at === 'picker' || screen.at === 'move') {
      const time = this.picker.peek()?.slot.peek()?.time;
      if (time === undefined) return;
      if (screen.at === 'move') return this.#reschedule(time);
      this.#setTime(time);
    }
    const when = this.when.peek();
    if (when.way === 'time' && when.time === undefined) return this.openPicker();
    return this.#send(how);
  }

  #setTime(time: number): void {
    this.#hasChosen = true;
    const before = this.when.peek();
    this.when.value = { way: 'time', time };
    if (before.way === 'now' || before.time !== time) this.lifecycle.timeSelected();
  }

  async takeTime(time: number): Promise<void> {
    const screen = this.screen.peek();
    if (screen.sending) return;
    if (screen.at === 'move') return this.#reschedule(time);
    this.#setTime(time);
    return this.#send({ auto: false });
  }

  #desiredTime(): number | undefined {
    const when = this.when.peek();
    return when.way === 'time' ? when.time : this.offer.peek().immediateFrom;
  }

  async #send(how: { auto: boolean }): Promise<void> {
    const { plugin, open, options } = this.#deps;
    const invalid = options().formValidation ? this.form.validate() : [];
    if (invalid.length > 0) {
      this.#dispatch({ type: 'back' });
      this.lifecycle.validationFailed(invalid.length);
      this.focusField.value = invalid[0];
      return;
    }
    const values = this.form.values();
    const desiredTime = this.#desiredTime();
    this.#dispatch({ type: 'send' });
    this.lifecycle.submitted(values, how);
    const userData = { ...options().userData, ...open.form?.userData, ...open.userData };
    try {
      await plugin.command('CallbackService.schedule', requestOf({ values, desiredTime, userData, idempotencyKey: this.#key }));
      this.#dispatch({ type: 'book', phoneNumber: values[PHONE_FIELD] ?? '', desiredTime });
      this.lifecycle.completed();
      void this.#watch();
    } catch (reason) {
      this.#onRefused(reason, desiredTime !== undefined);
    }
  }

  #onRefused(reason: unknown, scheduled: boolean): void {
    if (this.#isEnded) return;
    if (isRefusal(reason)) this.#key = this.#deps.environment.uuid();
    const problem = this.#problem(reason, scheduled);
    if (problem.kind === 'number') {
      this.form.setError(PHONE_FIELD, { message: problem.message });
      this.focusField.value = PHONE_FIELD;
    }
    this.#dispatch({ type: 'refuse', problem });
    this.lifecycle.rejected(codeOf(reason) || problem.kind);
  }

  #problem(reason: unknown, scheduled: boolean): Problem {
    const { nextOpening } = this.offer.peek();
    return problemOf(reason, { scheduled, nextOpening, errorText: this.#deps.translator.errorText });
  }

  async #reschedule(time: number): Promise<void> {
    this.#dispatch({ type: 'send' });
    try {
      const callback = await this.#deps.plugin.command('CallbackService.reschedule', { desiredTime: new Date(time).toISOString() });
      this.#dispatch({ type: 'back' });
      this.#onStatus(callback);
    } catch (reason) {
      this.#dispatch({ type: 'refuse', problem: this.#problem(reason, true) });
    }
  }

  async cancelCall(): Promise<void> {
    this.question.value = undefined;
    if (this.screen.peek().sending) return;
    this.#dispatch({ type: 'send' });
    try {
      const callback = await this.#deps.plugin.command('CallbackService.cancel');
      this.#dispatch({ type: 'dismiss' });
      this.#onStatus(callback);
    } catch (reason) {
      this.#dispatch({ type: 'refuse', problem: this.#problem(reason, false) });
    }
  }

  async #resume(): Promise<void> {
    try {
      this.#onStatus(await this.#deps.plugin.command('CallbackService.status'));
      await this.#watch();
    } catch (reason) {
      // Gone from the server, or no longer ours: the form is the next useful thing. A network failure leaves hope.
      if (isRefusal(reason)) this.bookAgain();
      else this.#dispatch({ type: 'connection', connection: 'lost' });
    }
  }

  async #watch(): Promise<void> {
    try {
      const { stop } = await this.#deps.plugin.command('CallbackService.watch');
      if (this.#isEnded) stop();
      else this.#stopWatch = stop;
    } catch {
      this.#dispatch({ type: 'connection', connection: 'lost' });
    }
  }

  #onStatus(callback: VisitorCallback): void {
    const before = this.screen.peek();
    this.#dispatch({ type: 'status', callback });
    const after = this.screen.peek();
    if (after !== before && 'booked' in after && after.booked.callback === callback) this.lifecycle.statusChanged();
  }

  requestClose(): void {
    const { at, sending } = this.screen.peek();
    const booking = at === 'form' || at === 'picker';
    // While a request is on its way, closing can't take it back.
    const asks = booking && !sending && this.lifecycle.started && this.#deps.options().confirmFormCloseEnabled;
    if (asks) this.question.value = 'discard';
    else this.#deps.onClose();
  }

  bookAgain(): void {
    this.#stopWatch();
    this.lifecycle.closed(this.form.values());
    this.#key = this.#deps.environment.uuid();
    this.when.value = whenOf(undefined, this.#deps.options());
    this.#hasChosen = false;
    this.#dispatch({ type: 'again' });
    this.lifecycle = this.#newLifecycle();
    this.lifecycle.opened();
    this.#noteStep();
    void this.#askOffers();
  }

  end(): void {
    this.lifecycle.closed(this.form.values());
    this.#isEnded = true;
    this.#stopWatch();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }
}

/** What a prefilled `desiredTime` chooses, else what the site allows. */
function whenOf(desiredTime: string | Date | undefined, options: CallbackOptions): When {
  const time = desiredTime === undefined || desiredTime === 'now' ? NaN : new Date(desiredTime).getTime();
  if (!Number.isNaN(time)) return { way: 'time', time };
  return options.immediateCallback || desiredTime === 'now' ? { way: 'now' } : { way: 'time', time: undefined };
}
