import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSkillExpression, type Skills } from '../../src/domain/skill-expression.js';

function fits(text: string, skills: Skills): boolean {
  const compiled = compileSkillExpression(text);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  return compiled.expression.fits(skills);
}

describe('a skill expression', () => {
  it.each<[string, Skills, boolean]>([
    ['english>5', { english: 6 }, true],
    ['english>5', { english: 5 }, false],
    ['english>=5', { english: 5 }, true],
    ['english<5', {}, true],
    ['english<=0', {}, true],
    ['english=0', { german: 3 }, true],
    ['english!=0', { english: 1 }, true],
    ['english>5 & (billing>=3 | retention>=1)', { english: 7, retention: 1 }, true],
    ['english>5 & (billing>=3 | retention>=1)', { english: 7 }, false],
    ['a=1 | b=1 & c=1', { a: 1 }, true],
    ['(a=1 | b=1) & c=1', { a: 1 }, false],
    ['!a=1 & b=1', { b: 1 }, true],
    ['!(a=1 & b=1)', { a: 1 }, true],
    ['!!a=1', { a: 1 }, true],
    ['  2nd-line_x.y\t>=\n1 ', { '2nd-line_x.y': 1 }, true],
    ['français>=1', { français: 1 }, true],
    ['English>0', { english: 1 }, false],
    ['constructor>0 | __proto__>0', {}, false],
    ['toString=0', {}, true],
  ])('[CB4] %s of %o is %s', (text, skills, expected) => expect(fits(text, skills)).toBe(expected));

  it.each([
    ['', 0, 'the expression ends'],
    ['english', 7, 'after "english"'],
    ['english>', 8, 'a whole number'],
    ['english>five', 8, 'found "five"'],
    ['english>5.5', 8, 'found "5.5"'],
    ['english>-1', 8, 'found "-1"'],
    ['english == 5', 9, 'found "="'],
    ['english>5 && billing>3', 11, 'found "&"'],
    ['english>5 billing>3', 10, '"&", "|" or the end'],
    ['(english>5', 10, '"&", "|" or ")"'],
    ['english>5)', 9, 'found ")"'],
    ['()', 1, 'found ")"'],
    ['english > 5 & €', 14, 'found "€"'],
    ['>5', 0, 'a skill like english'],
    ['english>1234567', 8, 'a whole number'],
  ])('[CB4] refuses "%s" at %d and says why', (text, position, words) => {
    const compiled = compileSkillExpression(text);
    expect(compiled).toMatchObject({ ok: false, problem: { position, message: expect.stringContaining(words) } });
    expect(compiled).toMatchObject({ problem: { message: expect.stringContaining(`at character ${position + 1}:`) } });
  });

  it('[CB4] is bounded in length and depth, and one below the bound is still read', () => {
    const nested = (depth: number): string => `${'('.repeat(depth)}a>0${')'.repeat(depth)}`;
    expect(fits(nested(32), { a: 1 })).toBe(true);
    expect(compileSkillExpression(nested(33))).toMatchObject({ ok: false, problem: { position: 32 } });
    expect(compileSkillExpression(`${'!'.repeat(33)}a>0`)).toMatchObject({ ok: false, problem: { position: 32 } });
    const long = (length: number): string => `a>0${' '.repeat(length - 3)}`;
    expect(fits(long(1000), { a: 1 })).toBe(true);
    expect(compileSkillExpression(long(1001))).toMatchObject({ ok: false, problem: { position: 1000 } });
  });
});

type Tree =
  | { readonly kind: 'compare'; readonly name: string; readonly operator: string; readonly bound: number }
  | { readonly kind: 'not'; readonly of: Tree }
  | { readonly kind: 'and' | 'or'; readonly left: Tree; readonly right: Tree };

const NAMES = ['a', 'b-2', 'c.d', '_'];
const trees = fc.letrec<{ tree: Tree; leaf: Tree }>((tie) => ({
  leaf: fc.record({
    kind: fc.constant('compare' as const),
    name: fc.constantFrom(...NAMES),
    operator: fc.constantFrom('>', '>=', '<', '<=', '=', '!='),
    bound: fc.nat(3),
  }),
  tree: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    tie('leaf'),
    fc.record({ kind: fc.constant('not' as const), of: tie('tree') }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('tree'), right: tie('tree') }),
  ),
})).tree;
const skillSets = fc.dictionary(fc.constantFrom(...NAMES), fc.nat(4));

/** Arithmetic on 0 and 1, so that it shares no thought with the code under test. */
function judge(tree: Tree, skills: Skills): 0 | 1 {
  switch (tree.kind) {
    case 'not':
      return judge(tree.of, skills) === 1 ? 0 : 1;
    case 'and':
      return (judge(tree.left, skills) * judge(tree.right, skills)) as 0 | 1;
    case 'or':
      return Math.max(judge(tree.left, skills), judge(tree.right, skills)) as 0 | 1;
    case 'compare': {
      const sign = Math.sign((skills[tree.name] ?? 0) - tree.bound);
      const signs: Record<string, number[]> = { '>': [1], '>=': [0, 1], '<': [-1], '<=': [-1, 0], '=': [0], '!=': [-1, 1] };
      return signs[tree.operator]?.includes(sign) ? 1 : 0;
    }
  }
}

const RANK = { or: 1, and: 2, not: 3, compare: 4 } as const;
/** With parentheses only where the grammar needs them, and any white space. */
function spell(tree: Tree, space: string): string {
  const inside = (part: Tree): string => (RANK[part.kind] < RANK[tree.kind] ? `(${space}${spell(part, space)})` : spell(part, space));
  switch (tree.kind) {
    case 'compare':
      return `${tree.name}${space}${tree.operator}${space}${tree.bound}`;
    case 'not':
      return `!${space}${inside(tree.of)}`;
    case 'and':
    case 'or':
      return `${inside(tree.left)}${space}${tree.kind === 'and' ? '&' : '|'}${space}${inside(tree.right)}`;
  }
}

describe('any skill expression', () => {
  it('[CB4] means what an independent evaluator makes of its tree', () => {
    fc.assert(
      fc.property(trees, skillSets, fc.constantFrom('', ' ', '\n\t '), (tree, skills, space) => {
        const text = spell(tree, space);
        fc.pre(text.length <= 1000);
        expect(fits(text, skills)).toBe(judge(tree, skills) === 1);
      }),
      { numRuns: 1000 },
    );
  });

  it('[CB4] never throws on any text, and points into it', () => {
    const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('a', '1', '>', '=', '!', '&', '|', '(', ')', ' ', '😀', '́') }));
    fc.assert(
      fc.property(texts, (text) => {
        const compiled = compileSkillExpression(text);
        if (!compiled.ok) expect(compiled.problem.position).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 1000 },
    );
  });
});
