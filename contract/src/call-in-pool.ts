import * as v from 'valibot';

export const e164 = v.pipe(v.string('expected text'), v.regex(/^\+[1-9]\d{1,14}$/, 'expected an E.164 number like "+19059680004"'));
/** One number of a call-in group's pool (CI1). */
export const poolNumber = v.strictObject({
  dnis: e164,
  description: v.optional(v.pipe(v.string('expected text'), v.maxLength(32, 'is longer than 32 characters'))),
});
export type PoolNumber = v.InferOutput<typeof poolNumber>;
/** CI1: a number that stands in a group twice could be handed out twice. */
function tellOfRepeatedNumbers({ dataset, addIssue }: v.RawCheckContext<PoolNumber[]>): void {
  if (!dataset.typed) return;
  const input = dataset.value;
  const firsts = new Map<string, number>();
  for (const [key, value] of input.entries()) {
    const first = firsts.get(value.dnis);
    if (first === undefined) firsts.set(value.dnis, key);
    else addIssue({ message: `is the number of entry ${first} already`, path: [{ type: 'array', origin: 'value', input, key, value }] });
  }
}

export const poolNumbers = v.pipe(
  v.array(poolNumber),
  v.minLength(1, 'must list at least one number'),
  v.maxLength(10_000, 'has more than 10000 numbers'),
  v.rawCheck(tellOfRepeatedNumbers),
);
