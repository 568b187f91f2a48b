/*
 * What crosses a border is read by its shape. The contract's schemas decide; the bridge has readers of its own for the few
 * messages it takes, because the schema library is half as large as the bridge may be. Tests hold both against each other.
 */

/** Whether a value is as expected. */
export type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Check>>;

export const isText =
  (max = Infinity, pattern?: RegExp): Check =>
  (value) =>
    typeof value === 'string' && value.length <= max && (pattern?.test(value) ?? true);
export const isNumber: Check = (value) => Number.isFinite(value);
export const isOneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
export const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
export const isListOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
export const isObject: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Whether an object has all of these, each as expected. */
export const has =
  (shape: Shape): Check =>
  (value) =>
    isObject(value) && Object.keys(shape).every((key) => shape[key]?.((value as Record<string, unknown>)[key]));

/** Its known parts, and nothing else of it; undefined when one is not as expected. */
export function read<Value extends object>(value: unknown, shape: Shape): Value | undefined {
  if (!has(shape)(value)) return undefined;
  const given = value as Record<string, unknown>;
  return Object.fromEntries(Object.keys(shape).flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]]))) as Value;
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
