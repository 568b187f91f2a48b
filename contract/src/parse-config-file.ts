import * as v from 'valibot';
import { configFile, type Config } from './config-file.js';
import { ENDPOINTS, type Endpoint } from './endpoints.js';

/** One thing wrong with a configuration file. */
export interface ConfigProblem {
  /** Where, as in `queues[0].businessHours`. */
  path: string;
  /** What is wrong, and what is expected. */
  message: string;
}

export type ConfigResult = { ok: true; config: Config } | { ok: false; problems: ConfigProblem[] };

/** Checks a parsed JSON value as a configuration file and reports every problem at once. */
export function parseConfigFile(input: unknown): ConfigResult {
  const result = v.safeParse(configFile, input);
  const problems = [...(result.issues ?? []).map(toProblem), ...referenceProblems(input)];
  return result.success && problems.length === 0 ? { ok: true, config: result.output } : { ok: false, problems };
}

function toProblem(issue: v.BaseIssue<unknown>): ConfigProblem {
  const path = pathText((issue.path ?? []).map((item) => item.key));
  if (issue.type === 'strict_object') {
    // Valibot reports both an unknown and a missing key as an issue of the object itself.
    return { path, message: issue.expected === 'never' ? 'is not a known key; check the spelling' : 'is missing' };
  }
  return { path, message: issue.message };
}

const pathText = (keys: readonly unknown[]): string =>
  keys.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  ) || '(root)';

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (root: Loose, key: string): Loose[] =>
  Array.isArray(root[key]) ? (root[key] as unknown[]).map((item) => (isObject(item) ? item : {})) : [];

/** Names that point at nothing and names given twice. Works on the raw value, so it finds them beside other problems. */
function referenceProblems(input: unknown): ConfigProblem[] {
  if (!isObject(input)) return [];
  return [
    ...duplicateProblems(input),
    ...queueReferenceProblems(input),
    ...userReferenceProblems(input),
    ...directionProblems(input),
    ...cellProblems(input),
    ...regionProblems(input),
    ...limitProblems(input),
  ];
}

function duplicateProblems(root: Loose): ConfigProblem[] {
  const identities = {
    businessHours: 'name',
    capacityRules: 'name',
    numberRules: 'name',
    regionRules: 'name',
    callInGroups: 'name',
    queues: 'name',
    users: 'username',
  };
  return Object.entries(identities).flatMap(([list, key]) => {
    const seen = new Set<unknown>();
    return listOf(root, list).flatMap((item, index) => {
      const value = item[key];
      if (typeof value !== 'string') return [];
      const twice = seen.has(value);
      seen.add(value);
      return twice ? [{ path: `${list}[${index}].${key}`, message: `"${value}" is used twice; names must be unique` }] : [];
    });
  });
}

function queueReferenceProblems(root: Loose): ConfigProblem[] {
  const references = {
    businessHours: 'businessHours',
    immediateOfferHours: 'businessHours',
    capacityRule: 'capacityRules',
    numberRule: 'numberRules',
    regionRule: 'regionRules',
    callInGroup: 'callInGroups',
  };
  return listOf(root, 'queues').flatMap((queue, index) =>
    Object.entries(references).flatMap(([key, list]) => dangling(root, list, queue[key], `queues[${index}].${key}`)),
  );
}

function userReferenceProblems(root: Loose): ConfigProblem[] {
  return listOf(root, 'users').flatMap((user, index) =>
    Array.isArray(user['queues'])
      ? user['queues'].flatMap((name, at) => dangling(root, 'queues', name, `users[${index}].queues[${at}]`))
      : [],
  );
}

function dangling(root: Loose, list: string, name: unknown, path: string): ConfigProblem[] {
  if (typeof name !== 'string') return [];
  const known = listOf(root, list)
    .map((item) => item['name'])
    .filter((item): item is string => typeof item === 'string');
  if (known.includes(name)) return [];
  return [{ path, message: `"${name}" is not among ${list}; known: ${known.length > 0 ? known.map((k) => `"${k}"`).join(', ') : 'none'}` }];
}

function directionProblems(root: Loose): ConfigProblem[] {
  return listOf(root, 'queues').flatMap((queue, index) =>
    queue['callDirection'] === 'USERORIGINATED' && typeof queue['callInGroup'] !== 'string'
      ? [{ path: `queues[${index}].callInGroup`, message: 'is missing; a USERORIGINATED queue needs a call-in group' }]
      : [],
  );
}

/** A region that is both preferred and ignored, or has two places in the order, says nothing. */
function regionProblems(root: Loose): ConfigProblem[] {
  return listOf(root, 'regionRules').flatMap((rule, index) => {
    const seen = new Set<string>();
    return ['preferred', 'fallback', 'ignored'].flatMap((list) =>
      (Array.isArray(rule[list]) ? rule[list] : []).flatMap((region: unknown, at) => {
        if (typeof region !== 'string') return [];
        const twice = seen.has(region.trim());
        seen.add(region.trim());
        return twice
          ? [
              {
                path: `regionRules[${index}].${list}[${at}]`,
                message: `"${region.trim()}" is named twice; a region has one place in a rule`,
              },
            ]
          : [];
      }),
    );
  });
}

/** A cell that doesn't start where the rule's cells start would never be read. */
function cellProblems(root: Loose): ConfigProblem[] {
  return listOf(root, 'capacityRules').flatMap((rule, index) =>
    rule['cellMinutes'] !== 30 && rule['cellMinutes'] !== 60
      ? []
      : Object.entries(isObject(rule['cells']) ? rule['cells'] : {}).flatMap(([day, cells]) =>
          Object.keys(isObject(cells) ? cells : {})
            .filter((start) => /:\d\d$/.test(start) && Number(start.slice(-2)) % Number(rule['cellMinutes']) !== 0)
            .map((start) => ({
              path: `capacityRules[${index}].cells.${day}.${start}`,
              message: `is not the start of a cell; with cells of ${String(rule['cellMinutes'])} minutes they start at ${rule['cellMinutes'] === 60 ? ':00' : ':00 and :30'}`,
            })),
        ),
  );
}

function limitProblems({ limits }: Loose): ConfigProblem[] {
  return isObject(limits) ? [...endpointProblems(limits), ...siteLimitProblems(limits)] : [];
}

/** Staff and telephony are not limited. */
function endpointProblems({ perEndpointPerMinute }: Loose): ConfigProblem[] {
  const endpoints: Readonly<Record<string, Endpoint>> = ENDPOINTS;
  const isLimited = (name: string): boolean =>
    Object.hasOwn(endpoints, name) && ['api-key', 'visitor-token', 'open'].includes(endpoints[name]?.door ?? '');
  return Object.keys(isObject(perEndpointPerMinute) ? perEndpointPerMinute : {})
    .filter((name) => !isLimited(name))
    .map((name) => ({
      path: `limits.perEndpointPerMinute.${name}`,
      message: 'is no endpoint of visitors; expected a name like createCallback or availability',
    }));
}

/** One address that asks as often as it may must leave room for others. */
function siteLimitProblems(limits: Loose): ConfigProblem[] {
  const [site, address] = [limits['perSitePerMinute'] ?? 0, limits['perAddressPerMinute'] ?? 0];
  if (typeof site !== 'number' || typeof address !== 'number' || site === 0) return [];
  if (address > 0 && site >= 2 * address) return [];
  return [
    {
      path: 'limits.perSitePerMinute',
      message: 'must be at least twice perAddressPerMinute, which must not be 0: one address could keep all others out',
    },
  ];
}
