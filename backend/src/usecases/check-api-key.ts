import type { ApiKeyChecked } from '@ringback/contract';
import { activeKeySet } from '../domain/captcha.js';
import type { Dependencies } from './dependencies.js';
import type { ConsoleUser } from './ringback.js';
import { sees } from './settings-reach.js';

/** A key, and the page that would use it. */
export interface ApiKeyUse {
  readonly apiKey: string;
  /** Origin or address; undefined or empty: no page asks. */
  readonly origin?: string | undefined;
}

type Problem = ApiKeyChecked['problems'][number];
type Demand = ApiKeyChecked['allows'][number]['demands'][number];

const WORDS: Readonly<Record<Problem, string>> = {
  'unknown-key': 'The key is not among the API keys of this site. Keys are set in the configuration file, under site.apiKeys.',
  'origin-not-listed': 'Pages of this origin are not served. Add it to the list of origins; it acts at once.',
  'not-an-origin': 'This is no address of a page. Give an origin like https://www.example.com, or leave it out for an app or a server.',
};

/** See `DeveloperVerbs.checkApiKey`. No statement. */
export function checkApiKey(
  { site }: Dependencies,
  user: ConsoleUser,
  { apiKey, origin }: ApiKeyUse,
  ownOrigins: readonly string[],
): ApiKeyChecked {
  const { apiKeys, origins } = site.effective.config.site;
  const page = origin === undefined || origin === '' ? undefined : originOf(origin);
  const problems: Problem[] = [
    ...(apiKeys.includes(apiKey) ? [] : ['unknown-key' as const]),
    ...(page === undefined
      ? []
      : page === null
        ? ['not-an-origin' as const]
        : isListed(page, [...origins, ...ownOrigins])
          ? []
          : ['origin-not-listed' as const]),
  ];
  const ok = problems.length === 0;
  return {
    ok,
    message: ok
      ? `The key is accepted${page ? ' from pages of this origin' : ' from apps and servers, which send no origin'}.`
      : problems.map((problem) => WORDS[problem]).join(' '),
    problems,
    ...(page && { origin: page }),
    allows: ok ? allowed({ site }, user) : [],
  };
}

const isListed = (page: string, listed: readonly string[]): boolean => listed.includes(page);

/** As a browser sends it; null: there is none. */
function originOf(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url.origin : null;
}

function allowed({ site }: Pick<Dependencies, 'site'>, user: ConsoleUser): ApiKeyChecked['allows'] {
  const { captcha, identity } = site.effective.config.site;
  const everywhere: Demand[] = [
    ...(activeKeySet(captcha) ? ['captcha' as const] : []),
    ...(identity?.required ? ['identity' as const] : []),
  ];
  return [...site.queues.values()]
    .filter(({ settings }) => sees(user, settings.name))
    .map(({ settings }) => ({
      queue: settings.name,
      immediate: settings.immediateEnabled,
      scheduled: settings.scheduledEnabled,
      demands: [...everywhere, ...(settings.numberCheck ? ['number-check' as const] : [])],
    }));
}
