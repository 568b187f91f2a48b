import * as v from 'valibot';

/**
 * What stands behind a refusal whose code has several causes. `open-request`: 429 / 7041, since an open callback of this number is on
 * this queue already. New ones may come: who doesn't know one goes by the code.
 */
export const REFUSAL_REASONS = ['open-request'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** The `status` part of every answer. */
export const status = v.object({
  /** 0 on success, else a code of {@link STATUS_CODES}. */
  code: v.number(),
  /** What is wrong, why, and what to do next. Shown to visitors: never internals. */
  message: v.string(),
  /** UUID that finds this request in the log and on the Developer tab. */
  corrId: v.pipe(v.string(), v.uuid()),
  /** Absent where the code says all. Here and not in `data`: old clients take the data of a 429 for slots. */
  reason: v.optional(v.picklist(REFUSAL_REASONS)),
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
