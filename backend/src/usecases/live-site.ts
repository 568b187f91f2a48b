import { configText, type Config, type ConfigText } from '@ringback/contract';
import { checkConfig, configProblemText } from '../domain/config-check.js';
import { withOverrides, type ClosedQueue, type Override } from '../domain/config-overrides.js';
import type { Log } from '../ports/log.js';
import type { OverrideStore } from '../ports/override-store.js';
import { nextFlight } from './next-flight.js';
import { compileSite, type SiteRules } from './site-rules.js';

/** The configuration file with the edits of the console: what is in force. */
export interface Effective {
  readonly config: Config;
  /** The same as a file would have it. */
  readonly text: ConfigText;
  readonly overrides: readonly Override[];
}

/** The site as it is configured now. Reading a property twice may give two configurations: take what belongs together at once. */
export interface LiveSite extends SiteRules {
  readonly effective: Effective;
  /** As the configuration file has it. */
  readonly file: ConfigText;
  /** Reads the edits again if there are new ones, and has them in force when it resolves. 1 statement when there are none. */
  refresh(): Promise<void>;
  /** Of the deleted queues only these are `served` from now on, until the next edit. */
  serveOfClosed(queues: ReadonlySet<string>): void;
  /** Called after each change. */
  onChange(listener: () => void): () => void;
}

interface Options {
  readonly file: Config;
  readonly store: OverrideStore;
  readonly log: Log;
}

/** @throws Error that names every problem when file and edits don't fit together */
export async function createLiveSite({ file, store, log }: Options): Promise<LiveSite> {
  const text = configText(file);
  const listeners = new Set<() => void>();
  const tell = (): void => [...listeners].forEach((listener) => listener());
  let state = stateOf(text, await store.read());
  let seen = state.version;
  const refresh = nextFlight(async () => {
    const version = await store.version();
    if (version <= seen) return;
    const overrides = await store.read();
    seen = versionOf(overrides);
    try {
      state = stateOf(text, overrides);
    } catch (error) {
      // Another replica runs with another file, and its edit fits only that.
      return log.error('an edit of the configuration does not fit here and is left out', {
        reason: error instanceof Error ? error.message : '',
      });
    }
    log.info('configuration changed', { version: state.version });
    tell();
  });
  return {
    file: text,
    get effective() {
      return state.effective;
    },
    get queues() {
      return state.rules.queues;
    },
    get closed() {
      return state.rules.closed;
    },
    get served() {
      return state.rules.served;
    },
    get hours() {
      return state.rules.hours;
    },
    refresh,
    serveOfClosed(queues) {
      const { rules } = state;
      const closed = [...rules.closed].filter(([name]) => queues.has(name));
      const served = new Map([...closed, ...rules.queues]);
      if (sameKeys(served, rules.served)) return;
      state = { ...state, rules: { ...rules, served } };
      tell();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const sameKeys = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean =>
  one.size === other.size && [...one.keys()].every((key) => other.has(key));

interface State {
  readonly version: number;
  readonly effective: Effective;
  readonly rules: SiteRules;
}

const versionOf = (overrides: readonly Override[]): number => Math.max(0, ...overrides.map(({ version }) => version));

function stateOf(file: ConfigText, overrides: readonly Override[]): State {
  const effective = effectiveOf(file, overrides);
  return { version: versionOf(overrides), effective, rules: compileSite(effective.config, closedQueues(file, overrides)) };
}

/** @throws Error when it is not valid as a whole */
export function effectiveOf(file: ConfigText, overrides: readonly Override[]): Effective {
  const result = checkConfig(withOverrides(file, overrides));
  if (result.ok) return { config: result.config, text: configText(result.config), overrides };
  const problems = result.problems.map((problem) => `  ${configProblemText(problem)}`).join('\n');
  throw new Error(
    `The configuration file and what was changed in the console don't fit together. Put back into the file what the changes stand on:\n${problems}`,
  );
}

/** For each deleted queue a configuration that still has it. */
function closedQueues(file: ConfigText, overrides: readonly Override[]): Map<string, Config> {
  return new Map(
    overrides
      .filter(({ kind, deleted }) => kind === 'queues' && deleted)
      .flatMap(({ name, value }): [string, Config][] => {
        const last = checkConfig({ ...file, ...(value as ClosedQueue), users: [] });
        // Kept by an older build that knew other settings: nobody can be called by rules that can't be read.
        return last.ok ? [[name, last.config]] : [];
      }),
  );
}
