import { nearest } from './nearest.js';
import { callbackFields, mainFields, serviceFields, shortFields } from './option-fields.js';
import { calendarFields } from './read-calendar-options.js';
import { anything, readFields, type Problem, type Report } from './read-fields.js';
import {
  callInFields,
  channelFields,
  entryFields,
  proactiveFields,
  pushFields,
  recaptchaFields,
  selectorFields,
  sideBarFields,
  statsFields,
} from './section-fields.js';
import type { CallbackWidgetOptions } from './widget-options.js';

/** Sections that are read below. */
const SECTIONS = ['stats', 'channelselector', 'sidebar', 'proactive', 'push', 'callin', 'recaptcha'];

/** Parts of `_genesys.widgets` that belong to others, or to the start. */
const NOT_OURS = [
  'extensions',
  'onReady',
  'bus',
  'common',
  'webchat',
  'webchatservice',
  'sendmessage',
  'sendmessageservice',
  'callus',
  'cobrowse',
  'search',
  'clicktocall',
  'offers',
  'console',
  'gwe',
  'engage',
  'knowledgecenter',
  'knowledgecenterservice',
  'chatdeflection',
  'richmediabridge',
  'buster',
  'toaster',
  'overlay',
  'windowmanager',
];

/** In real configs, and without meaning here. */
const NO_MEANING = {
  main: ['preload', 'plugins', 'customStylesheetID', 'downloadGoogleFont', 'deploymentID', 'cookieOptions'],
  callback: ['theme', 'sync', 'timezone'],
};

const ignored = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, anything]));

const EXPECTED: Readonly<Record<string, string>> = {
  flag: 'true or false',
  link: 'an https address or a path',
  object: 'an object',
};

/** A range of numbers is `#1-366`; what has no words of its own stands for itself. */
function expectedWords(expected: string): string {
  const [, min, max] = /^#(.+)-(.+)$/.exec(expected) ?? [];
  if (min === undefined) return EXPECTED[expected] ?? expected;
  return max === 'Infinity' ? `a number, at least ${min}` : `a number from ${min} to ${max}`;
}

function wordsFor(problem: Problem): string {
  const option = `Option "${problem.path}${problem.name}"`;
  if (problem.kind === 'ill-typed') return `${option} is ignored: expected ${expectedWords(problem.expected)}`;
  const meant = nearest(problem.name, problem.known);
  return `${option} is unknown and ignored${meant ? `; did you mean "${problem.path}${meant}"?` : ''}`;
}

/** Each entry of a list of options; `i10n` is a typo that vendor's pages share. */
function readEach(list: unknown, fields: Parameters<typeof readFields>[1], path: string, report: Report): void {
  if (!Array.isArray(list)) return;
  list.forEach((entry, index) => readFields(entry, fields, `${path}[${index}].`, report));
}

/** WI1: warns of each unknown or ill-typed option of a whole config, once, by name. */
export function warnOfOptions(config: CallbackWidgetOptions, warn: (message: string) => void): void {
  const report = (problem: Problem) => warn(wordsFor(problem));
  readFields(config, { ...shortFields, ...ignored([...SECTIONS, ...NOT_OURS]) }, '', report);
  readFields(config.main, { ...mainFields, ...ignored(NO_MEANING.main) }, 'main.', report);
  readFields(config.callback, { ...serviceFields, ...callbackFields, ...ignored(NO_MEANING.callback) }, 'callback.', report);
  readFields(config.calendar, calendarFields, 'calendar.', report);
  readFields(config.stats, statsFields, 'stats.', report);
  readFields(config.channelselector, selectorFields, 'channelselector.', report);
  readEach(config.channelselector?.['channels'], channelFields, 'channelselector.channels', report);
  readFields(config.sidebar, sideBarFields, 'sidebar.', report);
  readEach(config.sidebar?.['channels'], entryFields, 'sidebar.channels', report);
  readFields(config.proactive, proactiveFields, 'proactive.', report);
  readFields(config.push, pushFields, 'push.', report);
  readFields(config.callin, callInFields, 'callin.', report);
  readFields(config.recaptcha, recaptchaFields, 'recaptcha.', report);
}
