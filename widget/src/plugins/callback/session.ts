import type { LifecycleEvent, LifecycleMetadata } from '@ringback/contract';
import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import { PHONE_FIELD } from '../../form/fields.js';
import { createFormState, type FormState } from '../../form/form-state.js';
import type { CustomForm, OpenForm } from '../../form/open-form.js';
import type { Translator } from '../../i18n/translate.js';
import type { CallbackOptions } from '../../options/widget-options.js';
import type { PickerModel } from '../../panel/picker/picker-model.js';
import { countryOf, regionOfLanguages, type Country } from '../../phone/countries.js';
import type { RunningRequest } from '../callback-service/protocol.js';
import type { Booking, BookingDeps, Failure } from './booking.js';
import { createChoiceOfTime, type ChoiceOfTime, type When } from './choice-of-time.js';
import { nextScreen, type FlowEvent, type Screen } from './flow.js';
import { createLifecycle, type Lifecycle } from './lifecycle.js';
import { offerViewOf, type KnownOffer, type OfferState } from './offer-view.js';
import type { OpenOptions } from './protocol.js';
import { computed, signal, type ReadonlySignal, type Signal } from '../../ui/signals.js';

/** Something to be answered before the panel goes on. */
export type OpenQuestion = 'discard' | 'cancel-call';

/** What only a press, or the server's answer, needs. */
export interface SessionParts {
  createBooking(deps: BookingDeps): Booking;
  readonly knownOffer: KnownOffer['viewOf'];
}

export interface SessionDeps {
  readonly plugin: BusPlugin<'Callback'>;
  readonly environment: Environment;
  readonly translator: Translator;
  options(): CallbackOptions;
  readonly form: OpenForm;
  readonly open: OpenOptions;
  /** A request booked earlier in this tab, to come back to. */
  readonly running: RunningRequest | null;
  /** What comes behind the form. Rejects when it can't be had. */
  loadLater(): Promise<SessionParts>;
  /** Takes over what stands in the page, where sites change the form under us. @returns inputs that the form knows nothing of */
  readLive?: ((form: FormState) => Readonly<Record<string, string>>) | undefined;
  /** Where a captcha stands, unless in the panel's element. */
  captchaPlace?: BookingDeps['captchaPlace'];
  /** The panel is to go. */
  onClose(): void;
}

/** One opening of the panel: what it shows and what can be done, without looks. */
export class Session {
  readonly screen: ReadonlySignal<Screen>;
  readonly picker: ReadonlySignal<PickerModel | undefined>;
  readonly question = signal<OpenQuestion | undefined>(undefined);
  /** The name of a field that must get the focus, until it has it. */
  readonly focusField = signal<string | undefined>(undefined);
  readonly offer = computed(() => offerViewOf(this.#offers.value, this.#deps.options()));
  /** The answer about offers is still awaited. */
  readonly asking = computed(() => this.#offers.value.known === 'asking');
  readonly when: ReadonlySignal<When>;
  readonly form: FormState;
  /** What the site's own form adds. */
  readonly custom: CustomForm | undefined;

  readonly #deps: SessionDeps;
  readonly #offers = signal<OfferState>({ known: 'asking' });
  readonly #screen: Signal<Screen>;
  readonly #picker = signal<PickerModel | undefined>(undefined);
  /** WI14: made when the panel opens; a new one once the server has judged a request. */
  #key: string;
  #booking: Promise<Booking> | undefined;
  readonly #choice: ChoiceOfTime;
  #lifecycle: Lifecycle;
  #isEnded = false;

  constructor(deps: SessionDeps) {
    const { environment, open, form } = deps;
    this.#deps = deps;
    this.#key = environment.uuid();
    this.#choice = createChoiceOfTime(open.form?.desiredTime, deps.options());
    this.when = this.#choice.when;
    this.screen = this.#screen = signal(firstScreen(deps));
    this.picker = this.#picker;
    this.custom = form.custom;
    this.form = createFormState({
      fields: form.fields,
      judge: form.custom?.judge,
      country: this.#country(),
      prefill: open.form ?? {},
      onInput: (name) => this.#lifecycle.input(name),
    });
    this.#lifecycle = this.#newLifecycle(deps.running !== null);
  }

  get lifecycle(): Lifecycle {
    return this.#lifecycle;
  }

  /** Announces the panel on the bus, and starts asking. */
  start(): void {
    this.#lifecycle.opened();
    this.#noteStep();
    this.#deps.environment.afterFrame(() => this.#isEnded || void this.#askOffers());
    if (this.#deps.running) void this.#resume();
    else if (this.#deps.open.form?.autoSubmit) void this.confirm({ auto: true });
  }

  chooseNow(): void {
    this.#choice.now();
    this.#lifecycle.timeSelected();
  }

  /** Marks the second way without opening the picker. */
  chooseTime(): void {
    this.#choice.later();
  }

  openPicker(): void {
    const before = this.#screen.peek().at;
    this.#dispatch({ type: 'pick' });
    if (this.#screen.peek().at === before) return;
    if (before === 'form') this.chooseTime();
    void this.#loadPicker();
  }

  back(): void {
    this.#dispatch({ type: 'back' });
  }

  /** Sends what is chosen, or opens the picker when a time is missing. */
  async confirm(how: { auto: boolean } = { auto: false }): Promise<void> {
    const { at } = this.#screen.peek();
    const picked = this.#picker.peek()?.slot.peek()?.time;
    if (at === 'picker' || at === 'move') return picked === undefined ? undefined : this.takeTime(picked);
    const when = this.when.peek();
    if (when.way === 'time' && when.time === undefined) return this.openPicker();
    return this.#send(how);
  }

  /** Takes a time; nothing is sent yet. */
  chooseAt(time: number): void {
    if (this.#choice.at(time)) this.#lifecycle.timeSelected();
  }

  /** Takes a time and sends at once. */
  async takeTime(time: number): Promise<void> {
    const { at, sending } = this.#screen.peek();
    if (sending) return undefined;
    if (at === 'move') return void (await this.#act((booking) => booking.reschedule(time)));
    this.chooseAt(time);
    return this.#send({ auto: false });
  }

  /** Asks first where something would be lost. */
  requestClose(): void {
    const { at, sending } = this.#screen.peek();
    const isBooking = at === 'form' || at === 'picker';
    // A request that is on its way can't be taken back by closing.
    if (isBooking && !sending && this.#lifecycle.started && this.#deps.options().confirmFormCloseEnabled) this.question.value = 'discard';
    else this.#deps.onClose();
  }

  async cancelCall(): Promise<void> {
    this.question.value = undefined;
    if (!this.#screen.peek().sending) await this.#act((booking) => booking.cancel());
  }

  /** Ends this interaction and begins another in the same panel. */
  bookAgain(): void {
    if (this.#isEnded) return;
    this.#lifecycle.closed(this.form.values());
    this.#booking?.then(
      ({ rest }) => rest(),
      () => undefined,
    );
    this.#key = this.#deps.environment.uuid();
    this.#choice.now();
    this.#dispatch({ type: 'again' });
    this.#lifecycle = this.#newLifecycle(false);
    this.#lifecycle.opened();
    this.#noteStep();
    void this.#askOffers();
  }

  /** Publishes the end; nothing happens afterwards. */
  end(): void {
    this.#lifecycle.closed(this.form.values());
    this.#isEnded = true;
    this.#booking?.then(
      ({ stop }) => stop(),
      () => undefined,
    );
  }

  async #send(how: { auto: boolean }): Promise<void> {
    if (this.#screen.peek().sending) return;
    const { open, options, readLive } = this.#deps;
    const more = readLive?.(this.form);
    const valid = this.#isValid();
    if (valid !== true && !(await valid)) return;
    const values = { ...more, ...this.form.values() };
    const when = this.when.peek();
    const desiredTime = when.way === 'time' ? when.time : this.offer.peek().immediateFrom;
    const userData = { ...options().userData, ...open.form?.userData, ...open.userData, ...this.custom?.record(this.form) };
    this.#lifecycle.submitted(values, how);
    const failure = await this.#act((booking) => booking.send({ values, desiredTime, userData }));
    if (this.#isEnded) return;
    if (!failure) return this.#lifecycle.completed();
    if (failure.problem.kind === 'number') {
      this.form.setError(PHONE_FIELD, { message: failure.problem.message });
      this.focusField.value = PHONE_FIELD;
    }
    this.#lifecycle.rejected(failure.code || failure.problem.kind);
  }

  /** Locks the screen at once, and does something to the request. */
  async #act(action: (booking: Booking) => Promise<Failure | undefined>): Promise<Failure | undefined> {
    this.#dispatch({ type: 'send' });
    let booking: Booking;
    try {
      booking = await this.#loadBooking();
    } catch {
      const problem = { kind: 'failed', message: this.#deps.translator.errorText(0), reference: '' } as const;
      this.#dispatch({ type: 'refuse', problem });
      return { problem, code: 0 };
    }
    return action(booking);
  }

  async #resume(): Promise<void> {
    const booking = await this.#loadBooking().catch(() => undefined);
    if (booking && !(await booking.resume())) this.bookAgain();
  }

  #loadBooking(): Promise<Booking> {
    const load = async (): Promise<Booking> => {
      const { createBooking } = await this.#deps.loadLater();
      return createBooking({
        ...this.#deps,
        key: () => this.#key,
        renewKey: () => void (this.#key = this.#deps.environment.uuid()),
        screen: () => this.#screen.peek(),
        dispatch: (event) => this.#dispatch(event),
        offer: () => this.offer.peek(),
        errorText: this.#deps.translator.errorText,
        onStatus: () => this.#lifecycle.statusChanged(),
      });
    };
    this.#booking ??= load().catch((cause: unknown) => {
      this.#booking = undefined;
      throw cause;
    });
    return this.#booking;
  }

  /** Ours at once; the site's own checks may take their time, with the screen locked. */
  #isValid(): boolean | Promise<boolean> {
    if (!this.#deps.options().formValidation) return true;
    const invalid = this.form.validate();
    if (invalid.length > 0 || !this.custom) return this.#isPassed(invalid);
    this.#dispatch({ type: 'send' });
    return this.custom.check(this.form).then((names) => !this.#isEnded && this.#isPassed(names));
  }

  #isPassed(invalid: readonly string[]): boolean {
    if (invalid.length === 0) return true;
    this.#dispatch({ type: 'dismiss' });
    this.back();
    this.#lifecycle.validationFailed(invalid.length);
    this.focusField.value = invalid[0];
    return false;
  }

  /** WI11: asked once for a form; what the visitor has chosen meanwhile stays. */
  async #askOffers(): Promise<void> {
    try {
      const offers = await this.#deps.plugin.command('CallbackService.offers');
      const { knownOffer } = await this.#deps.loadLater();
      this.#offers.value = { known: 'yes', offers, viewOf: knownOffer };
      this.form.suggestCountry(this.#country());
      this.#choice.suggest(this.offer.peek());
      this.#noteStep();
    } catch {
      // What was known before is better than nothing.
      if (this.#offers.peek().known === 'asking') this.#offers.value = { known: 'failed' };
    }
  }

  async #loadPicker(): Promise<void> {
    // Made anew each time: places that were free a minute ago may be gone.
    this.#picker.value = undefined;
    // Whoever is quicker than the answer about offers gets as far once it is there.
    const maxDays = (): number | undefined => {
      const offers = this.#offers.value;
      return offers.known === 'yes' ? offers.offers.scheduled.maxAdvanceDays : undefined;
    };
    const picker = await this.#deps.plugin.command('Calendar.picker', { maxDays });
    const when = this.when.peek();
    if (this.#screen.peek().at === 'picker' && when.way === 'time' && when.time !== undefined) picker.chooseTime(when.time);
    this.#picker.value = picker;
  }

  #country(): Country {
    const { options, environment } = this.#deps;
    const offers = this.#offers.peek();
    const page = environment.document.documentElement.lang;
    // A page that names a region knows its visitors; a bare language is a weaker hint than the browser's.
    const languages = [...(page.includes('-') ? [page] : []), ...environment.languages(), page];
    const offered = offers.known === 'yes' ? offers.offers.defaultCountry : undefined;
    const guesses = [options().defaultCountry, offered, regionOfLanguages(languages), 'US'].map(countryOf);
    return guesses.find((country) => country !== undefined) as Country;
  }

  #dispatch(event: FlowEvent): void {
    if (this.#isEnded) return;
    this.#screen.value = nextScreen(this.#screen.peek(), event);
    if (event.type === 'refuse' && event.problem.kind === 'taken') this.#loseTime(event.problem.time);
    this.#noteStep();
  }

  /** SL7: a time that is gone is not asked for again, neither as the chosen one nor as the first free. */
  #loseTime(time: number | undefined): void {
    if (time === undefined) return;
    this.#choice.forget(time);
    this.#picker.peek()?.markFull(time);
    if (!('booked' in this.#screen.peek())) void this.#askOffers();
  }

  #noteStep(): void {
    const { at } = this.#screen.peek();
    const when = this.when.peek();
    const formStep = when.way === 'time' && when.time !== undefined ? 'review' : this.offer.peek().open === false ? 'closed-hours' : 'form';
    this.#lifecycle.step(at === 'form' ? formStep : at === 'request' ? 'success' : 'picker');
  }

  #newLifecycle(resumed: boolean): Lifecycle {
    const { environment, open, options } = this.#deps;
    return createLifecycle({
      interactionId: this.#key,
      now: environment.now,
      publish: (event, metadata) => this.#publish(event, metadata),
      proactive: open.proactive ?? false,
      prefilled: Object.keys(open.form ?? {}).some((name) => name !== 'autoSubmit' && name !== 'userData'),
      includeFormValues: options().metadata.includeFormValues,
      resumed,
    });
  }

  #publish(event: Exclude<LifecycleEvent, 'ready'>, metadata: LifecycleMetadata): void {
    const { plugin } = this.#deps;
    const screen = this.#screen.peek();
    const when = this.when.peek();
    const callback = 'booked' in screen ? screen.booked.callback : undefined;
    if (event === 'timeSelected') {
      const time = when.way === 'time' ? when.time : undefined;
      plugin.publish(event, { ...metadata, desiredTime: time === undefined ? 'now' : new Date(time).toISOString() });
    } else if (event !== 'statusChanged') plugin.publish(event, metadata);
    else if (callback) plugin.publish(event, { ...metadata, state: callback.state, position: callback.position ?? false });
  }
}

const firstScreen = ({ running }: SessionDeps): Screen =>
  running ? nextScreen({ at: 'form' }, { type: 'book', phoneNumber: '', desiredTime: undefined }) : { at: 'form' };
