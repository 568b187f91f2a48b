/** What is wrong with one option. The words for it are in check-options.ts, which only a page with problems loads. */
export type Problem =
  | { readonly kind: 'unknown'; readonly path: string; readonly name: string; readonly known: readonly string[] }
  | { readonly kind: 'ill-typed'; readonly path: string; readonly name: string; readonly expected: string };
export type Report = (problem: Problem) => void;

/** One option: how it is read, and what it is when absent. */
export interface Field<Value> {
  /** @returns `undefined` when the value is none of this kind. */
  read(value: unknown, path: string, report: Report): Value | undefined;
  /** What a right value looks like, as check-options.ts puts into words; empty when every value is right. */
  expected: string;
  fallback: Value;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
export type ValuesOf<Given> = { [Key in keyof Given]: Given[Key] extends Field<infer Value> ? Value : never };

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Options arrive as text from data attributes and sloppy configs. */
const asBoolean = (value: unknown) =>
  value === 'true' || value === true ? true : value === 'false' || value === false ? false : undefined;
const asNumber = (value: unknown) => {
  const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
};

export const bool = (fallback: boolean): Field<boolean> => ({ read: asBoolean, expected: 'flag', fallback });

export function number<Fallback extends number | undefined>(fallback: Fallback, min = 0, max = Infinity): Field<number | Fallback> {
  const read = (value: unknown) => {
    const found = asNumber(value);
    return found !== undefined && found >= min && found <= max ? found : undefined;
  };
  return { read, expected: `#${min}-${max}`, fallback };
}

export const text = <Fallback extends string | undefined>(fallback: Fallback): Field<string | Fallback> => ({
  read: (value) => (typeof value === 'string' ? value : undefined),
  expected: 'text',
  fallback,
});

/** An address of the web or of the site itself; a `javascript:` one would run in the page. */
export const link: Field<string | undefined> = {
  read: (value) => (typeof value === 'string' && /^(https?:|[/.#?]|[^:]*$)/i.test(value) ? value : undefined),
  expected: 'link',
  fallback: undefined,
};

export const object = <Fallback extends Record<string, unknown> | undefined>(
  fallback: Fallback,
): Field<Record<string, unknown> | Fallback> => ({
  read: (value) => (isObject(value) ? value : undefined),
  expected: 'object',
  fallback,
});

/** One of a few values; a number may come as text. */
export const oneOf = <const Value extends string | number | boolean, Fallback extends Value | undefined>(
  values: readonly Value[],
  fallback: Fallback,
): Field<Value | Fallback> => ({
  read: (value) => values.find((known) => known === value || String(known) === value),
  expected: values.join(' or '),
  fallback,
});

/** Whatever it is: read elsewhere, or by nobody. */
export const anything: Field<unknown> = { read: (value) => value, expected: '', fallback: undefined };

/** A level of options below this one. */
export const group = <const Given extends Fields>(fields: Given): Field<ValuesOf<Given>> => ({
  read: (value, path, report) => (isObject(value) ? readFields(value, fields, path, report) : undefined),
  expected: 'object',
  // Few of them are ever asked for, none while the page waits for this file.
  get fallback() {
    return readFields({}, fields, '', () => {});
  },
});

/** WI1: reads known options, leniently; unknown and ill-typed ones are reported and ignored. `null` counts as absent. */
export function readFields<const Given extends Fields>(given: unknown, fields: Given, path: string, report: Report): ValuesOf<Given> {
  const values = isObject(given) ? given : {};
  const known = Object.keys(fields);
  for (const name of Object.keys(values)) if (!known.includes(name)) report({ kind: 'unknown', path, name, known });
  const read = (name: string, { read: readValue, expected, fallback }: Field<unknown>) => {
    const value = values[name];
    if (value === undefined || value === null) return fallback;
    const found = readValue(value, `${path}${name}.`, report);
    if (found === undefined && expected) report({ kind: 'ill-typed', path, name, expected });
    return found ?? fallback;
  };
  return Object.fromEntries(known.map((name) => [name, read(name, fields[name]!)])) as ValuesOf<Given>;
}
