import { bridgeEvent, bridgeReply, bridgeResults, pushPayload, workerToPage } from '@ringback/contract';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { isResultOf, readHostMessage, readPush, readWorkerPush } from '../src/read-messages.js';

interface Examples {
  readonly valid: readonly { readonly name: string; readonly value: unknown }[];
  readonly invalid: readonly { readonly name: string; readonly value: unknown }[];
}
const files = import.meta.glob<Examples>('../../contract/examples/*.json', { eager: true, import: 'default' });
const examplesOf = (name: string): Examples => files[`../../contract/examples/${name}.json`] as Examples;

/** As the contract reads it. */
const bySchema = (schema: v.GenericSchema, value: unknown): unknown => {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : undefined;
};
const READERS = [
  ['push-payload', pushPayload, readPush],
  ['bridge-event', bridgeEvent, readHostMessage],
  ['bridge-reply', bridgeReply, readHostMessage],
] as const;

describe.each(READERS)('[BR3] %s', (name, schema, read) => {
  const { valid, invalid } = examplesOf(name);

  it.each(valid)('$name is read as the contract reads it', ({ value }) => {
    expect(read(value)).toEqual(bySchema(schema, value));
    expect(read(value)).toBeDefined();
  });

  it.each(invalid)('$name is dropped', ({ value }) => {
    expect(read(value)).toBeUndefined();
  });

  it('a part that is changed, missing or strange is judged as the contract judges it', () => {
    const strange = fc.oneof(
      fc.constantFrom<unknown>(
        undefined,
        null,
        '',
        0,
        1,
        -1,
        true,
        [],
        {},
        'x'.repeat(5000),
        '+1',
        '1',
        '01',
        'tel:',
        'javascript:1',
        '2026-13-01',
      ),
      fc.jsonValue(),
    );
    const paths = valid.flatMap(({ value }) => pathsOf(value).map((path) => ({ value, path })));
    fc.assert(
      fc.property(fc.constantFrom(...paths), strange, ({ value, path }, replacement) => {
        const changed = withPart(value, path, replacement);
        const expected = bySchema(schema, changed);
        // The contract takes any spelling of an instant that it can read; the bridge at most those.
        if (read(changed) === undefined && expected !== undefined) expect(path.at(-1)).toBe('expiresAt');
        else if (expected !== undefined) expect(read(changed)).toEqual(expected);
        else if (path.at(-1) !== 'callbackId') expect(read(changed), JSON.stringify(changed)).toBeUndefined();
      }),
      { numRuns: 1500 },
    );
  });
});

it('[BR3] the answer of each method has the contract’s shape or none', () => {
  const answers = fc.oneof(
    fc.constantFrom<unknown>({}, { token: null }, { token: 'abc' }, { token: '' }, { value: null }, { value: 'x' }),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(fc.constantFrom(...(Object.keys(isResultOf) as (keyof typeof isResultOf)[])), answers, (method, answer) => {
      // A list is an object to the contract where nothing is asked of it.
      fc.pre(!Array.isArray(answer));
      expect(isResultOf[method](answer)).toBe(v.safeParse(bridgeResults[method], answer).success);
    }),
    { numRuns: 1500 },
  );
});

it('[SW1] of what a worker says only a push is taken', () => {
  for (const { value } of examplesOf('worker-to-page').valid) {
    const parsed = v.parse(workerToPage, value);
    expect(readWorkerPush(value)).toEqual(parsed.type === 'push' ? { payload: parsed.payload, action: parsed.action } : undefined);
  }
  for (const { value } of examplesOf('worker-to-page').invalid) expect(readWorkerPush(value)).toBeUndefined();
});

function pathsOf(value: unknown, before: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [[...before, key], ...pathsOf(part, [...before, key])]);
}

function withPart(value: unknown, [first, ...rest]: readonly string[], replacement: unknown): unknown {
  if (first === undefined) return replacement;
  return { ...(value as object), [first]: withPart((value as Record<string, unknown>)[first], rest, replacement) };
}
