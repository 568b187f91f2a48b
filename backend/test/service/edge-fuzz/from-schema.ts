import fc from 'fast-check';

/** As much of JSON Schema as the OpenAPI document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly anyOf?: readonly Schema[];
}

/** What makes a request mean something; a schema knows no names of queues. */
export interface Meanings {
  readonly components: Readonly<Record<string, Schema>>;
  /** By the name of the field or parameter. */
  readonly known: Readonly<Record<string, fc.Arbitrary<unknown>>>;
}

const MOST_CHARACTERS = 300;

/** Values that a schema takes. `name`: of the field. */
export function fromSchema(schema: Schema, meanings: Meanings, name = ''): fc.Arbitrary<unknown> {
  const meant = Object.hasOwn(meanings.known, name) ? meanings.known[name] : undefined;
  if (meant) return meant;
  if (schema.$ref) return fromSchema(meanings.components[schema.$ref.split('/').at(-1) ?? ''] ?? {}, meanings, name);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => fromSchema(one, meanings, name)));
  return ofType(schema, meanings);
}

function ofType(schema: Schema, meanings: Meanings): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'object':
      return fromObject(schema, meanings);
    case 'array':
      return fromArray(schema, meanings);
    case 'string':
      return fromText(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1_000_000, max: schema.maximum ?? 1_000_000 });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function fromObject({ properties, required = [] }: Schema, meanings: Meanings): fc.Arbitrary<unknown> {
  if (!properties) return fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 });
  const fields = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, fromSchema(schema, meanings, name)]));
  return fc.record(fields, { requiredKeys: [...required] });
}

function fromArray({ items, prefixItems, minItems = 0, maxItems = 4 }: Schema, meanings: Meanings): fc.Arbitrary<unknown> {
  if (prefixItems) return fc.tuple(...prefixItems.map((one) => fromSchema(one, meanings)));
  return fc.array(fromSchema(items ?? {}, meanings), { minLength: minItems, maxLength: Math.min(maxItems, minItems + 4) });
}

function fromText({ format, pattern, minLength = 0, maxLength = MOST_CHARACTERS }: Schema): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time')
    return fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }).map((at) => at.toISOString());
  if (pattern) return fc.stringMatching(new RegExp(pattern, 'u'));
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, MOST_CHARACTERS)) });
}

/** What goes wrong with one value: another type, an edge, a trick. */
export const spoiled: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, '', ' ', 0, -1, 1e308, true, [], {}, [[]], 'null', '-0', '1e999', 'NaN', '2026-02-30T00:00:00Z'),
  fc.constantFrom(
    '__proto__',
    'constructor',
    '\0',
    '\ud800',
    'ｆｕｌｌ',
    '🙂'.repeat(90),
    '../../etc/passwd',
    "'; DROP TABLE callback; --",
  ),
  fc.constantFrom('\r\nSet-Cookie: a=b', '<script>alert(1)</script>', '${7*7}', '%s%n', '(a+)+$', '+1'.repeat(40), 'a'.repeat(20_000)),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** A good object with one or two fields that are not, one left out, or one too many. */
export function nearly(good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.record({ at: fc.nat(), value: spoiled, kind: fc.constantFrom('replace', 'drop', 'add', 'proto') });
  return fc.tuple(good, fc.array(change, { minLength: 1, maxLength: 2 })).map(([value, changes]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return changes[0]?.value;
    const made: Record<string, unknown> = { ...value };
    for (const { at, value: bad, kind } of changes) {
      const keys = Object.keys(made);
      const key = keys[at % Math.max(1, keys.length)] ?? 'x';
      if (kind === 'replace') made[key] = bad;
      else if (kind === 'drop') delete made[key];
      else
        Object.defineProperty(made, kind === 'add' ? 'unexpected' : '__proto__', {
          value: bad,
          enumerable: true,
          configurable: true,
          writable: true,
        });
    }
    return made;
  });
}
