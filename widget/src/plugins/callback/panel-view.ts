import { h, render } from 'preact';
import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import type { Field } from '../../form/fields.js';
import type { Translator } from '../../i18n/translate.js';
import type { MainOptions, WidgetOptions } from '../../options/widget-options.js';
import panelCss from '../../panel/panel.css?inline';
import { followViewport } from '../../panel/sheet-size.js';
import { loadFormat } from '../../phone/load-format.js';
import { deepActiveElement, returnFocus } from '../../ui/focus.js';
import { addIcons } from '../../ui/Icon.js';
import { KitContext, type Kit } from '../../ui/kit.js';
import { createStyledRoot, type StyledRoot } from '../../ui/shadow-root.js';
import type { TimeText } from '../../ui/time-text.js';
import { createRegistry } from './registry.js';
import type { Session, SessionDeps } from './session.js';
import { CallbackPanel, type CallbackPanelProps } from './views/CallbackPanel.js';
import type { LaterViews } from './views/later.js';
import type { OverlayContent } from './views/Overlay.js';
import { signal, type Signal } from '../../ui/signals.js';

export interface PanelViewDeps {
  plugin: BusPlugin<'Callback'>;
  environment: Environment;
  translator: Translator;
  container: HTMLElement;
  signal: AbortSignal;
  main: MainOptions;
  position: WidgetOptions['position'];
  zone(): string;
  countryCodes(): boolean;
}

/** What one opening of the panel brings. */
export interface ShowOptions {
  minimize(minimized: boolean): void;
  close(): void;
  readonly privacyUrl: string | undefined;
  /** Leaves the focus where it is. */
  readonly keepFocus?: boolean | undefined;
  /** The site's form definition as given. */
  readonly definition?: Record<string, unknown> | undefined;
}

/** Makes the one view of a widget. */
export type CreateView = (deps: PanelViewDeps) => PanelView;

/** Draws sessions. */
export interface PanelView {
  readonly minimized: Signal<boolean>;
  readonly overlay: Signal<OverlayContent | undefined>;
  /** What is needed only after something was done. Rejects after several tries. */
  loadLater(): Promise<LaterViews>;
  /** Draws a session where nobody sees it, for {@link show} to show, in steps that are short each. */
  unseen?(session: Session, on: ShowOptions): Iterable<void>;
  /** Draws at once and takes the focus. */
  show(session: Session, on: ShowOptions): void;
  /** Takes the panel off the screen and gives the focus back. */
  hide(): undefined;
  /** The fields of a form, with those that this view always has. */
  complete?(fields: readonly Field[], definition: Record<string, unknown> | undefined): readonly Field[];
  /** Takes over what stands in the page: see {@link Session}. */
  readLive?: SessionDeps['readLive'];
  captchaPlace?: SessionDeps['captchaPlace'];
  /** Moves the focus to where it belongs after minimizing or restoring. */
  focus(): void;
}

/** How often, and how many milliseconds apart, the rest of the panel is asked for at one opening or press. */
const LATER_TRIES = 5;
const LATER_PAUSE = 2000;

/** Draws into the widget's one shadow root. */
export function createPanelView(deps: PanelViewDeps): PanelView {
  const { environment, translator, container, plugin } = deps;
  const styled = createStyledRoot(container, panelCss);
  const mount = prepareContainer(deps, styled);

  const said = signal('');
  const minimized = signal(false);
  const overlay = signal<OverlayContent | undefined>(undefined);
  const settled = signal(false);
  const { later, times, loadLater } = createLater(deps, styled);
  const kit: Kit = {
    translator,
    environment,
    plugin,
    settled,
    announce: (text) => void (said.value = text),
    get times() {
      return times.value;
    },
  };
  const registry = createRegistry({ countryCodes: deps.countryCodes, loadFormat });
  let opener: HTMLElement | undefined;
  let drawn: Session | undefined;

  const focus = (): void => takeFocus(mount, minimized.peek(), environment);
  const draw = (session: Session, on: ShowOptions): void => {
    drawn = session;
    // Another language may have been chosen meanwhile.
    Object.assign(mount, { lang: translator.lang, dir: translator.direction });
    if (session.custom) styled.addCss(session.custom.css);
    settled.value = minimized.value = false;
    said.value = '';
    overlay.value = undefined;
    render(h(KitContext.Provider, { value: kit }, panelOf(session, on, { registry, minimized, overlay, said, later })), mount);
  };
  return {
    minimized,
    overlay,
    loadLater,
    focus,
    unseen: (session, on) => drawUnseen(mount, () => draw(session, on)),
    show(session, on) {
      opener = deepActiveElement(environment.document);
      if (drawn !== session) draw(session, on);
      mount.classList.remove('early', 'part');
      if (!on.keepFocus) focus();
      // Nobody needs it in the first picture.
      environment.afterFrame(() => {
        settled.value = true;
        if (!deps.signal.aborted) loadLater().catch(none);
      });
    },
    hide() {
      render(null, mount);
      returnFocus(opener);
      drawn = opener = undefined;
    },
  };
}

/** Frame and form are laid out in a frame of the screen each: whatever the visitor does meanwhile waits for one of them. */
function* drawUnseen(mount: HTMLElement, draw: () => void): Generator<void> {
  draw();
  mount.classList.add('early', 'part');
  yield;
  mount.classList.remove('part');
  yield;
  // As if it were shown, and back before it could be seen: the second time takes the browser a third of the time.
  mount.classList.remove('early');
  mount.getClientRects();
  mount.classList.add('early');
}

const panelOf = (
  session: Session,
  { minimize, close, privacyUrl }: ShowOptions,
  parts: Pick<CallbackPanelProps, 'registry' | 'minimized' | 'said' | 'later'> & Pick<PanelView, 'overlay'>,
) =>
  h(CallbackPanel, {
    ...parts,
    session,
    privacyUrl,
    loadFormat,
    onMinimize: minimize,
    onClose: close,
    onOverlayClose: () => void (parts.overlay.value = undefined),
  });

function takeFocus(mount: HTMLElement, isMinimized: boolean, { matchMedia }: Environment): void {
  const coarse = matchMedia('(pointer: coarse)')?.matches ?? false;
  // On touch screens the focus on an input would raise the keyboard before anybody has read the form.
  const targets = isMinimized ? ['.pill'] : [...(coarse ? [] : ['[autofocus]', 'input[type=tel]']), '.screen'];
  const target = targets.map((selector) => mount.querySelector<HTMLElement>(selector)).find((element) => element !== null);
  target?.focus({ preventScroll: true });
}

const none = (): string => '';
/** Hardly a time is known before the server has answered; the few of a prefilled form are told a moment later. */
const NO_TIMES: TimeText = {
  zone: '',
  time: none,
  near: none,
  beside: none,
  button: none,
  full: none,
  day: () => ({ weekday: '', number: '', month: '', full: '' }),
};

/** What is needed only after something was done: asked for when the form stands, and again when the network fails. */
function createLater({ environment, translator, signal: lifetime, zone, main: { timeFormat } }: PanelViewDeps, styled: StyledRoot) {
  const later = signal<LaterViews | undefined>(undefined);
  const times = signal(NO_TIMES);
  let loading: Promise<LaterViews> | undefined;
  const load = async (triesLeft: number): Promise<LaterViews> => {
    try {
      const { laterViews } = await import('./views/later.js');
      styled.addCss(laterViews.css);
      addIcons(laterViews.icons);
      translator.add(laterViews.texts);
      times.value = laterViews.createTimeText({ translator, zone: zone(), timeFormat });
      later.value = laterViews;
      return laterViews;
    } catch (cause) {
      if (triesLeft > 1 && !lifetime.aborted) {
        await new Promise<void>((resolve) => void environment.after(LATER_PAUSE, resolve));
        return load(triesLeft - 1);
      }
      loading = undefined;
      environment.warn("The rest of the callback panel couldn't be loaded; it is asked for again at the next press", cause);
      throw cause;
    }
  };
  return { later, times, loadLater: () => (loading ??= load(LATER_TRIES)) };
}

function prepareContainer({ environment, container, main, position, signal: lifetime }: PanelViewDeps, styled: StyledRoot): HTMLElement {
  const mount = environment.document.createElement('div');
  styled.root.append(mount);
  const named = main.themes[main.theme];
  // One class or several.
  if (named) container.className = named;
  const theme = main.theme === 'light' || main.theme === 'dark' ? main.theme : 'auto';
  mount.className = `rb ${theme} ${position}`;
  followViewport({
    environment,
    mobileMode: main.mobileMode,
    breakpoint: main.mobileModeBreakpoint,
    signal: lifetime,
    setMeasures: styled.setMeasures,
    onSheet: (isSheet) => void mount.classList.toggle('sheet', isSheet),
  });
  // A page's shortcuts and a page dialog's focus trap have no business with what happens in here.
  for (const type of ['keydown', 'keyup', 'keypress', 'focusin', 'focusout', 'pointerdown', 'mousedown']) {
    container.addEventListener(type, (event) => event.stopPropagation(), { signal: lifetime });
  }
  return mount;
}
