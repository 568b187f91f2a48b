import type { Kit } from '../../../ui/kit.js';
import { applyTheme } from '../../../ui/page-theme.js';
import { effect, untracked, type Signal } from '../../../ui/signals.js';
import type { TimeText } from '../../../ui/time-text.js';
import type { PanelViewDeps, ShowOptions } from '../panel-view.js';
import type { Problem } from '../problem.js';
import type { Session } from '../session.js';
import type { OverlayContent } from '../views/Overlay.js';
import type { Bind } from './bind.js';
import { createConfirmation, type Confirmation } from './confirmation.js';
import { createFormScreen, type FormScreen } from './form-screen.js';
import { createNotice, overlayNotice, wordsOf, type Notice } from './notice.js';
import { buttonGroup, drawWindow, makeButton, partOf, type WindowParts } from './window.js';

export interface SessionParts extends PanelViewDeps {
  readonly document: Document;
  readonly bind: Bind;
  readonly times: TimeText;
  readonly session: Session;
  readonly on: ShowOptions;
  readonly minimized: Signal<boolean>;
  readonly overlay: Signal<OverlayContent | undefined>;
}

/** One session in the page. */
export interface ShownSession {
  focus(): void;
  /** See `Session`: takes the form over from the page. */
  read(): Readonly<Record<string, string>>;
  captchaPlace(): HTMLElement | undefined;
  end(): void;
}

/** Draws a session and follows it. All that follows is synchronous: events that tell of a change find it in the page. */
export function showSession(parts: SessionParts): ShownSession {
  const { document, session, on, minimized } = parts;
  const lifetime = new AbortController();
  const requestClose = (): void => {
    // Sites replace our inputs to be rid of the question.
    if (form?.wasTouched === false) on.close();
    else session.requestClose();
  };
  const root = drawWindow(parts, { onMinimize: () => on.minimize(!minimized.peek()), onClose: requestClose });
  const notice = createNotice(parts, root);
  let form: FormScreen | undefined;
  let confirmation: Confirmation | undefined;
  dressRoot(root, parts, lifetime.signal);
  onEscape(root, () => (mayLeave(parts, notice) ? leaveNotice(parts, notice) : requestClose()));

  const fill = (body: HTMLElement, footerClass: string, ...footer: readonly HTMLElement[]): void => {
    partOf(root, 'cx-body').replaceChildren(body);
    const place = partOf(root, 'cx-footer');
    place.className = footerClass;
    place.replaceChildren(...footer);
  };
  const drawForm = (): void => {
    confirmation?.end();
    confirmation = undefined;
    form = createFormScreen({ ...parts, root, onCancel: requestClose });
    fill(form.element, 'cx-footer', form.buttons);
    form.attach();
  };
  const drawConfirmation = (): void => {
    form?.end();
    form = undefined;
    confirmation = createConfirmation({ ...parts, kit: kitOf(parts) });
    fill(confirmation.element, 'cx-footer cx-callback-scheduled', drawDone(parts, requestClose));
    confirmation.element.focus({ preventScroll: true });
  };
  document.body.append(root);
  const drawScreen = (isBooked: boolean): void => {
    if (isBooked && !confirmation) drawConfirmation();
    if (!isBooked && !form) drawForm();
  };
  const stops = [
    effect(() => {
      const screen = session.screen.value;
      untracked(() => drawScreen('booked' in screen));
      if ('booked' in screen) confirmation?.update(screen.booked);
    }),
    ...followNotices(parts, notice, () => form),
    ...followForm(parts, { root, notice, form: () => form }),
  ];
  return {
    focus: () => (minimized.peek() ? root : (form?.firstControl() ?? root)).focus({ preventScroll: true }),
    read: () => form?.read() ?? {},
    captchaPlace: () => form?.captchaPlace,
    end() {
      for (const stop of stops) stop();
      lifetime.abort();
      form?.end();
      confirmation?.end();
      root.remove();
    },
  };
}

const kitOf = ({ translator, times, environment }: SessionParts): Kit => ({ translator, times, environment, announce: () => undefined });

function onEscape(root: HTMLElement, leave: () => void): void {
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    leave();
  });
}

function drawDone(parts: WindowParts & Pick<SessionParts, 'session'>, onDone: () => void): HTMLElement {
  const { document } = parts;
  const done = makeButton(parts, {
    className: 'cx-btn-primary',
    key: 'callback.CallbackDone',
    aria: 'callback.AriaCallbackDone',
    onPress: onDone,
  });
  return buttonGroup(document, 'cx-buttons-default cx-callback-done', done);
}

/** Theme, and the classes by which sites tell desktop from phone. */
function dressRoot(root: HTMLElement, { main, environment, position, minimized }: SessionParts, signal: AbortSignal): void {
  applyTheme(root, main);
  root.classList.add(position);
  const query = environment.matchMedia(`(max-width: ${main.mobileModeBreakpoint}px)`);
  const judge = (): void => {
    const isMobile = main.mobileMode === 'auto' ? (query?.matches ?? false) : main.mobileMode;
    root.classList.toggle('cx-mobile', isMobile);
    root.classList.toggle('cx-desktop', !isMobile);
  };
  judge();
  query?.addEventListener('change', judge, { signal });
  signal.addEventListener(
    'abort',
    effect(() => void root.classList.toggle('cx-minimized', minimized.value)),
  );
}

interface Shown {
  readonly root: HTMLElement;
  readonly notice: Notice;
  form(): FormScreen | undefined;
}

function followForm({ session }: SessionParts, { root, notice, form }: Shown): (() => void)[] {
  return [
    effect(() => {
      const isSending = session.screen.value.sending !== undefined;
      // Whatever stands there now: the button may be a clone of ours.
      for (const button of root.querySelectorAll<HTMLButtonElement>('.cx-callback-confirm')) button.disabled = isSending;
      root.toggleAttribute('aria-busy', isSending);
      form()?.update();
    }),
    effect(() => {
      const name = session.focusField.value;
      if (name === undefined) return;
      const control = form()?.controlOf(name);
      if (notice.isOpen) notice.leadTo(control);
      else control?.focus();
      session.focusField.value = undefined;
    }),
  ];
}

function followNotices(parts: SessionParts, notice: Notice, form: () => FormScreen | undefined): (() => void)[] {
  const { session, overlay, environment, times } = parts;
  const actions = {
    take: (time: number) => session.takeTime(time),
    again: () => (session.screen.peek().at === 'request' ? session.cancelCall() : session.confirm()),
    openCalendar: () => {
      notice.hide();
      return form()?.openCalendar();
    },
    near: (time: number) => times.near(time, environment.now()),
  };
  const close = { className: 'cx-btn-primary cx-callback-ok', key: 'callback.CallbackOk', aria: 'callback.AriaCallbackOk' } as const;
  return [
    effect(() => {
      const { problem } = session.screen.value;
      const question = session.question.value;
      const content = overlay.value;
      untracked(() => {
        if (question) notice.show(questionNotice(parts, question));
        else if (content) notice.show(overlayNotice(content, () => void (overlay.value = undefined)));
        else if (problem && !isSilent(problem))
          notice.show({ ...wordsOf(problem, parts, actions), buttons: [{ ...close, onPress: notice.hide }] });
        else notice.hide();
      });
    }),
  ];
}

function questionNotice({ session, on, translator }: SessionParts, question: 'discard' | 'cancel-call') {
  const keep = (): void => void (session.question.value = undefined);
  const no = {
    className: 'cx-btn-default cx-callback-no',
    key: 'callback.CallbackNoButtonText',
    aria: 'callback.AriaCallbackNoButtonText',
    onPress: keep,
  } as const;
  const yes = {
    className: 'cx-btn-primary cx-callback-yes',
    key: 'callback.CallbackYesButtonText',
    aria: 'callback.AriaCallbackYesButtonText',
  } as const;
  switch (question) {
    case 'discard':
      return { content: translator.text('callback.CallbackCloseConfirm'), buttons: [no, { ...yes, onPress: () => on.close() }] };
    case 'cancel-call':
      return {
        content: `${translator.text('ringback.CancelQuestion')} ${translator.text('ringback.CancelQuestionBody')}`,
        buttons: [
          { ...no, key: 'ringback.KeepCall', aria: 'ringback.KeepCall' } as const,
          { ...yes, key: 'ringback.CancelCall', aria: 'ringback.CancelCall', onPress: () => void session.cancelCall() } as const,
        ],
      };
    default:
      return question satisfies never;
  }
}

/** The visitor knows what is to be done with the number, since they wanted to get at it. */
const isSilent = (problem: Problem): boolean => problem.kind === 'number' && problem.message === '';

/** What has no button to close it has its own way out. */
const mayLeave = ({ session, overlay }: SessionParts, notice: Notice): boolean =>
  notice.isOpen && (session.question.peek() !== undefined || overlay.peek()?.hideFooter !== true);

/** Escape takes the harmless way out of what lies over the window. */
function leaveNotice({ session, overlay }: SessionParts, notice: Notice): void {
  if (session.question.peek()) session.question.value = undefined;
  else if (overlay.peek()) overlay.value = undefined;
  else notice.hide();
}
