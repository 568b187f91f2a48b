import type { BusPlugin } from '../../../bus/bus-types.js';
import { make } from '../../../ui/page-nodes.js';
import type { TimeText } from '../../../ui/time-text.js';
import type { Session } from '../session.js';
import { localized, type WindowParts } from './window.js';

/** Values of the list: the second one is what the vendor's radio button had. */
const NOW = 'now';
const LATER = 'desiredtime';

export interface WhenParts extends WindowParts {
  readonly session: Session;
  readonly plugin: BusPlugin<'Callback'>;
  readonly times: TimeText;
  now(): number;
}

/** The question of when to call, with the calendar below it. */
export interface WhenRow {
  readonly element: HTMLElement;
  /** Follows the session: to be called in an effect. */
  update(): void;
  /** Takes over what stands in the page. @returns whether a time is missing */
  read(root: ParentNode): boolean;
  /** Opens the calendar and gives it the focus. */
  openCalendar(): Promise<void>;
  end(): void;
}

export function createWhenRow(parts: WhenParts): WhenRow {
  const { session, plugin } = parts;
  const nodes = drawNodes(parts);
  const { element, list, time, place } = nodes;
  let calendar: HTMLElement | undefined;

  const closeCalendar = (): void => {
    calendar?.remove();
    calendar = undefined;
    time.setAttribute('aria-expanded', 'false');
  };
  const openCalendar = async (): Promise<void> => {
    if (!calendar) {
      const when = session.when.peek();
      const date = when.way === 'time' && when.time !== undefined ? { date: new Date(when.time) } : undefined;
      const { ndCalendar } = await plugin.command('Calendar.generate', date);
      calendar = ndCalendar[0];
      if (!calendar || !element.isConnected) return;
      place.replaceChildren(calendar);
      time.setAttribute('aria-expanded', 'true');
    }
    calendar.shadowRoot?.querySelector<HTMLElement>('[role=radio][tabindex="0"], [role=radio], button')?.focus();
  };
  const choose = (value: string): void => {
    if (value === NOW) {
      session.chooseNow();
      closeCalendar();
    } else session.chooseTime();
  };
  parts.bind(list, 'change', () => {
    choose(list.value);
    const when = session.when.peek();
    if (when.way === 'time' && when.time === undefined) void openCalendar();
  });
  parts.bind(time, 'click', () => void (calendar ? closeCalendar() : openCalendar()));
  const leave = plugin.subscribe('Calendar.selectedDateTime', ({ data }) => {
    if (!element.isConnected || !calendar) return;
    session.chooseAt(data.date.getTime());
    closeCalendar();
    time.focus();
  });

  return {
    element,
    openCalendar,
    end: leave,
    update: () => showChoice(nodes, parts),
    read(root) {
      const live = root.querySelector<HTMLSelectElement>('select[name="desiredtime"]');
      const before = session.when.peek().way === 'now' ? NOW : LATER;
      if (live && live.value !== before) choose(live.value);
      const when = session.when.peek();
      return when.way === 'time' && when.time === undefined;
    },
  };
}

/** The two ways and the time as the session has them. */
function showChoice(nodes: ReturnType<typeof drawNodes>, { session, translator, times, now }: WhenParts): void {
  const { list, asap, later, wait, time, place } = nodes;
  const offer = session.offer.value;
  const when = session.when.value;
  asap.hidden = offer.immediate === 'hidden';
  asap.disabled = offer.immediate === 'refused';
  later.hidden = offer.scheduled === 'hidden';
  later.disabled = offer.scheduled === 'refused';
  list.value = when.way === 'now' ? NOW : LATER;
  place.hidden = time.hidden = when.way === 'now';
  const chosen = when.way === 'time' ? when.time : undefined;
  time.textContent = chosen === undefined ? translator.text('callback.CallbackPlaceholderCalendar') : times.near(chosen, now());
  time.value = chosen === undefined ? '' : new Date(chosen).toISOString();
  wait.hidden = offer.waitMinutes === undefined || when.way !== 'now';
  const minutes = offer.waitMinutes === undefined ? '' : `${offer.waitMinutes} ${translator.text('callback.CallbackWaitTimeText')}`;
  wait.textContent = minutes && `${translator.text('callback.CallbackWaitTime')}: ${minutes}`;
}

function drawNodes(parts: WhenParts) {
  const { document, translator } = parts;
  const label = localized(parts, 'label', 'cx-form-label', 'callback.CallbackQuestion');
  label.htmlFor = 'cx_form_callback_when';
  const asap = localized(parts, 'option', '', 'callback.CallbackOptionASAP');
  asap.value = NOW;
  const later = localized(parts, 'option', '', 'callback.CallbackOptionPickDateTime');
  later.value = LATER;
  const list = make(document, 'select', 'cx-input cx-select cx-callback-schedule', asap, later);
  Object.assign(list, { id: label.htmlFor, name: 'desiredtime' });
  const wait = make(document, 'p', 'cx-callback-ewt');
  wait.setAttribute('role', 'status');
  const time = make(document, 'button', 'cx-input cx-callback-time');
  Object.assign(time, {
    id: 'cx_form_callback_time',
    type: 'button',
    ariaDescription: translator.text('callback.AriaCallbackOptionPickDateTime'),
  });
  time.setAttribute('aria-expanded', 'false');
  const place = make(document, 'div', 'cx-calendar-place');
  const element = make(document, 'div', 'cx-callback-when', label, list, wait, time, place);
  return { element, list, asap, later, wait, time, place };
}
