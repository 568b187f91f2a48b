import * as contract from '@ringback/contract';
import { type JsonSchema, toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { canonicalSchema } from './canonical-schema.js';

/** Schemas that the document names; all others stand where they are used. */
const NAMED = {
  CreateCallback: contract.createCallback,
  PushTarget: contract.pushTarget,
  CreatedCallback: contract.createdCallback,
  CallbackId: contract.callbackIdParams,
  Callback: contract.callbackRecord,
  Slot: contract.slot,
  Availabilities: contract.availabilities,
  OpenFor: contract.openFor,
  QueueStatus: contract.queueStatus,
  EstimatedWaitTime: contract.ewtEntry,
  Offers: contract.offers,
  VisitorCallback: contract.visitorCallback,
  Reschedule: contract.rescheduleParams,
  Welcome: contract.welcome,
  Login: contract.login,
  Session: contract.session,
  Desk: contract.desk,
  DeskCall: contract.deskCall,
  WaitingCallback: contract.waitingCallback,
  DeskState: contract.deskState,
  DeskOutcome: contract.deskOutcome,
  SimulatorSwitch: contract.simulatorSwitch,
  Status: contract.status,
  Refusal: contract.errorEnvelope,
  SlotFull: contract.fullSlotEnvelope,
  ImportRefused: contract.importRefusedEnvelope,
  NumberCheckNeeded: contract.numberCheckEnvelope,
} as const satisfies Record<string, GenericSchema>;

const canonical = new Map<GenericSchema, string>(Object.entries(NAMED).map(([name, schema]) => [canonicalSchema(schema), name]));
const pointer = (name: string): string => `#/components/schemas/${name}`;
const definitions = Object.fromEntries([...canonical].map(([schema, name]) => [name, schema]));
// What JSON Schema can't say (checks in code) is left out of the document, not out of the service.
const CONFIG = {
  typeMode: 'input',
  errorMode: 'ignore',
  target: 'draft-2020-12',
  overrideRef: ({ referenceId }: { referenceId: string }) => pointer(referenceId),
} as const;

/** All named schemas, ready for `components.schemas`. */
export const componentSchemas = (): Record<string, JsonSchema> => toJsonSchemaDefs(definitions, CONFIG);

/** A schema as the document shows it: by name where it has one, else in place. */
export function schemaInDocument(schema: GenericSchema): JsonSchema {
  const wanted = canonicalSchema(schema);
  const name = canonical.get(wanted);
  if (name) return { $ref: pointer(name) };
  const { $schema: _dialect, $defs: _defs, ...shown } = toJsonSchema(wanted, { ...CONFIG, definitions });
  return shown;
}
