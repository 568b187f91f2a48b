/** @packageDocumentation The plugin CallIn: Click-To-Call-In. The visitor calls, at once or when it is their turn, with a code that finds their place. */
import type { Offers } from '@ringback/contract';
import type { CallIn, CallInView, MobileBridge } from '@ringback/mobile-bridge';
import type { BusPlugin } from '../../bus/bus-types.js';
import { settleIf } from '../../bus/settle-if.js';
import type { LateModule } from '../../late-plugins.js';
import type { FrameDeps } from '../../panel/frame.js';
import { CallerPass } from './caller-pass.js';
import { createCallInClient, type ClientDeps } from './call-in-client.js';
import { readCallInOptions, type CallInOptions } from './call-in-options.js';
import { CallInWindow } from './call-in-window.js';
import type { CallInStartOptions, CallInStatus } from './protocol.js';
import { isUnderWay } from './scene.js';
import '../push/protocol.js';
import type { CaptchaError } from '../recaptcha/protocol.js';

export interface CallInDeps extends FrameDeps, ClientDeps {
  readonly plugin: BusPlugin<'CallIn'>;
  /** The button in the corner, where the panel stands. */
  readonly launcher?: HTMLElement | undefined;
}

/** Registers the plugin on the widget's bus and starts it. */
export const register: LateModule['register'] = ({ bus, start, sections, options: { main, position }, host, ...deps }) => {
  const plugin = bus.registerPlugin('CallIn');
  if (!plugin) return;
  registerCallIn({
    ...deps,
    plugin,
    main,
    position,
    headers: main.headers,
    signal: host.signal,
    callbackSection: () => sections?.callback ?? {},
  });
  start(plugin, 'callin');
};

const EVENTS = [
  'ready',
  'opened',
  'closed',
  'minimized',
  'unminimized',
  'submitted',
  'statusChanged',
  'rejected',
  'completed',
  'cancelled',
];
const NOT_OPEN = 'CallIn is not currently open. Ignoring command.';

/** Registers the commands of `CallIn`. The caller starts the plugin; a call-in from before a reload shows itself in the corner. */
export function registerCallIn(deps: CallInDeps): void {
  const { plugin, signal } = deps;
  const desk = new CallInDesk(deps);
  plugin.registerEvents(EVENTS);
  plugin.registerCommand('configure', ({ data, deferred }) => {
    desk.configure(data);
    deferred.resolve();
  });
  plugin.registerCommand('open', async ({ data, deferred }) => {
    const { window } = desk.need();
    if (window.isOpen && !window.isMinimized) return deferred.reject('already opened');
    const wasOpen = window.isOpen;
    await window.open(data);
    plugin.publish(wasOpen ? 'unminimized' : 'opened', desk.status());
    deferred.resolve();
  });
  plugin.registerCommand('close', ({ deferred }) => settleIf(desk.isOpen, deferred, () => desk.close(), 'already closed'));
  plugin.registerCommand('minimize', ({ data, deferred }) => {
    const { window } = desk.need();
    const isMinimized = data.minimized ?? !window.isMinimized;
    settleIf(
      window.isOpen,
      deferred,
      () => {
        if (isMinimized === window.isMinimized) return;
        window.minimize(isMinimized);
        plugin.publish(isMinimized ? 'minimized' : 'unminimized', desk.status());
      },
      NOT_OPEN,
    );
  });
  plugin.registerCommand('start', async ({ data, deferred }) => {
    const { window } = desk.need();
    if (!window.isOpen || window.isMinimized) await plugin.command('CallIn.open', data);
    if (data.phonenumber !== undefined) window.typeNumber(data.phonenumber);
    await desk.ask(data);
    const status = desk.status();
    if (isUnderWay(desk.need().bridge.callIn.view.state)) deferred.resolve(status);
    else deferred.reject(status);
  });
  plugin.registerCommand('accept', async ({ deferred }) => {
    await desk.accept();
    const { state } = desk.need().bridge.callIn.view;
    if (state.at === 'callable') deferred.resolve(state.number);
    else deferred.reject(desk.status());
  });
  plugin.registerCommand('cancel', async ({ deferred }) => {
    if (!isUnderWay(desk.need().bridge.callIn.view.state)) return deferred.reject('nothing to cancel');
    await desk.cancel();
    deferred.resolve();
  });
  plugin.registerCommand('status', ({ deferred }) => deferred.resolve(desk.status()));
  const leave = plugin.subscribe('Callback.opened', () => {
    if (desk.isOpen) desk.close();
  });
  signal.addEventListener('abort', () => {
    leave();
    desk.close();
  });
}

/** The visitor has to do something first; what, is said beside the captcha. */
class CaptchaHeld extends Error {
  override readonly name = 'CaptchaHeld';
}
const unlessHeld = (act: () => Promise<void>): Promise<void> =>
  act().catch((cause: unknown) => {
    if (!(cause instanceof CaptchaHeld)) throw cause;
  });

/** The call-in and its panel, made with the first need. */
interface Parts {
  readonly bridge: MobileBridge;
  readonly window: CallInWindow;
  readonly pass: CallerPass;
}

class CallInDesk {
  readonly #deps: CallInDeps;
  #section: Record<string, unknown> = {};
  #parts: Parts | undefined;
  #busy = 0;
  #offers: Promise<Offers | undefined> | undefined;

  constructor(deps: CallInDeps) {
    this.#deps = deps;
  }

  get isOpen(): boolean {
    return this.#parts?.window.isOpen ?? false;
  }
  get #options(): CallInOptions {
    return readCallInOptions(this.#section, this.#deps.callbackSection());
  }
  get #callIn(): CallIn {
    return this.need().bridge.callIn;
  }

  configure(more: Record<string, unknown>): void {
    this.#section = { ...this.#section, ...more };
    // What was under way before a reload is followed at once.
    void this.#comeBack();
  }

  /** Not before the options are there: they name the server, and the place where the tab keeps it. */
  need(): Parts {
    if (this.#parts) return this.#parts;
    const { plugin, launcher } = this.#deps;
    const bridge = createCallInClient(this.#deps, this.#options.acceptance);
    const pass = new CallerPass({
      ...this.#deps,
      captcha: () => this.#proof(),
      identity: () => {
        const { identity } = this.#deps.callbackSection();
        return typeof identity === 'string' ? identity : undefined;
      },
      serviceName: () => this.#options.serviceName,
      draw: () => window.draw(),
    });
    const window = new CallInWindow({
      ...this.#deps,
      plugin,
      bridge,
      launcher,
      options: () => this.#options,
      question: () => pass.question,
      isBusy: () => this.#busy > 0,
      asks: { ask: () => this.ask({}), accept: () => this.accept(), cancel: () => this.cancel() },
      askOffers: () => (this.#offers = this.#askOffers()),
    });
    this.#parts = { bridge, window, pass };
    let before = bridge.callIn.view;
    bridge.callIn.subscribe((view) => {
      const last = before;
      before = view;
      window.follow(view, last);
      this.#tell(view, last);
    });
    return this.#parts;
  }

  close(): void {
    const { window } = this.need();
    window.close();
    this.#deps.plugin.publish('closed', this.status());
  }

  status(): CallInStatus {
    return statusOf(this.#callIn.view);
  }

  /** Asks for a number, or a place. What the visitor has typed wrong is shown. */
  async ask({ userData }: Pick<CallInStartOptions, 'userData'>): Promise<void> {
    const { window } = this.need();
    const { state } = this.#callIn.view;
    const own = window.ownNumber();
    if (own === undefined || this.#busy > 0 || state.at === 'requesting') return;
    await this.#busily(() =>
      unlessHeld(async () => {
        this.#deps.plugin.publish('submitted', this.status());
        await this.#send(own, { ...this.#options.userData, ...userData });
      }),
    );
  }

  async accept(): Promise<void> {
    if (this.#busy > 0) return;
    await this.#busily(() => unlessHeld(async () => this.#callIn.accept(await this.#proof())));
    if (this.#callIn.view.refusal) this.#deps.plugin.publish('rejected', this.status());
  }

  async cancel(): Promise<void> {
    const isNumberOnly = this.#callIn.view.state.at === 'callable' && this.status().callbackId === false;
    await this.#callIn.cancel();
    // A number that nobody waits for leaves nothing to be told.
    if (isNumberOnly) this.#callIn.dismiss();
  }

  #send(own: string, userData: Record<string, unknown>): Promise<void> {
    const { groupName, serviceName = '' } = this.#options;
    const { lang: language } = this.#deps.translator;
    const isDelayed = this.need().window.way === 'delayed';
    return this.need().pass.send(own, async (proof) => {
      // Why an app's phone was not told where to push stands in the state.
      if (isDelayed) await this.#callIn.delayed({ serviceName, phoneNumber: own, language, userData, ...proof }).catch(() => undefined);
      else {
        const group = groupName ?? (await this.#offers)?.callIn?.groupName ?? '';
        await this.#callIn.immediate({ groupName: group, language, userData, ...(own !== '' && { fromPhoneNumber: own }), ...proof });
      }
      return this.#callIn.view.refusal;
    });
  }

  /** CA1: a token, on sites that want one; without, the server says what is missing. Rejects with {@link CaptchaHeld}. */
  async #proof(): Promise<{ captchaToken?: string }> {
    const { plugin, environment } = this.#deps;
    const captcha = (await this.#offers)?.captcha;
    if (!captcha) return {};
    const container = this.need().window.element;
    try {
      const { token } = await plugin.command('Recaptcha.token', { offer: captcha, ...(container && { container }) });
      void plugin.command('Recaptcha.reset');
      return { captchaToken: token };
    } catch (cause) {
      if ((cause as CaptchaError).isShown) throw new CaptchaHeld();
      environment.warn('CallIn: no captcha token', cause);
      return {};
    }
  }

  async #busily(act: () => Promise<void>): Promise<void> {
    this.#busy += 1;
    this.need().window.draw();
    try {
      await act();
    } finally {
      this.#busy -= 1;
      this.need().window.draw();
    }
  }

  async #askOffers(): Promise<Offers | undefined> {
    const { serviceName } = this.#options;
    const { plugin } = this.#deps;
    const offers = await plugin.command('CallbackService.offers', serviceName === undefined ? {} : { serviceName }).catch(() => undefined);
    const container = this.need().window.element;
    if (offers?.captcha && container) void plugin.command('Recaptcha.prepare', { offer: offers.captcha, container });
    return offers;
  }

  async #comeBack(): Promise<void> {
    const { bridge, window } = this.need();
    await bridge.callIn.resumed;
    if (!isUnderWay(bridge.callIn.view.state) || window.isOpen || this.#deps.signal.aborted) return;
    await window.open({ keepFocus: true });
    // In the corner, unless there is something to do.
    if (bridge.callIn.view.state.at === 'waiting') window.minimize(true, true);
    this.#deps.plugin.publish('opened', this.status());
  }

  #tell(view: CallInView, before: CallInView): void {
    const { plugin } = this.#deps;
    const { state } = view;
    const status = statusOf(view);
    const isNews = state.at !== before.state.at || statusOf(before).position !== status.position;
    if (!isNews) return;
    plugin.publish('statusChanged', status);
    if (state.at === 'connected') plugin.publish('completed', status);
    if (state.at === 'over' && state.end === 'cancelled') plugin.publish('cancelled', status);
    if (state.at === 'over' && state.end === 'refused') plugin.publish('rejected', status);
    // What somebody has to do, or should know, is not left in the corner.
    if (state.at !== before.state.at && (isUnderWay(state) || state.at === 'connected') && before.state.at !== 'idle')
      void this.#bringBack();
  }

  async #bringBack(): Promise<void> {
    const { window } = this.need();
    if (!window.isOpen) {
      await window.open({ keepFocus: true });
      this.#deps.plugin.publish('opened', this.status());
    } else if (window.isMinimized && this.#callIn.view.state.at !== 'waiting') {
      window.minimize(false, true);
      this.#deps.plugin.publish('unminimized', this.status());
    }
  }
}

function statusOf({ state, secondsLeft, refusal }: CallInView): CallInStatus {
  return {
    state: state.at,
    callbackId: ('callbackId' in state && state.callbackId) || false,
    position: (state.at === 'waiting' && state.position) || false,
    secondsLeft: secondsLeft ?? false,
    end: state.at === 'over' && state.end,
    code: refusal?.code ?? false,
  };
}
