import type { Offers } from '@ringback/contract';
import type { CallIn, CallInView, MobileBridge } from '@ringback/mobile-bridge';
import type { BusPlugin } from '../../bus/bus-types.js';
import { frameWords, loadCallInTexts, sayCallIn } from '../../i18n/call-in-texts.js';
import { createFrame, type Frame, type FrameDeps } from '../../panel/frame.js';
import { countryOf, regionOfLanguages, type Country } from '../../phone/countries.js';
import { deepActiveElement, returnFocus } from '../../ui/focus.js';
import { addIcons } from '../../ui/Icon.js';
import { KitContext, type Kit } from '../../ui/kit.js';
import { laterIcons } from '../../ui/later-icons.js';
import css from './call-in.css?inline';
import type { CallInOptions } from './call-in-options.js';
import type { CodeQuestion } from './caller-pass.js';
import { CallInPanel } from './CallInPanel.js';
import { OwnNumber } from './own-number.js';
import { problemOf } from './problem.js';
import type { CallInOpenOptions, CallInWay } from './protocol.js';
import { isUnderWay, type CallInActs, type Scene } from './scene.js';

export interface WindowDeps extends FrameDeps {
  readonly plugin: BusPlugin<'CallIn'>;
  readonly bridge: MobileBridge;
  options(): CallInOptions;
  /** The button in the corner, where the panel stands. */
  readonly launcher: HTMLElement | undefined;
  /** What the panel's buttons do to the call-in. */
  readonly asks: {
    ask(): Promise<void>;
    accept(): Promise<void>;
    cancel(): Promise<void>;
  };
  /** What the queue can offer, asked once for each opening. */
  askOffers(): Promise<Offers | undefined>;
  /** The code that is asked for. */
  question(): CodeQuestion | undefined;
  /** A request is about to go: the captcha is being solved. */
  isBusy(): boolean;
}

/** One time on the screen. */
interface Opening {
  readonly frame: Frame;
  readonly kit: Kit;
  readonly say: Scene['say'];
  readonly own: OwnNumber;
  readonly way: CallInWay;
  readonly opener: HTMLElement | undefined;
  readonly launcherDisplay: string;
  readonly acts: CallInActs;
}

/** The panel of the call-in: on the screen or not, and what it shows. Asks nothing of the server but what can be offered. */
export class CallInWindow {
  readonly #deps: WindowDeps;
  readonly #callIn: CallIn;
  #opening: Opening | undefined;
  #coming: Promise<Opening> | undefined;
  #isMinimized = false;
  #isAsked = false;
  #hasDialled = false;
  #line = 0;
  #offers: Offers | undefined;

  constructor(deps: WindowDeps) {
    this.#deps = deps;
    this.#callIn = deps.bridge.callIn;
  }

  get isOpen(): boolean {
    return this.#opening !== undefined || this.#coming !== undefined;
  }
  get isMinimized(): boolean {
    return this.#isMinimized;
  }
  get way(): CallInWay {
    return this.#opening?.way ?? this.#deps.options().way;
  }
  /** The element on the page, while there is one. */
  get element(): HTMLElement | undefined {
    const root = this.#opening?.frame.mount.getRootNode();
    return root instanceof ShadowRoot ? (root.host as HTMLElement) : undefined;
  }

  /** Shows the panel, or brings it back from the corner. */
  async open(wish: CallInOpenOptions = {}): Promise<void> {
    if (this.#opening) return this.minimize(false);
    const opening = await (this.#coming ??= this.#make(wish));
    if (this.#opening === opening) return;
    this.#opening = opening;
    this.#coming = undefined;
    this.#deps.launcher?.style.setProperty('display', 'none', 'important');
    this.draw();
    if (!wish.keepFocus) this.#takeFocus();
    void this.#askOffers(opening);
  }

  /** Takes it off the screen; what is under way goes on. */
  close(): void {
    const closing = this.#opening;
    if (!closing) return;
    this.#opening = undefined;
    this.#isMinimized = this.#isAsked = false;
    closing.frame.remove();
    this.#deps.launcher?.style.setProperty('display', closing.launcherDisplay, 'important');
    returnFocus(closing.opener);
    if (!isUnderWay(this.#callIn.view.state)) this.#callIn.dismiss();
  }

  minimize(isMinimized: boolean, keepFocus = false): void {
    if (!this.#opening || this.#isMinimized === isMinimized) return;
    this.#isMinimized = isMinimized;
    this.draw();
    if (!keepFocus) this.#takeFocus();
  }

  /** The number that was typed, in international form, empty where none is needed; undefined, with its error shown, where it is missing. */
  ownNumber(): string | undefined {
    if (!this.#asksNumber(this.way)) return '';
    const number = this.#opening?.own.read();
    if (number === undefined) this.#focusNumber();
    return number;
  }

  typeNumber(text: string): void {
    this.#opening?.own.paste(text);
  }

  /** Follows the call-in: called with each change of it. */
  follow(view: CallInView, before: CallInView): void {
    const { state } = view;
    if (state.at === 'waiting') this.#line = Math.max(this.#line, state.position ?? 0);
    else if (state.at === 'requesting') this.#line = 0;
    if (state.at === 'callable' && before.state.at !== 'callable') this.#hasDialled = false;
    if (!('callbackId' in state)) this.#isAsked = false;
    const problem = view.refusal && view.refusal !== before.refusal ? problemOf(view.refusal) : undefined;
    if (problem?.kind === 'number' && this.#opening) {
      this.#opening.own.refuse(problem.text);
      this.#focusNumber();
    } else this.draw();
  }

  draw(): void {
    if (!this.#opening) return;
    const { frame, kit } = this.#opening;
    const { document } = this.#deps.environment;
    const active = deepActiveElement(document);
    frame.draw(
      <KitContext.Provider value={kit}>
        <CallInPanel scene={this.#scene(this.#opening)} />
      </KitContext.Provider>,
    );
    // A step that the server brings takes the focus from nobody who is elsewhere on the page.
    if (active && !frame.mount.contains(active)) returnFocus(active);
  }

  #scene({ way, own, say, acts }: Opening): Scene {
    return {
      view: this.#callIn.view,
      way,
      own: this.#asksNumber(way) ? own : undefined,
      question: this.#deps.question(),
      offers: this.#offers,
      line: this.#line,
      isMinimized: this.#isMinimized,
      isAsked: this.#isAsked,
      isBusy: this.#deps.isBusy(),
      hasDialled: this.#hasDialled,
      countryCodes: this.#deps.options().countryCodes,
      say,
      acts,
    };
  }

  #asksNumber(way: CallInWay): boolean {
    return way === 'delayed' || this.#deps.options().askNumber || this.#offers?.numberCheck !== undefined;
  }

  async #make({ way, phonenumber }: CallInOpenOptions): Promise<Opening> {
    const { environment, translator, options, launcher } = this.#deps;
    const opener = deepActiveElement(environment.document);
    addIcons(laterIcons);
    const say = sayCallIn(await loadCallInTexts(translator.lang), translator);
    const kit: Kit = {
      translator: frameWords(translator, say),
      environment,
      plugin: this.#deps.plugin,
      announce: () => undefined,
      get times(): never {
        throw new Error('CallIn tells no times by the kit');
      },
    };
    return {
      frame: createFrame(this.#deps, 'ringback-call-in', css),
      kit,
      say,
      own: new OwnNumber(phonenumber ?? '', this.#country(), () => this.draw()),
      way: way ?? options().way,
      opener,
      launcherDisplay: launcher?.style.display ?? '',
      acts: this.#acts(),
    };
  }

  #acts(): CallInActs {
    const { asks, plugin, bridge } = this.#deps;
    return {
      ask: () => void asks.ask(),
      accept: () => void asks.accept(),
      giveUp: () => {
        // Only a place is lost by it; a number alone goes by itself.
        this.#isAsked = 'callbackId' in this.#callIn.view.state && this.#callIn.view.state.callbackId !== undefined;
        if (this.#isAsked) this.draw();
        else void asks.cancel();
      },
      answer: (goes) => {
        this.#isAsked = false;
        this.draw();
        this.#takeFocus();
        if (goes) void asks.cancel();
      },
      again: () => {
        this.#callIn.dismiss();
        this.#takeFocus();
      },
      dial: () => {
        this.#hasDialled = true;
        if (bridge.host.kind === 'browser') return false;
        void this.#callIn.dial();
        return true;
      },
      close: () => void plugin.command('CallIn.close'),
      minimize: (minimized) => void plugin.command('CallIn.minimize', { minimized }),
    };
  }

  async #askOffers(opening: Opening): Promise<void> {
    const offers = await this.#deps.askOffers();
    if (this.#opening !== opening) return;
    this.#offers = offers;
    const country = countryOf(offers?.defaultCountry);
    if (country) opening.own.suggest(country);
    this.draw();
  }

  /** A page that names a region knows its visitors; a bare language is a weaker hint than the browser's. */
  #country(): Country {
    const { environment } = this.#deps;
    const page = environment.document.documentElement.lang;
    const languages = [...(page.includes('-') ? [page] : []), ...environment.languages(), page];
    return (countryOf(regionOfLanguages(languages)) ?? countryOf('US')) as Country;
  }

  #focusNumber(): void {
    this.#opening?.frame.mount.querySelector<HTMLElement>('[type=tel]')?.focus({ preventScroll: true });
  }

  #takeFocus(): void {
    const mount = this.#opening?.frame.mount;
    // On touch screens the focus on an input would raise the keyboard before anybody has read the form.
    const isCoarse = this.#deps.environment.matchMedia('(pointer: coarse)')?.matches ?? false;
    const wanted = this.#isMinimized ? ['.pill'] : [...(isCoarse ? [] : ['[type=tel]']), '.screen'];
    wanted
      .map((selector) => mount?.querySelector<HTMLElement>(selector))
      .find((element) => element)
      ?.focus({ preventScroll: true });
  }
}
