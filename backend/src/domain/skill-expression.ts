/** Levels by skill name. A skill that is not there has level 0. */
export type Skills = Readonly<Record<string, number>>;

/** Why a text is no skill expression. */
export interface SkillExpressionProblem {
  /** Of the first character that doesn't fit, from 0. */
  readonly position: number;
  /** What is wrong and what is expected, with the place counted from 1 as people count. */
  readonly message: string;
}

/** A skill expression that is ready to be asked. */
export interface SkillExpression {
  readonly text: string;
  /** Whether somebody with these skills satisfies it. */
  fits(skills: Skills): boolean;
}

export type CompiledSkillExpression =
  { readonly ok: true; readonly expression: SkillExpression } | { readonly ok: false; readonly problem: SkillExpressionProblem };

const MAX_LENGTH = 1000;
const MAX_DEPTH = 32;

/**
 * Reads an expression like `english>5 & (billing>=3 | retention>=1)`.
 *
 * A comparison is a skill, one of `> >= < <= = !=`, and a whole number. `!` negates what follows, `&` binds closer than
 * `|`, parentheses group, white space doesn't matter. Names have letters, digits and `_ - .`, and tell capitals apart.
 * At most 1000 characters and 32 levels of parentheses and `!`.
 */
export function compileSkillExpression(text: string): CompiledSkillExpression {
  try {
    return { ok: true, expression: { text, fits: parse(text) } };
  } catch (error) {
    if (error instanceof Misfit) return { ok: false, problem: { position: error.position, message: error.message } };
    throw error;
  }
}

type Test = (skills: Skills) => boolean;
interface Token {
  readonly kind: 'word' | 'compare' | 'sign' | 'unknown' | 'end';
  readonly text: string;
  readonly position: number;
}

class Misfit extends Error {
  readonly position: number;
  constructor({ position, text }: { position: number; text: string }, expected: string) {
    super(`at character ${position + 1}: ${text === '' ? 'the expression ends' : `found "${text}"`}, but expected ${expected}`);
    this.position = position;
  }
}

const TOKEN = /\s*(?:([\p{L}\p{M}\p{N}_.-]+)|(>=|<=|!=|>|<|=)|([&|!()])|(\S)|$)/uy;
const KINDS = ['word', 'compare', 'sign', 'unknown'] as const;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const group = match.slice(1).findIndex((part) => part !== undefined);
    const [kind, part] = [KINDS[group], match[group + 1]];
    if (kind === undefined || part === undefined) break;
    tokens.push({ kind, text: part, position: TOKEN.lastIndex - part.length });
  }
  return tokens;
}

const COMPARISONS: Readonly<Record<string, (level: number, bound: number) => boolean>> = {
  '>': (level, bound) => level > bound,
  '>=': (level, bound) => level >= bound,
  '<': (level, bound) => level < bound,
  '<=': (level, bound) => level <= bound,
  '=': (level, bound) => level === bound,
  '!=': (level, bound) => level !== bound,
};

const levelOf = (skills: Skills, name: string): number => (Object.hasOwn(skills, name) ? (skills[name] ?? 0) : 0);

function parse(text: string): Test {
  if (text.length > MAX_LENGTH)
    throw new Misfit({ position: MAX_LENGTH, text: text.slice(MAX_LENGTH, MAX_LENGTH + 1) }, `at most ${MAX_LENGTH} characters`);
  return new Parser(text).whole();
}

/** Recursive descent, one method a rule of the grammar. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  #next = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
    this.#end = { kind: 'end', text: '', position: text.length };
  }

  whole(): Test {
    const test = this.#either(0);
    if (this.#peek().kind !== 'end') throw new Misfit(this.#peek(), '"&", "|" or the end');
    return test;
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? this.#end;
  }

  #step(): Token {
    const passed = this.#peek();
    this.#next += 1;
    return passed;
  }

  #at(sign: string): boolean {
    return this.#peek().kind === 'sign' && this.#peek().text === sign;
  }

  #either(depth: number): Test {
    const terms = [this.#both(depth)];
    while (this.#at('|') && this.#step()) terms.push(this.#both(depth));
    return (skills) => terms.some((fits) => fits(skills));
  }

  #both(depth: number): Test {
    const terms = [this.#single(depth)];
    while (this.#at('&') && this.#step()) terms.push(this.#single(depth));
    return (skills) => terms.every((fits) => fits(skills));
  }

  #single(depth: number): Test {
    if (!this.#at('!') && !this.#at('(')) return this.#comparison();
    if (depth === MAX_DEPTH) throw new Misfit(this.#peek(), `no more than ${MAX_DEPTH} levels of "(" and "!"`);
    if (this.#step().text === '!') {
      const fits = this.#single(depth + 1);
      return (skills) => !fits(skills);
    }
    const inner = this.#either(depth + 1);
    if (!this.#at(')')) throw new Misfit(this.#peek(), '"&", "|" or ")"');
    this.#step();
    return inner;
  }

  #comparison(): Test {
    if (this.#peek().kind !== 'word') throw new Misfit(this.#peek(), 'a skill like english, "!" or "("');
    const name = this.#step().text;
    const compare = this.#peek().kind === 'compare' ? COMPARISONS[this.#peek().text] : undefined;
    if (!compare) throw new Misfit(this.#peek(), `">", ">=", "<", "<=", "=" or "!=" after "${name}"`);
    this.#step();
    if (!/^\d{1,6}$/.test(this.#peek().text)) throw new Misfit(this.#peek(), 'a whole number like 5');
    const bound = Number(this.#step().text);
    return (skills) => compare(levelOf(skills, name), bound);
  }
}
