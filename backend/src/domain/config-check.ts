import { parseConfigFile, type Config, type ConfigProblem, type ConfigResult } from '@ringback/contract';
import { numberRuleProblems } from './phone-number.js';
import { compileSkillExpression } from './skill-expression.js';

/** Everything that is wrong with a configuration, wherever it comes from: the contract's shapes and references, and what only our engines know. */
export function checkConfig(input: unknown): ConfigResult {
  const result = parseConfigFile(input);
  if (!result.ok) return result;
  const problems = [...patternProblems(result.config), ...skillProblems(result.config), ...numberCheckProblems(result.config)];
  return problems.length > 0 ? { ok: false, problems } : result;
}

/** One problem as a line for people. */
export const configProblemText = ({ path, message }: ConfigProblem): string =>
  /^(?:is|must|has|may) /.test(message) ? `${path} ${message}` : `${path}: ${message}`;

/** The contract checks shapes; whether a pattern can be run only the engine knows that runs it. */
const patternProblems = (config: Config): ConfigProblem[] =>
  config.numberRules.flatMap((rule, index) =>
    numberRuleProblems(rule).map(({ path, message }) => ({ path: `numberRules[${index}].${path}`, message })),
  );

/** SE5: agents at desks bring nobody a code. */
const numberCheckProblems = (config: Config): ConfigProblem[] =>
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

const skillProblems = (config: Config): ConfigProblem[] =>
  config.queues.flatMap(({ skillExpression }, index) => {
    const compiled = skillExpression ? compileSkillExpression(skillExpression) : undefined;
    return compiled?.ok === false
      ? [{ path: `queues[${index}].skillExpression`, message: `can't be read ${compiled.problem.message}` }]
      : [];
  });
