import type { VisitorCallback } from '@ringback/contract';
import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import { PHONE_FIELD, type Field } from '../../form/fields.js';
import type { OpenForm } from '../../form/open-form.js';
import type { Translator } from '../../i18n/translate.js';
import type { CallbackServiceError } from '../callback-service/protocol.js';
import { CAPTCHA_FAILED, createCaptchaPass, isCaptchaError } from './captcha-pass.js';
import type { FlowEvent, Screen } from './flow.js';
import type { CallbackOptions } from '../../options/widget-options.js';
import type { OfferView } from './offer-view.js';
import { createNumberPass, LEFT } from './number-pass.js';
import { codeOf, isDuplicate, isOpenRequest, isRefusal, problemOf, type Problem } from './problem.js';
import { requestOf, type RequestParts } from './request.js';
import { sourceOf } from './source.js';

const IDENTITY_REFUSED = 7046;

export interface BookingDeps {
  readonly plugin: BusPlugin<'Callback'>;
  readonly environment: Environment;
  readonly translator: Translator;
  readonly form: Pick<OpenForm, 'fields'>;
  options(): Pick<CallbackOptions, 'source'>;
  /** WI14: the key of the next request. */
  key(): string;
  /** The server has judged the request of that key, or another one begins. */
  renewKey(): void;
  screen(): Screen;
  dispatch(event: FlowEvent): void;
  offer(): Pick<OfferView, 'nextOpening' | 'captcha'>;
  errorText(code: number, message?: string): string;
  /** Where a captcha stands, unless in the panel's element. */
  captchaPlace?: (() => HTMLElement | undefined) | undefined;
  /** The request that is on screen has changed. */
  onStatus(): void;
}

/** Why a request did not come through; `code` is 0 when no answer came. */
export interface Failure {
  readonly problem: Problem;
  readonly code: number;
}

/**
 * One visitor's request from the first try to its end: asks `CallbackService`, and turns answers into flow events.
 * The caller has locked the screen.
 */
export interface Booking {
  /** @returns what went wrong; `undefined` when booked. */
  send(request: Omit<RequestParts, 'idempotencyKey'>): Promise<Failure | undefined>;
  reschedule(time: number): Promise<Failure | undefined>;
  cancel(): Promise<Failure | undefined>;
  /** Picks up a request booked earlier. @returns false when there is none any more. */
  resume(): Promise<boolean>;
  /** Lets go of the request on screen. */
  rest(): void;
  /** Stops listening; nothing is dispatched afterwards. */
  stop(): void;
}

/** Follows the request that is on screen: its states, how live they are, and tries over a flaky network. */
function follow({ plugin, dispatch, screen, onStatus }: BookingDeps) {
  let stopWatch = (): void => undefined;
  let isStopped = false;
  const show = (callback: VisitorCallback): void => {
    const before = screen();
    dispatch({ type: 'status', callback });
    const after = screen();
    if (after !== before && 'booked' in after && after.booked.callback === callback) onStatus();
  };
  const unsubscribe = [
    plugin.subscribe('CallbackService.statusChanged', ({ data }) => show(data)),
    plugin.subscribe('CallbackService.connectionChanged', ({ data: { connection } }) => dispatch({ type: 'connection', connection })),
    plugin.subscribe('CallbackService.retrying', ({ data: { attempt } }) => dispatch({ type: 'retry', attempt })),
  ];
  return {
    show,
    async watch(): Promise<void> {
      if (isStopped) return;
      try {
        const { stop } = await plugin.command('CallbackService.watch');
        stopWatch = stop;
        if (isStopped) stop();
      } catch {
        dispatch({ type: 'connection', connection: 'lost' });
      }
    },
    rest(): void {
      stopWatch();
      stopWatch = () => undefined;
    },
    stop(): void {
      isStopped = true;
      stopWatch();
      for (const leave of unsubscribe) leave();
    },
  };
}

/** What a rejected command, or a captcha that gave no token, means to the visitor. */
function failureOf(reason: unknown, { offer, errorText }: BookingDeps, desiredTime?: number): Failure {
  // Nothing is wrong with the number, but it is what the visitor wants to get at.
  if (reason === LEFT) return { problem: { kind: 'number', message: '' }, code: LEFT.code };
  if (isCaptchaError(reason)) return { problem: { kind: 'failed', message: reason.message, reference: '' }, code: CAPTCHA_FAILED };
  return { problem: problemOf(reason, { desiredTime, nextOpening: offer().nextOpening, errorText }), code: codeOf(reason) };
}

/** WI12: the server tells a developer what is wrong with a signature; the visitor is told what they can do. */
async function forVisitor(reason: unknown, translator: Translator): Promise<unknown> {
  if (codeOf(reason) !== IDENTITY_REFUSED) return reason;
  const texts = await import('../../i18n/identity-texts.js').catch(() => undefined);
  return texts ? { ...Object(reason), message: texts.identityText('Refused', translator) } : reason;
}

/** What is done to a booked request, and its outcome. */
const createChange =
  (deps: BookingDeps, show: (callback: VisitorCallback) => void) =>
  async (action: () => Promise<VisitorCallback>, done: FlowEvent, desiredTime?: number): Promise<Failure | undefined> => {
    try {
      const callback = await action();
      deps.dispatch(done);
      show(callback);
      return undefined;
    } catch (reason) {
      const failure = failureOf(reason, deps, desiredTime);
      deps.dispatch({ type: 'refuse', problem: failure.problem });
      return failure;
    }
  };

const isFixedNumber = ({ name, fixed }: Field): boolean => name === PHONE_FIELD && fixed === true;

/** WI14: what a duplicate repeats, when it was booked from here, or from another tab, and still runs. */
async function findRunning(reason: unknown, phoneNumber: string, plugin: BookingDeps['plugin']): Promise<VisitorCallback | null> {
  if (!isDuplicate(reason)) return null;
  // Nothing to find, nothing to wait for.
  if (!isOpenRequest(reason) && !(await plugin.command('CallbackService.running').catch(() => null))) return null;
  const own = await plugin.command('CallbackService.status').catch(() => null);
  if (own && own.state !== 'COMPLETED') return own;
  return isOpenRequest(reason) ? plugin.command('CallbackService.adopt', { phoneNumber }).catch(() => null) : null;
}

/** Shows why a request did not come through, or what it repeats. */
const createTell =
  (deps: BookingDeps, showRunning: (reason: unknown, phoneNumber: string) => Promise<boolean>) =>
  async (reason: unknown, { values, desiredTime }: Omit<RequestParts, 'idempotencyKey'>): Promise<Failure> => {
    const failure = failureOf(await forVisitor(reason, deps.translator), deps, desiredTime);
    if (isCaptchaError(reason) && reason.isShown) deps.dispatch({ type: 'dismiss' });
    else if (!(await showRunning(reason, values[PHONE_FIELD] ?? ''))) deps.dispatch({ type: 'refuse', problem: failure.problem });
    return failure;
  };

export function createBooking(deps: BookingDeps): Booking {
  const { plugin, dispatch } = deps;
  const { show, watch, rest, stop } = follow(deps);
  const captcha = createCaptchaPass({ plugin, offered: () => deps.offer().captcha, place: deps.captchaPlace });
  const stopping = new AbortController();
  const numbers = createNumberPass({
    ...deps,
    stopped: stopping.signal,
    onAsking: (isAsking) => dispatch({ type: isAsking ? 'dismiss' : 'send' }),
    mayChange: () => !deps.form.fields.some(isFixedNumber),
  });

  const showRunning = async (reason: unknown, phoneNumber: string): Promise<boolean> => {
    const running = await findRunning(reason, phoneNumber, plugin);
    if (!running) return false;
    dispatch({ type: 'book', phoneNumber: running.phoneNumber, desiredTime: undefined });
    show(running);
    void watch();
    return true;
  };
  const tell = createTell(deps, showRunning);
  const change = createChange(deps, show);
  return {
    async send(request) {
      const { values, desiredTime } = request;
      const userData = { ...(deps.options().source && sourceOf(deps.environment.document)), ...request.userData };
      try {
        const whole = requestOf({ ...request, userData, idempotencyKey: deps.key() });
        await numbers.send(whole.phonenumber, (shown) =>
          captcha.send(deps.key(), (proof) => plugin.command('CallbackService.schedule', { ...whole, ...proof, ...shown })),
        );
        dispatch({ type: 'book', phoneNumber: values[PHONE_FIELD] ?? '', desiredTime });
        void watch();
        return undefined;
      } catch (reason) {
        // A lost answer may hide a booking: only a judged request frees its key.
        if (isRefusal(reason) && !captcha.isHeld) deps.renewKey();
        const told = tell(reason, request);
        (Object(reason) as Pick<CallbackServiceError, 'waitUntil'>).waitUntil?.(told);
        return told;
      }
    },
    reschedule: (time) =>
      change(() => plugin.command('CallbackService.reschedule', { desiredTime: new Date(time).toISOString() }), { type: 'back' }, time),
    cancel: () => change(() => plugin.command('CallbackService.cancel'), { type: 'dismiss' }),
    async resume() {
      try {
        show(await plugin.command('CallbackService.status'));
      } catch (reason) {
        // Gone from the server, or no longer ours. A network failure leaves hope: the watch keeps trying.
        if (isRefusal(reason)) return false;
      }
      await watch();
      return true;
    },
    rest,
    stop() {
      stop();
      stopping.abort();
    },
  };
}
