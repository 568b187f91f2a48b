/* The results as tables: on the screen, and in bench/results.md. */
import { machineLine, tablesAsMarkdown, tablesAsText } from './tables.mjs';

const AIMS = { storage: 0.7, http: 0.7, day: 0.6, growth: 1.15 };

const percent = (value) => `${Math.round(value * 100)} %`;
const rate = (value) => (value >= 100 ? Math.round(value) : value.toFixed(1)).toLocaleString('en');
const times = (value) => value.toFixed(2);
const mib = (bytes) => (bytes === undefined ? 'unknown here' : `${Math.round(bytes / 2 ** 20)} MiB`);
const many = (number) => number.toLocaleString('en');

const DOORS = {
  pgbench: 'pgbench, the same statements',
  storage: 'storage door, in process',
  useCase: 'use case, in process',
  http: 'over HTTP',
  storageMany: 'storage door, many past records',
  httpMany: 'over HTTP, many past records',
};
const aimOf = (name) => (AIMS[name] === undefined ? '' : percent(AIMS[name]));

/** Head and rows of each table, in order. */
function tables(report) {
  const { bookings, dispatch, reads, memory, statements, size } = report;
  const doors = (rates) =>
    Object.entries(rates).map(([name, { perSecond, share }]) => [DOORS[name], rate(perSecond), percent(share), aimOf(name)]);
  const growth = (what, value) => [what, times(value), `under ${times(AIMS.growth)}`];
  return [
    ...Object.values(bookings).map(({ what, rates }) => ({
      title: `Bookings ${what}`,
      head: ['door', 'per second', 'of pgbench', 'aim'],
      rows: doors(rates),
    })),
    {
      title: `Dispatches, from claim to the end of the call (${dispatch.statements} statements, BEGIN and COMMIT among them)`,
      head: ['door', 'per second', 'of pgbench', 'aim'],
      rows: [...doors(dispatch.rates), ['whole service, by its own scheduler', rate(dispatch.wholeService), '', '']],
    },
    {
      title: `Availability over HTTP, ${many(size.booked)} bookings in the window`,
      head: ['request', 'per second', 'of the empty route', 'processor', 'aim'],
      rows: Object.entries({
        empty: 'empty route (/healthz)',
        day: 'free slots of a day',
        week: 'a week with the full ones, as the picker asks',
        dayMany: 'free slots of a day, many past records',
      }).map(([name, what]) => [
        what,
        rate(reads.rates[name].perSecond),
        percent(reads.rates[name].share),
        reads.microseconds[name] === undefined ? '' : `${Math.round(reads.microseconds[name])} µs`,
        aimOf(name),
      ]),
    },
    {
      title: `Cost with ${many(size.past)} past records, as a multiple of the cost with ${many(size.fewPast)}`,
      head: ['what', 'times', 'aim'],
      rows: [
        growth('booking, storage door', bookings.spread.growth.storage),
        growth('booking, over HTTP', bookings.spread.growth.http),
        growth('dispatch, storage door', dispatch.growth),
        growth('availability, over HTTP', reads.growth),
      ],
    },
    {
      title: 'Memory of the service after all this',
      head: ['past records', 'resident'],
      rows: [
        [many(size.fewPast), mib(memory.few)],
        [many(size.past), mib(memory.many)],
      ],
    },
    {
      title: 'Statements of each request',
      head: ['request', 'statements'],
      rows: statements.map(({ request, statements: count }) => [request, String(count)]),
    },
  ];
}

const lines = ({ machine, size, seconds }) => [
  machineLine(machine),
  `Medians of ${size.rounds} ${size.rounds === 1 ? 'round' : 'rounds'} of ${size.seconds} s in turns after one for warming up; ${size.writers} writers, ${size.readers} readers at once; ${Math.round(seconds)} s in all.`,
  ...(machine.load > machine.cores
    ? [
        `The machine had other work (load ${machine.load.toFixed(1)} on ${machine.cores} cores): the shares hold, the rates would be higher.`,
      ]
    : []),
];

/** For a terminal. */
export const asText = (report) => tablesAsText(lines(report), tables(report));

/** For the repository. */
export const asMarkdown = (report) =>
  tablesAsMarkdown(
    ['# Benchmark', 'Written by `npm run bench`. Every share is of something measured in the same rounds.', ...lines(report)],
    tables(report),
  );
