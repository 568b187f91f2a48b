import { readFile } from 'node:fs/promises';
import { type Config, type ConfigProblem, parseConfigFile } from '@ringback/contract';
import { numberRuleProblems } from '../domain/phone-number.js';
import { compileSkillExpression } from '../domain/skill-expression.js';
import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import demoConfig from './demo-config.json' with { type: 'json' };
import type { Checked } from './environment.js';

/** The configuration that is to run. */
export interface LoadedConfig {
  readonly config: Config;
  /** The built-in demonstration, whose login the console shows. */
  readonly demo: boolean;
}

/**
 * Reads the configuration file, or takes the built-in demonstration when there is none.
 * @param file path, as in RINGBACK_CONFIG
 */
export async function loadConfig(file: string | undefined): Promise<Checked<LoadedConfig>> {
  if (file === undefined) return checked(demoConfig, true);
  const read = await readText(file);
  if (!read.ok) return read;
  const parsed = parseJson(read.value);
  const result = parsed.ok ? checked(parsed.value, false) : parsed;
  return result.ok ? result : { ok: false, problems: result.problems.map((problem) => `${file}: ${problem}`) };
}

function checked(input: unknown, demo: boolean): Checked<LoadedConfig> {
  const result = parseConfigFile(input);
  const problems = result.ok ? [...patternProblems(result.config), ...skillProblems(result.config)] : result.problems;
  if (!result.ok || problems.length > 0) return { ok: false, problems: problems.map(problemText) };
  return { ok: true, value: { config: result.config, demo } };
}

/** The contract checks shapes; whether a pattern can be run only the engine knows that runs it. */
const patternProblems = (config: Config): ConfigProblem[] =>
  config.numberRules.flatMap((rule, index) =>
    numberRuleProblems(rule).map(({ path, message }) => ({ path: `numberRules[${index}].${path}`, message })),
  );

const skillProblems = (config: Config): ConfigProblem[] =>
  config.queues.flatMap(({ skillExpression }, index) => {
    const compiled = skillExpression ? compileSkillExpression(skillExpression) : undefined;
    return compiled?.ok === false
      ? [{ path: `queues[${index}].skillExpression`, message: `can't be read ${compiled.problem.message}` }]
      : [];
  });

const problemText = ({ path, message }: ConfigProblem): string =>
  /^(?:is|must|has|may) /.test(message) ? `${path} ${message}` : `${path}: ${message}`;

const READ_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'this is a folder; expected a JSON file',
};

async function readText(file: string): Promise<Checked<string>> {
  try {
    return { ok: true, value: (await readFile(file, 'utf8')).replace(/^\uFEFF/, '') };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { ok: false, problems: [`RINGBACK_CONFIG names ${file}, which can't be read: ${READ_ERRORS[code] ?? code}`] };
  }
}

function parseJson(text: string): Checked<unknown> {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, problems: [`is not valid JSON ${placeOfError(text)}`] };
  }
}

/** Node's own parser mostly keeps to itself where it stumbled. */
function placeOfError(text: string): string {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors.sort((a, b) => a.offset - b.offset);
  const before = text.slice(0, first?.offset ?? text.length).split('\n');
  const reason = first
    ? printParseErrorCode(first.error)
        .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
        .toLowerCase()
    : 'unreadable';
  return `at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: ${reason}`;
}
