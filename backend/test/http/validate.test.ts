import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { validated } from '../../src/http/validate.js';

const schema = v.strictObject({
  count: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(200))),
  list: v.optional(v.array(v.string())),
  state: v.optional(v.picklist(['QUEUED', 'ROUTING'])),
  on: v.optional(v.boolean()),
  inner: v.optional(v.object({ name: v.string() })),
});

describe('bad input', () => {
  it.each([
    [{ colour: 1 }, 'colour is not a known field; check the spelling'],
    ['text', 'the body: expected an object'],
    [null, 'the body: expected an object'],
    [{ inner: 'off' }, 'inner: expected an object'],
    [{ inner: {} }, 'inner.name is missing'],
    [{ inner: { name: 5 } }, 'inner.name: expected text'],
    [{ list: 'a' }, 'list: expected a list'],
    [{ list: [true] }, 'list[0]: expected text'],
    [{ on: 'yes' }, 'on: expected true or false'],
    [{ count: '1' }, 'count: expected a number'],
    [{ count: 0 }, 'count must be at least 1'],
    [{ count: 201 }, 'count must be at most 200'],
    [{ state: 'queued' }, 'state: expected QUEUED, ROUTING'],
  ])('[SE1] %j is refused in plain words, not in those of the schema library', (input, message) => {
    expect(() => validated(schema, input, 'body')).toThrow(expect.objectContaining({ status: 'INVALID_PARAMETER', message }) as Error);
  });
});
