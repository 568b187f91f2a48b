import type { FormState } from '../../../form/form-state.js';
import { PHONE_FIELD } from '../../../form/fields.js';
import { make } from '../../../ui/page-nodes.js';
import { untracked } from '../../../ui/signals.js';
import { isPrevented } from './bind.js';
import { createCaptchaRow } from './captcha-row.js';
import { drawRows } from './form-rows.js';
import { controlOf, readField, readForm, showError } from './live-values.js';
import { showCountry } from './phone-control.js';
import type { SessionParts } from './show-session.js';
import { buttonGroup, makeButton } from './window.js';
import { createWhenRow, type WhenRow } from './when-row.js';

export interface FormScreenParts extends SessionParts {
  readonly root: HTMLElement;
  onCancel(): void;
}

/** The form of one session as it stands in the page. */
export interface FormScreen {
  readonly element: HTMLFormElement;
  readonly buttons: HTMLElement;
  /** Whether one of the controls drawn here was changed, not one that a site has put in its place. */
  readonly wasTouched: boolean;
  /** Binds the site's own checks and handlers, once the form is in the page. */
  attach(): void;
  /** Follows the session: to be called in an effect. */
  update(): void;
  read(): Readonly<Record<string, string>>;
  controlOf(name: string): HTMLElement | undefined;
  firstControl(): HTMLElement | undefined;
  openCalendar(): Promise<void>;
  readonly captchaPlace: HTMLElement;
  end(): void;
}

export function createFormScreen(parts: FormScreenParts): FormScreen {
  const { document, session, environment, on, root } = parts;
  const { form } = session;
  const countryCodes = parts.countryCodes();
  const when = createWhenRow({ ...parts, now: environment.now });
  const closed = make(document, 'p', 'cx-callback-closed');
  closed.setAttribute('role', 'status');
  const rows = untracked(() => drawRows({ ...parts, form, countryCodes, definition: on.definition, when: when.element }));
  const captcha = createCaptchaRow(parts);
  const element = make(document, 'form', 'cx-wrapper cx-form', closed, ...rows, captcha.element);
  element.noValidate = true;
  const touch = followTouch(element, form, countryCodes);
  const buttons = drawButtons(parts, when);
  const send = (event: Event): void => {
    event.preventDefault();
    // A site that has taken the button away, or put its own there, sends in its own way.
    if (root.contains(buttons.confirm)) buttons.confirm.click();
  };
  parts.bind(element, 'submit', (event) => send(event as Event));
  // The buttons stand outside of the form, where no browser finds one to press.
  element.addEventListener('keydown', (event) => isEnterInField(event) && send(event));
  const show = createUpdate(parts, { element, closed });

  return {
    element,
    buttons: buttons.group,
    get wasTouched() {
      return touch.was;
    },
    attach: () => session.custom?.attach(element, form),
    update() {
      when.update();
      captcha.update();
      show();
    },
    read() {
      const live = root.querySelector('form') ?? root;
      const more = readForm(live, form, countryCodes);
      session.custom?.attach(live as HTMLElement, form);
      return more;
    },
    controlOf: (name) => {
      const field = form.fields.find((known) => known.name === name);
      return field && controlOf(root, field);
    },
    firstControl: () => element.querySelector<HTMLElement>(`[name="${PHONE_FIELD}"], input:not([type=hidden])`) ?? undefined,
    openCalendar: when.openCalendar,
    captchaPlace: captcha.place,
    end() {
      when.end();
      captcha.end();
    },
  };
}

const isEnterInField = ({ key, target, isComposing, defaultPrevented }: KeyboardEvent): boolean =>
  key === 'Enter' && !isComposing && !defaultPrevented && (target as Element).localName === 'input';

/** Takes each field over as it is changed, and remembers whether it was one of ours. */
function followTouch(element: HTMLFormElement, form: FormState, countryCodes: boolean): { was: boolean } {
  const own = new WeakSet<EventTarget>(element.querySelectorAll('input, select, textarea'));
  const touch = { was: false };
  const follow = ({ target }: Event): void => {
    if (target === null) return;
    const { name, id } = target as HTMLInputElement;
    const field = form.fields.find((known) => name === known.name || id === known.id);
    if (!field) return;
    touch.was ||= own.has(target);
    readField(element, field, form, countryCodes);
  };
  element.addEventListener('input', follow);
  element.addEventListener('change', follow);
  return touch;
}

function drawButtons(parts: FormScreenParts, when: WhenRow) {
  const { document, session, environment, root } = parts;
  const submit = (): void => {
    const isTimeMissing = when.read(root);
    if (isTimeMissing) void when.openCalendar();
    else void session.confirm();
  };
  const confirm = makeButton(parts, {
    className: 'cx-btn-primary cx-callback-confirm',
    key: 'callback.ConfirmButtonText',
    aria: 'callback.AriaConfirmButtonText',
    // In a task of its own: what else listens to this press, and whatever that does to the form, comes first.
    onPress: (event) => void environment.after(0, () => !isPrevented(event) && submit()),
  });
  const cancel = makeButton(parts, {
    className: 'cx-btn-default cx-callback-cancel',
    key: 'callback.CancelButtonText',
    aria: 'callback.AriaCancelButtonText',
    onPress: parts.onCancel,
  });
  return { confirm, group: buttonGroup(document, 'cx-buttons-binary', cancel, confirm) };
}

/** What the session says of the form: whether we are closed, errors, the country. */
function createUpdate({ session, translator, root }: FormScreenParts, { element, closed }: { element: HTMLElement; closed: HTMLElement }) {
  const { form } = session;
  return (): void => {
    const { open, nothing } = session.offer.value;
    const isEmpty = nothing && !session.asking.value;
    closed.hidden = open !== false && !isEmpty;
    closed.textContent = translator.text(isEmpty ? 'ringback.NothingTitle' : 'ringback.ClosedTitle');
    for (const field of form.fields) showError(root, field, form.error(field.name), translator);
    showCountry(element, form.phone.value.country);
  };
}
