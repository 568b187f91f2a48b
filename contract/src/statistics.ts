import * as v from 'valibot';

/*
 * POST /statistics/operations/get-statistic-ex. The vendor passes it on to a statistics service, whose requests and answers
 * have this form; its published clients send no body at all.
 */

/** What is answered of a queue; what a visitor may know anyway, because API keys are public. */
export const QUEUE_STATISTICS = ['EstimatedWaitTime', 'CallbacksWaiting'] as const;

const name = v.pipe(v.string('expected text'), v.maxLength(255, 'is longer than 255 characters'));
export const statisticsQuery = v.object({
  statistics: v.optional(
    v.pipe(
      v.array(v.object({ name, objectId: name }, 'expected an object'), 'expected a list'),
      v.maxLength(100, 'has more than 100 entries'),
    ),
    [],
  ),
});
export type StatisticsQuery = v.InferOutput<typeof statisticsQuery>;

export const statisticsAnswer = v.object({
  statistics: v.array(
    v.object({
      name: v.string(),
      /** Of the queue. */
      objectId: v.string(),
      objectType: v.literal('Queue'),
      /** Epoch ms. */
      timestamp: v.number(),
      /** Seconds (-1 unknown) or a count; null where there is no such queue or statistic. */
      value: v.nullable(v.number()),
    }),
  ),
});
export type StatisticsAnswer = v.InferOutput<typeof statisticsAnswer>;
