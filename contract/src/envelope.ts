import * as v from 'valibot';

/** The `status` part of every answer. */
export const status = v.object({
  /** 0 on success, else a code of {@link STATUS_CODES}. */
  code: v.number(),
  /** What is wrong, why, and what to do next. Shown to visitors: never internals. */
  message: v.string(),
  /** UUID that finds this request in the log and on the Developer tab. */
  corrId: v.pipe(v.string(), v.uuid()),
});
export type Status = v.InferOutput<typeof status>;

/** Wraps an operation's `data` in the envelope of every answer. */
export const envelopeOf = <Data extends v.GenericSchema>(data: Data) => v.object({ status, data });

export type Envelope<Data> = { status: Status; data: Data };

/** A refusal: no `data`, except a full slot's alternatives ({@link slotProposals}). */
export const errorEnvelope = v.object({ status });

/** 429 of create and reschedule: UTC instant -> free places as text, in order of time. */
export const slotProposals = v.object({ slots: v.record(v.string(), v.string()) });
export const fullSlotEnvelope = v.object({ status, data: v.optional(slotProposals) });
