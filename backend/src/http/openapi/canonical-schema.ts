import { callbackId, createCallback, instant, timeZone } from '@ringback/contract';
import * as v from 'valibot';

/*
 * Requests are read leniently (numbers as text, null for absent), which a document should not advertise. This finds,
 * in a lenient schema, the form that we ask for: `optional(pipe(unknown, transform, optional(integer)))` becomes
 * `optional(integer)`.
 */

type Schema = v.GenericSchema;
interface Piped extends Schema {
  readonly pipe: readonly (Schema | v.PipeItem<unknown, unknown, v.BaseIssue<unknown>>)[];
}

/** Schemas that turn text into something else; told here as the text that travels. */
const WIRE_FORMS = new Map<Schema, Schema>([
  [callbackId, v.pipe(v.string(), v.uuid())],
  [instant, v.pipe(v.string(), v.isoTimestamp(), v.description('ISO 8601 with offset, like 2026-11-23T13:00:00.000Z.'))],
  [
    createCallback.entries.cbOfferType,
    v.optional(
      v.pipe(v.string(), v.description('Reporting only: ASAP, SCHEDULED or COMBINED_SCHEDULED_AND_ASAP. Anything else counts as absent.')),
    ),
  ],
  [timeZone, v.pipe(v.string(), v.description('IANA time zone name, like America/New_York.'))],
]);

const known = new Map<Schema, Schema>();

/** The same schema in the form that callers are asked to send. One schema always gives one and the same result. */
export function canonicalSchema(schema: Schema): Schema {
  const present = known.get(schema);
  if (present) return present;
  const made = WIRE_FORMS.get(schema) ?? rebuilt(schema);
  known.set(schema, made);
  return made;
}

function rebuilt(schema: Schema): Schema {
  if ('pipe' in schema) return rebuiltPipe(schema as Piped);
  if (isOf(schema, 'object'))
    return v.object(Object.fromEntries(Object.entries(schema.entries).map(([key, entry]) => [key, canonicalSchema(entry)])));
  if (isOf(schema, 'optional')) return optionalOnce(canonicalSchema(schema.wrapped));
  if (isOf(schema, 'nullable')) return v.nullable(canonicalSchema(schema.wrapped));
  if (isOf(schema, 'array')) return v.array(canonicalSchema(schema.item));
  return schema;
}

function rebuiltPipe(schema: Piped): Schema {
  const items = flattened(schema);
  const [first] = items;
  if (first?.kind !== 'schema') return schema;
  const start =
    (first as Schema).type === 'unknown' ? items.findLastIndex((item) => item.kind === 'schema' && (item as Schema).type !== 'unknown') : 0;
  if (start < 0) return v.optional(v.string());
  const [head, ...actions] = items.slice(start);
  const stop = actions.findIndex((item) => item.kind === 'schema' || item.type === 'transform');
  return v.pipe(
    canonicalSchema(head as Schema),
    ...((stop < 0 ? actions : actions.slice(0, stop)) as v.PipeAction<unknown, unknown, v.BaseIssue<unknown>>[]),
  );
}

const flattened = (schema: Piped): Piped['pipe'] =>
  schema.pipe.flatMap((item) => ('pipe' in item && !WIRE_FORMS.has(item as Schema) ? flattened(item as Piped) : [item]));

const optionalOnce = (schema: Schema): Schema => (schema.type === 'optional' ? schema : v.optional(schema));

interface Kinds {
  object: v.ObjectSchema<v.ObjectEntries, undefined>;
  optional: v.OptionalSchema<Schema, undefined>;
  nullable: v.NullableSchema<Schema, undefined>;
  array: v.ArraySchema<Schema, undefined>;
}
const isOf = <Kind extends keyof Kinds>(schema: Schema, kind: Kind): schema is Kinds[Kind] => schema.type === kind;
