import { parseConfigFile, type Config } from '@ringback/contract';
import { chance } from './chance.js';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Midnight in New York of the Monday of a week whose Sunday ends daylight saving time. */
export const MONDAY = Date.parse('2026-10-26T04:00:00.000Z');
/** Hours after a midnight of New York (epoch ms); not to be used across the change of the clock. */
export const midnightOf = (day: number): number => MONDAY + day * DAY;

/** How many customers ask a queue, and what for. */
interface Traffic {
  /** Of all customers. */
  readonly share: number;
  /** Of a day from Monday to Sunday, compared with other days. */
  readonly days: readonly number[];
  /** First and last hour at which anybody asks, in New York. */
  readonly hours: readonly [from: number, to: number];
  /** Who wants a call at a time. */
  readonly scheduled: number;
  /** Who comes from a call that waits in the queue. */
  readonly inQueue: number;
}

const WORKDAYS = [1.15, 1, 1, 0.95, 1, 0, 0];
const ALL_DAYS = [1, 1, 1, 1, 1, 0.55, 0.45];

export const TRAFFIC: Readonly<Record<string, Traffic>> = {
  Sales_VQ: { share: 0.3, days: ALL_DAYS, hours: [8, 20], scheduled: 0.3, inQueue: 0.1 },
  Service_VQ: { share: 0.26, days: ALL_DAYS, hours: [8, 20], scheduled: 0.35, inQueue: 0 },
  Billing_VQ: { share: 0.13, days: WORKDAYS, hours: [9, 18], scheduled: 0.5, inQueue: 0 },
  French_VQ: { share: 0.09, days: WORKDAYS, hours: [8, 18], scheduled: 0.3, inQueue: 0.1 },
  Late_VQ: { share: 0.13, days: ALL_DAYS, hours: [11, 21], scheduled: 0.3, inQueue: 0 },
  VIP_VQ: { share: 0.05, days: ALL_DAYS, hours: [8, 20], scheduled: 0.3, inQueue: 0.05 },
  Night_VQ: { share: 0.04, days: ALL_DAYS, hours: [0, 24], scheduled: 0.2, inQueue: 0 },
};

type Span = readonly [open: string, close: string];
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'];
const weekOf = (spans: readonly Span[], weekend: readonly Span[] = []) =>
  Object.fromEntries([
    ...WEEKDAYS.map((day) => [day, spans] as const),
    ...['sat', 'sun'].flatMap((day) => (weekend.length > 0 ? [[day, weekend] as const] : [])),
  ]);

const queues = [
  {
    name: 'Sales_VQ',
    businessHours: 'Long',
    connectMode: 'CUSTOMER_FIRST',
    maxAttempts: 3,
    retryIntervalMinutes: 10,
    purgeTimeMinutes: 180,
    immediateBlackoutMinutes: 15,
    agingPerMinute: 1,
  },
  { name: 'Service_VQ', businessHours: 'Long', connectMode: 'AGENT_FIRST', autoDial: true, maxAttempts: 3, retryIntervalMinutes: 15 },
  {
    name: 'Billing_VQ',
    businessHours: 'Office',
    connectMode: 'AGENT_FIRST',
    maxAttempts: 2,
    retryIntervalMinutes: 30,
    capacityRule: 'Billing',
    slotDurationMinutes: 30,
    ownership: { hours: 1, onExpiry: 'assign-to-queue' },
  },
  { name: 'French_VQ', businessHours: 'Office', connectMode: 'CUSTOMER_FIRST', skillExpression: 'french >= 2', retryIntervalMinutes: 5 },
  {
    name: 'Late_VQ',
    businessHours: 'Pacific',
    connectMode: 'CUSTOMER_FIRST',
    pacingModifier: 1.5,
    retryIntervalMinutes: 20,
    maxAttempts: 4,
  },
  {
    name: 'VIP_VQ',
    businessHours: 'Long',
    connectMode: 'AGENT_FIRST',
    autoAnswer: true,
    autoDial: true,
    autoEnd: true,
    priority: 50,
    retryIntervalMinutes: 2,
  },
  { name: 'Night_VQ', businessHours: 'Always', connectMode: 'CUSTOMER_FIRST', purgeTimeMinutes: 240, immediateOfferHours: 'Always' },
] as const;

/** Queues and skills of the agents, the first for the first agent and so on, round and round. */
const TEAMS = [
  { queues: ['Sales_VQ', 'Late_VQ'] },
  { queues: ['Service_VQ'] },
  { queues: ['Sales_VQ', 'Service_VQ', 'Late_VQ'] },
  { queues: ['Billing_VQ', 'Service_VQ'] },
  { queues: ['French_VQ', 'Sales_VQ'], skills: { french: 3 } },
  { queues: ['Service_VQ', 'VIP_VQ'] },
  { queues: ['Night_VQ', 'VIP_VQ', 'Late_VQ'], skills: { french: 1 } },
  { queues: ['Billing_VQ', 'Sales_VQ'] },
  { queues: undefined, skills: { french: 2 } },
  { queues: ['Late_VQ', 'Service_VQ'] },
] as const;

/** When they come on a day, in hours of New York, round and round like the teams but out of step with them. */
const SHIFTS = [
  [8, 16],
  [9, 17],
  [12, 20],
  [8, 16.5],
  [13, 21],
  [10, 18],
  [11, 19],
] as const;

export const PASSWORD = 'correct horse';
export const BOSS = { username: 'boss', roles: ['administrator'], queues: undefined } as const;

/** Somebody who works here. */
export interface Colleague {
  readonly username: string;
  readonly queues: readonly string[] | undefined;
  readonly skills: Readonly<Record<string, number>>;
  /** Epoch ms. */
  readonly shifts: readonly { readonly from: number; readonly to: number }[];
}

/** The agents of a week, or of its first days. */
export function staffOf({ seed, agents, days }: { seed: number; agents: number; days: number }): Colleague[] {
  return Array.from({ length: agents }, (_, n) => {
    const username = `agent${String(n + 1).padStart(2, '0')}`;
    const luck = chance(seed, username, 'shifts');
    const team = TEAMS[n % TEAMS.length] as { queues: readonly string[] | undefined; skills?: Record<string, number> };
    const [from, to] = SHIFTS[(n + Math.floor(n / TEAMS.length)) % SHIFTS.length] as readonly [number, number];
    const isNight = team.queues?.includes('Night_VQ') === true && n % 20 === 6;
    const shifts = Array.from({ length: days }, (_day, day) => day)
      // Everybody has two days off; weekends are thin.
      .filter((day) => (day < 5 ? (n + day) % 9 !== 0 : (n + day) % 2 === 0))
      .map((day) => {
        const begin = midnightOf(day) + (isNight ? 0.5 : from) * HOUR + luck.within(-10, 15) * MINUTE;
        return { from: begin, to: begin + (isNight ? 8 : to - from) * HOUR };
      });
    return { username, queues: team.queues, skills: team.skills ?? {}, shifts };
  });
}

/** The configuration that they all work with. */
export function configOf(staff: readonly Colleague[]): Config {
  const hours = weekOf([['08:00', '20:00']], [['09:00', '17:00']]);
  const everyDay = Object.fromEntries(['sun', ...WEEKDAYS, 'sat'].map((day) => [day, [['00:00', '24:00']]]));
  const cells = Object.fromEntries(
    WEEKDAYS.map((day) => [
      day,
      Object.fromEntries([9, 10, 11, 13, 14, 15, 16].map((hour) => [`${String(hour).padStart(2, '0')}:00`, 40])),
    ]),
  );
  const slots = Math.max(2, Math.round(staff.length / 1.5));
  const parsed = parseConfigFile({
    site: { name: 'week', apiKeys: ['week-key'], origins: [] },
    dialer: { adapter: 'webhook', url: 'https://telephony.example/dial', secret: 'a secret of the week', noProgressSeconds: 300 },
    businessHours: [
      { name: 'Long', timeZone: 'America/New_York', weekly: hours, exceptions: [{ date: '2026-10-29', intervals: [['10:00', '20:00']] }] },
      {
        name: 'Office',
        timeZone: 'America/New_York',
        weekly: weekOf([
          ['09:00', '12:00'],
          ['13:00', '18:00'],
        ]),
      },
      { name: 'Pacific', timeZone: 'America/Los_Angeles', weekly: weekOf([['08:00', '18:00']], [['09:00', '16:00']]) },
      { name: 'Always', timeZone: 'UTC', weekly: everyDay },
    ],
    capacityRules: [{ name: 'Billing', cellMinutes: 60, cells }],
    queues: queues.map((queue) => ({ slotCapacity: slots, watermark: 2_000, ...queue })),
    users: staff.map(({ username, queues: own, skills }) => ({ username, password: PASSWORD, roles: ['agent'], queues: own, skills })),
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}
