import { parseConfigFile, type ConfigProblem, type ConfigResult } from '@ringback/contract';
import * as v from 'valibot';
import { numberRuleProblems } from './phone-number.js';
import { compileSkillExpression } from './skill-expression.js';

/** Everything that is wrong with a configuration, wherever it comes from: the contract's shapes and references, and what only our engines know. */
export function checkConfig(input: unknown): ConfigResult {
  const result = parseConfigFile(input);
  const ofShape = result.ok ? [] : result.problems;
  const paths = new Set(ofShape.map(({ path }) => path));
  const readable = v.parse(whatCanBeRead, input);
  const ofMeaning = [...patternProblems(readable), ...skillProblems(readable), ...numberCheckProblems(readable)];
  const problems = [...ofShape, ...ofMeaning.filter(({ path }) => !paths.has(path))];
  return result.ok && problems.length === 0 ? result : { ok: false, problems };
}

/** What our engines judge, in a configuration that may be wrong elsewhere: all problems are told at once. */
const texts = v.fallback(v.array(v.fallback(v.string(), '')), []);
const noRule = { countries: [], blocked: [] };
const noQueue = { skillExpression: undefined, numberCheck: undefined };
const noDialer = { adapter: undefined };
const whatCanBeRead = v.fallback(
  v.object({
    numberRules: v.fallback(v.array(v.fallback(v.object({ countries: texts, blocked: texts }), noRule)), []),
    queues: v.fallback(
      v.array(
        v.fallback(
          v.object({ skillExpression: v.fallback(v.optional(v.string()), undefined), numberCheck: v.optional(v.unknown()) }),
          noQueue,
        ),
      ),
      [],
    ),
    dialer: v.fallback(v.optional(v.object({ adapter: v.unknown() }), { adapter: 'desk' }), noDialer),
  }),
  { numberRules: [], queues: [], dialer: noDialer },
);
type Readable = v.InferOutput<typeof whatCanBeRead>;

/** One problem as a line for people. */
export const configProblemText = ({ path, message }: ConfigProblem): string =>
  /^(?:is|must|has|may) /.test(message) ? `${path} ${message}` : `${path}: ${message}`;

/** The contract checks shapes; whether a pattern can be run only the engine knows that runs it. */
const patternProblems = (config: Readable): ConfigProblem[] =>
  config.numberRules.flatMap((rule, index) =>
    numberRuleProblems(rule).map(({ path, message }) => ({ path: `numberRules[${index}].${path}`, message })),
  );

/** SE5: agents at desks bring nobody a code. */
const numberCheckProblems = (config: Readable): ConfigProblem[] =>
  config.queues.flatMap(({ numberCheck }, index) =>
    numberCheck && config.dialer.adapter === 'desk'
      ? [
          {
            path: `queues[${index}].numberCheck`,
            message: 'needs a telephony side that sends codes; the dialer "desk" can\'t. Use "twilio" or "webhook", or leave it out',
          },
        ]
      : [],
  );

const skillProblems = (config: Readable): ConfigProblem[] =>
  config.queues.flatMap(({ skillExpression }, index) => {
    const compiled = skillExpression ? compileSkillExpression(skillExpression) : undefined;
    return compiled?.ok === false
      ? [{ path: `queues[${index}].skillExpression`, message: `can't be read ${compiled.problem.message}` }]
      : [];
  });
