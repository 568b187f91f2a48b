import { downloadText } from '../../../ui/download-text.js';
import type { Kit } from '../../../ui/kit.js';
import { calendarFile } from '../calendar-file.js';
import { viewOf } from '../request-view.js';
import type { Session } from '../session.js';

/** Length of a call where the server's answer about slots is missing. */
const USUAL_MINUTES = 15;

/** Hands the visitor a calendar file of the scheduled call on screen. */
export function saveCalendarFile(session: Session, { translator, environment }: Kit): void {
  const screen = session.screen.peek();
  if (!('booked' in screen)) return;
  const { booked } = screen;
  const view = viewOf(booked);
  if (view.kind !== 'scheduled') return;
  const text = calendarFile({
    id: booked.callback?.id ?? environment.uuid(),
    start: view.time,
    durationMinutes: session.offer.peek().slotMinutes ?? USUAL_MINUTES,
    sequence: booked.callback?.version ?? 0,
    now: environment.now(),
    title: translator.text('ringback.CalendarEvent', { Queue: booked.callback?.serviceName ?? translator.text('callback.CallbackTitle') }),
    note: translator.text('ringback.CalendarNote', { Number: booked.phoneNumber }),
  });
  downloadText(environment.document, {
    name: `${translator.text('ringback.CalendarFileName')}.ics`,
    type: 'text/calendar;charset=utf-8',
    text,
  });
}
