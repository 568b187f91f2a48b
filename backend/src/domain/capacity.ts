import type { CapacityRule, Weekday } from '@ringback/contract';
import { DAY, MINUTE, dayOf, weekdayOf, zoneClock } from './zone-clock.js';

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const satisfies readonly Weekday[];

/** What decides how many callbacks a slot takes: the queue's rule if it has one, else `slotCapacity`. */
export interface Capacity {
  readonly rule: CapacityRule | undefined;
  readonly slotCapacity: number;
  /** Zone of the queue's business hours; rules have none of their own. */
  readonly timeZone: string;
}

const two = (value: number): string => String(value).padStart(2, '0');
const cellName = (minuteOfDay: number): string => `${two(Math.floor(minuteOfDay / 60))}:${two(minuteOfDay % 60)}`;

/** SL2: places of the slot that starts at `slotStart`: the cell that holds its local start (unnamed: 0), as the number for each slot in it. */
export function slotTotal({ rule, slotCapacity, timeZone }: Capacity, slotStart: number): number {
  if (!rule) return slotCapacity;
  const wall = zoneClock(timeZone).wallAt(slotStart);
  const day = dayOf(wall);
  const cell = Math.floor((wall - day * DAY) / MINUTE / rule.cellMinutes) * rule.cellMinutes;
  return rule.cells[WEEKDAYS[weekdayOf(day)] ?? 'sun']?.[cellName(cell)] ?? 0;
}

/** SL4: the rule with cells of another length. Half-hours to hours keep the top-of-hour value; hours to half-hours copy it. */
export function switchCellLength(rule: CapacityRule, cellMinutes: 30 | 60): CapacityRule {
  if (rule.cellMinutes === cellMinutes) return rule;
  const switched = cellMinutes === 60 ? keepTopOfHour : copyToHalfHour;
  const cells = Object.fromEntries(Object.entries(rule.cells).map(([day, ofDay]) => [day, switched(ofDay ?? {})]));
  return { ...rule, cellMinutes, cells };
}

type Cells = Readonly<Record<string, number>>;
const keepTopOfHour = (cells: Cells): Cells => Object.fromEntries(Object.entries(cells).filter(([cell]) => cell.endsWith(':00')));
const copyToHalfHour = (cells: Cells): Cells =>
  Object.fromEntries(
    Object.entries(keepTopOfHour(cells)).flatMap(([cell, places]) => [
      [cell, places],
      [cell.replace(':00', ':30'), places],
    ]),
  );

/** SL5: a statement of cells replaces the whole rule; what it omits is 0 from then on. */
export const overwriteCells = (rule: CapacityRule, statement: Pick<CapacityRule, 'cellMinutes' | 'cells'>): CapacityRule => ({
  name: rule.name,
  cellMinutes: statement.cellMinutes,
  cells: statement.cells,
});
