import { readFile } from 'node:fs/promises';
import type { Config, ConfigProblem } from '@ringback/contract';
import { checkConfig, configProblemText } from '../domain/config-check.js';
import { type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import * as v from 'valibot';
import { nodeCredentials } from '../adapters/node-credentials.js';
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
  const result = checkConfig(input);
  const problems = [...(result.ok ? [] : result.problems), ...keyProblems(input)];
  if (result.ok && problems.length === 0) return { ok: true, value: { config: result.config, demo } };
  return { ok: false, problems: problems.map(configProblemText) };
}

const anyText = v.fallback(v.optional(v.string()), undefined);
/** The keys of a configuration that may be wrong elsewhere. */
const withKeys = v.object({
  site: v.object({
    push: v.fallback(v.nullish(v.object({ privateKey: anyText })), undefined),
    identity: v.fallback(v.nullish(v.object({ keys: v.array(v.object({ alg: anyText, publicKey: anyText })) })), undefined),
  }),
});

/** PU4, WI12: keys that can't be read would only show when the first message is to be sent, and the first visitor comes. */
function keyProblems(input: unknown): ConfigProblem[] {
  const read = v.safeParse(withKeys, input);
  if (!read.success) return [];
  const { push, identity } = read.output.site;
  const isBad = (key: string | undefined, isKey: (pem: string) => boolean): boolean => key !== undefined && key !== '' && !isKey(key);
  const ofPush = isBad(push?.privateKey, nodeCredentials.isPrivateKey)
    ? [{ path: 'site.push.privateKey', message: 'is not a private key; copy private_key of the service account file whole' }]
    : [];
  const ofIdentity = (identity?.keys ?? []).flatMap(({ alg, publicKey }, index) =>
    (alg === 'RS256' || alg === 'ES256') && isBad(publicKey, (pem) => nodeCredentials.isPublicKey(pem, alg))
      ? [{ path: `site.identity.keys[${index}].publicKey`, message: `is not a public key in PEM that fits ${alg}` }]
      : [],
  );
  return [...ofPush, ...ofIdentity];
}

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
