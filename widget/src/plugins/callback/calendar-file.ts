/** An appointment as other programs read it. Times are epoch milliseconds. */
export interface CalendarEntry {
  readonly id: string;
  readonly start: number;
  readonly durationMinutes: number;
  readonly title: string;
  readonly note: string;
  /** Grows with every change: a later file of the same entry moves it. */
  readonly sequence: number;
  /** When the file was written. */
  readonly now: number;
}

const stamp = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
const escapeText = (text: string): string =>
  text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, '');

/** RFC 5545: no line over 75 octets; the rest goes on behind a space. */
function fold(line: string): string {
  const lines: string[] = [];
  let current = '';
  let octets = 0;
  for (const char of line) {
    const size = new TextEncoder().encode(char).length;
    if (octets + size > 74) {
      lines.push(current);
      current = '';
      octets = 1;
    }
    current += char;
    octets += size;
  }
  return [...lines, current].join('\r\n ');
}

/** The iCalendar text of one phone call, in UTC, with a reminder ten minutes before. */
export function calendarFile(entry: CalendarEntry): string {
  const end = entry.start + entry.durationMinutes * 60_000;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Ringback//Callback//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${entry.id}@ringback`,
    `DTSTAMP:${stamp(entry.now)}`,
    `DTSTART:${stamp(entry.start)}`,
    `DTEND:${stamp(end)}`,
    `SEQUENCE:${entry.sequence}`,
    'STATUS:CONFIRMED',
    `SUMMARY:${escapeText(entry.title)}`,
    `DESCRIPTION:${escapeText(entry.note)}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'TRIGGER:-PT10M',
    `DESCRIPTION:${escapeText(entry.title)}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ];
  return lines.map(fold).join('\r\n');
}
