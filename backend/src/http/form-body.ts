import { Refusal } from '../domain/refusal.js';

/*
 * The vendor's widget posts forms with brackets: userData[firstname]=Ann&pushTargets[0][channel]=FCM. Read into the
 * same shape that a JSON body has; texts stay texts, the schemas read numbers and flags out of them.
 */

const MOST_FIELDS = 500;
const NAME = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;
const MOST_LEVELS = 8;

type Branch = { [key: string]: string | Branch };
/** Without a prototype, `__proto__` is a key like any other. */
const branch = (): Branch => Object.create(null) as Branch;

/**
 * Reads an `application/x-www-form-urlencoded` body with bracket notation.
 * @throws Refusal INVALID_PARAMETER on a field given twice, one that is both a text and a group, or broken brackets.
 */
export function parseFormBody(text: string): unknown {
  const root = branch();
  const fields = [...new URLSearchParams(text)];
  if (fields.length > MOST_FIELDS) throw new Refusal('INVALID_PARAMETER', `the form has more than ${MOST_FIELDS} fields`);
  for (const [name, value] of fields) place(root, name, value);
  return withLists(root);
}

function place(root: Branch, name: string, value: string): void {
  const steps = stepsOf(name);
  const last = steps.pop() as string;
  let at = root;
  for (const step of steps) {
    const key = step === '' ? nextIndex(at) : step;
    const next = (at[key] ??= branch());
    if (typeof next === 'string') throw new Refusal('INVALID_PARAMETER', `${shown(name)} is given both as a text and as a group of fields`);
    at = next;
  }
  const key = last === '' ? nextIndex(at) : last;
  const present = at[key];
  if (present !== undefined) {
    throw new Refusal(
      'INVALID_PARAMETER',
      `${shown(name)} is given ${typeof present === 'string' ? 'more than once' : 'both as a text and as a group of fields'}`,
    );
  }
  at[key] = value;
}

function stepsOf(name: string): string[] {
  const match = NAME.exec(name);
  if (!match)
    throw new Refusal('INVALID_PARAMETER', `the field name ${shown(name)} is not understood; expected a name like userData[firstname]`);
  const inner = [...(match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? '');
  if (inner.length > MOST_LEVELS)
    throw new Refusal('INVALID_PARAMETER', `the field name ${shown(name)} is nested more than ${MOST_LEVELS} levels deep`);
  return [match[1] ?? '', ...inner];
}

const nextIndex = (at: Branch): string => String(Object.keys(at).length);
const shown = (name: string): string => `"${name.length > 64 ? `${name.slice(0, 64)}…` : name}"`;

/** Groups whose keys are 0, 1, 2 ... are lists. */
function withLists(value: string | Branch): unknown {
  if (typeof value === 'string') return value;
  const keys = Object.keys(value);
  if (keys.length > 0 && keys.every((key, index) => key === String(index)))
    return keys.map((key) => withLists(value[key] as string | Branch));
  const result = branch() as Record<string, unknown>;
  for (const key of keys) result[key] = withLists(value[key] as string | Branch);
  return result;
}
