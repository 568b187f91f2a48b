import type { TextKey } from '../../../i18n/translate.js';
import { deepActiveElement } from '../../../ui/focus.js';
import { make } from '../../../ui/page-nodes.js';
import type { OverlayContent } from '../views/Overlay.js';
import type { Problem } from '../problem.js';
import { buttonGroup, makeButton, type WindowParts } from './window.js';

interface Way {
  readonly label: string;
  onPress(): unknown;
}

export interface NoticeOptions {
  /** What is said: a text, or a site's own content. */
  readonly content: string | Node;
  /** What can be done about it, above the closing button. */
  readonly ways?: readonly Way[];
  readonly buttons: readonly { readonly className: string; readonly key: TextKey; readonly aria?: TextKey; onPress(): void }[];
}

/** What lies over the window: an error, a question, a site's own overlay. One at a time. */
export interface Notice {
  show(options: NoticeOptions): void;
  hide(): void;
  /** Where the focus goes once it is hidden, instead of where it was. */
  leadTo(control: HTMLElement | undefined): void;
  readonly isOpen: boolean;
}

/** Sites write their own words into it. */
const INFORMATION = 'cx_callback_information';

/** Draws over `root`. */
export function createNotice(parts: WindowParts, root: HTMLElement): Notice {
  const { document } = parts;
  let layer: HTMLElement | undefined;
  let before: HTMLElement | undefined;
  const hide = (): void => {
    if (!layer) return;
    layer.remove();
    layer = undefined;
    if (before?.isConnected) before.focus({ preventScroll: true });
    before = undefined;
  };
  return {
    hide,
    leadTo: (control) => void (before = control ?? before),
    get isOpen() {
      return layer !== undefined;
    },
    show({ content, ways = [], buttons }) {
      const focused = layer ? before : deepActiveElement(document);
      layer?.remove();
      before = focused;
      const information = make(document, 'div', 'cx-callback-information', content);
      // A site's own content may have it already.
      if (!information.querySelector(`#${INFORMATION}`)) information.id = INFORMATION;
      const list = make(
        document,
        'div',
        'cx-callback-ways',
        ...ways.map(({ label, onPress }) => {
          const button = make(document, 'button', 'cx-btn cx-btn-default', label);
          button.type = 'button';
          parts.bind(button, 'click', onPress);
          return button;
        }),
      );
      const made = buttons.map((button) => makeButton(parts, button));
      layer = make(document, 'div', 'cx-overlay-layer', information, ...(ways.length > 0 ? [list] : []));
      if (made.length > 0) layer.append(buttonGroup(document, made.length > 1 ? 'cx-buttons-binary' : 'cx-buttons-default', ...made));
      layer.setAttribute('role', 'alertdialog');
      layer.setAttribute('aria-describedby', INFORMATION);
      layer.setAttribute('aria-labelledby', 'cx_callback_title');
      layer.tabIndex = -1;
      root.append(layer);
      (layer.querySelector<HTMLElement>('input, button') ?? layer).focus({ preventScroll: true });
    },
  };
}

export interface ProblemActions {
  /** Takes another time and sends at once. */
  take(time: number): unknown;
  again(): unknown;
  openCalendar(): unknown;
  near(time: number): string;
}

/** More would be a calendar. */
const MAX_ALTERNATIVES = 6;

/** What a problem says and what can be done about it (WI5). */
export function wordsOf(
  problem: Problem,
  { translator: { text, plural } }: WindowParts,
  actions: ProblemActions,
): Pick<NoticeOptions, 'content' | 'ways'> {
  const again = { label: text('ringback.TryAgain'), onPress: actions.again };
  const calendar = { label: text('ringback.PickAnother'), onPress: actions.openCalendar };
  const said = (...sentences: string[]): string => sentences.join(' ');
  switch (problem.kind) {
    case 'number':
      return { content: problem.message };
    case 'taken': {
      const ways = problem.alternatives
        .slice(0, MAX_ALTERNATIVES)
        .map(({ time }) => ({ label: actions.near(time), onPress: () => actions.take(time) }));
      const next = text(ways.length > 0 ? 'ringback.TakenBody' : 'ringback.TakenNone');
      return { content: said(text('ringback.TakenTitle'), next), ways: ways.length > 0 ? ways : [calendar] };
    }
    case 'closed': {
      const { nextOpening } = problem;
      if (nextOpening === undefined) return { content: said(text('ringback.OutsideTitle'), text('ringback.TakenNone')), ways: [calendar] };
      const Time = actions.near(nextOpening);
      const book = { label: text('ringback.BookNextOpening', { Time }), onPress: () => actions.take(nextOpening) };
      return { content: said(text('ringback.OutsideTitle'), text('ringback.OutsideNext', { Time })), ways: [book] };
    }
    case 'duplicate':
      return { content: said(text('ringback.DuplicateTitle'), text('ringback.DuplicateBody')) };
    case 'busy': {
      const minutes = problem.retryAfter === undefined ? undefined : Math.max(1, Math.ceil(problem.retryAfter / 60));
      const when = minutes === undefined ? text('ringback.BusyBody') : plural('ringback.BusyAfter', minutes);
      return { content: said(text('ringback.BusyTitle'), when), ways: [again] };
    }
    case 'offline':
      return { content: said(text('ringback.OfflineTitle'), text('ringback.OfflineBody')), ways: [again] };
    case 'failed':
      return { content: problem.message, ways: [again] };
    default:
      return problem satisfies never;
  }
}

/** A site's own content (`Callback.showOverlay`). */
export const overlayNotice = ({ node, hideFooter }: OverlayContent, onOk: () => void): NoticeOptions => ({
  content: node,
  buttons: hideFooter
    ? []
    : [{ className: 'cx-btn-primary cx-callback-ok', key: 'callback.CallbackOk', aria: 'callback.AriaCallbackOk', onPress: onOk }],
});
