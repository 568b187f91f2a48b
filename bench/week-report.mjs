/* The simulated week as tables: on the screen, and in bench/results.md. */
import { machineLine, tablesAsMarkdown, tablesAsText } from './tables.mjs';

const many = (number) => Math.round(number).toLocaleString('en');
const percent = (value) => `${Math.round(value * 100)} %`;
const time = (seconds) => {
  const whole = Math.round(Math.abs(seconds));
  const text = whole < 120 ? `${whole} s` : `${(whole / 60).toFixed(1)} min`;
  return seconds < -0.5 ? `-${text}` : text;
};

function tables({ week }) {
  const counted = (counts) => Object.entries(counts).map(([name, count]) => [name, many(count)]);
  const error = (what, { count, median, p90, relativeMedian, relativeP90, bias, realMedian, realP90 }) => [
    what,
    many(count),
    time(realMedian),
    time(realP90),
    time(median),
    time(p90),
    percent(relativeMedian),
    percent(relativeP90),
    time(bias),
  ];
  return [
    {
      title: 'What must not be',
      head: ['check', 'found', 'aim'],
      rows: [
        ['stuck, without a reason, illegal step, two live attempts, lost or doubled', String(week.faults.length), '0'],
        ...week.faults.map((fault) => [fault, '', '']),
      ],
    },
    {
      title: 'Error of the forecast wait, |forecast - real|, until the first dial',
      head: ['forecast', 'told', 'wait, median', 'p90', 'error, median', 'p90', 'of the wait, median', 'p90', 'forecast - real, median'],
      rows: [error('before booking', week.atBooking), error('live on the page, each minute', week.live)],
    },
    {
      title: 'Calls for a chosen time',
      head: ['from that time to the first dial', 'seconds'],
      rows: [
        ['median', time(week.punctuality.median)],
        ['p90', time(week.punctuality.p90)],
      ],
    },
    {
      title: 'The world',
      head: ['what', 'count'],
      rows: [
        ['callbacks', many(week.created)],
        ['dials', many(week.attempts)],
        ['replicas ended and replaced', many(week.restarts)],
        ['dials taken over by another replica', many(week.takenOver)],
        ['not offered anything that they wanted', many(week.turnedAway)],
      ],
    },
    { title: 'How callbacks ended', head: ['reason', 'callbacks'], rows: counted(week.reasons) },
    { title: 'What was refused', head: ['status', 'requests'], rows: counted(week.refusals) },
  ];
}

const lines = ({ size, machine, seconds }) => [
  machineLine(machine),
  `Seed ${size.seed}, ${size.days} days, ${size.agents} agents, a look at everything every ${size.stepMs / 1000} s of its time; PostgreSQL in memory, ${Math.round(seconds)} s in all.`,
  'Waits of a minute or more count for the error as a share of the wait.',
];

/** For a terminal. */
export const asText = (report) => tablesAsText(lines(report), tables(report));

/** For the repository. */
export const asMarkdown = (report) =>
  tablesAsMarkdown(['# A simulated week', 'Written by `npm run bench:week`.', ...lines(report)], tables(report));
