import type { QUEUE_STATISTICS, StatisticsAnswer, StatisticsQuery } from '@ringback/contract';
import type { Dependencies } from './dependencies.js';
import { queueNow, type QueueNow } from './queue-status.js';

type Named = (typeof QUEUE_STATISTICS)[number];
const VALUES: Readonly<Record<Named, (queue: QueueNow) => number>> = {
  EstimatedWaitTime: ({ wait }) => wait.seconds,
  CallbacksWaiting: ({ board }) => board.waiting.length,
};
const isNamed = (name: string): name is Named => Object.hasOwn(VALUES, name);

/** See `Ringback.statistics`. */
export async function statistics(deps: Dependencies, { statistics: asked }: StatisticsQuery): Promise<StatisticsAnswer> {
  const timestamp = deps.clock.now();
  const values = await Promise.all(
    asked.map(async ({ name, objectId }) => {
      const rules = deps.site.queues.get(objectId);
      return rules && isNamed(name) ? VALUES[name](await queueNow(deps, rules)) : null;
    }),
  );
  return {
    statistics: asked.map(({ name, objectId }, index) => ({
      name,
      objectId,
      objectType: 'Queue',
      timestamp,
      value: values[index] ?? null,
    })),
  };
}
