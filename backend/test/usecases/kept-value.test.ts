import { expect, it } from 'vitest';
import { keptValue } from '../../src/usecases/kept-value.js';

/** A source whose reads end when the test says so. */
function slowSource() {
  const reads: { end(value: number): void; fail(): void }[] = [];
  const kept = keptValue(
    () => new Promise<number>((resolve, reject) => reads.push({ end: resolve, fail: () => reject(new Error('no database')) })),
  );
  return { reads, kept };
}

it('reads nothing before somebody asks, and once for all who ask while nothing changes', async () => {
  const { reads, kept } = slowSource();
  expect(kept.now()).toBeUndefined();
  expect(reads).toHaveLength(0);
  const both = [kept.fresh(), kept.fresh()];
  reads[0]?.end(1);
  expect(await Promise.all(both)).toEqual([1, 1]);
  expect(await kept.fresh()).toBe(1);
  expect(reads).toHaveLength(1);
});

it('never gives the old value to somebody who asks while the new one is being read', async () => {
  const { reads, kept } = slowSource();
  const first = kept.fresh();
  reads[0]?.end(1);
  await first;
  kept.markStale();
  const both = [kept.fresh(), kept.fresh()];
  expect(kept.now()).toBe(1);
  reads[1]?.end(2);
  expect(await Promise.all(both)).toEqual([2, 2]);
  expect(reads).toHaveLength(2);
});

it('reads again for who asks after news that came during a read', async () => {
  const { reads, kept } = slowSource();
  const early = kept.fresh();
  kept.markStale();
  const late = kept.fresh();
  reads[0]?.end(1);
  expect(await early).toBe(1);
  await expect.poll(() => reads.length).toBe(2);
  reads[1]?.end(2);
  expect(await late).toBe(2);
  expect(await kept.fresh()).toBe(2);
  expect(reads).toHaveLength(2);
});

it('stays stale when a read fails, and tells all who waited for it', async () => {
  const { reads, kept } = slowSource();
  const both = [kept.fresh(), kept.fresh()];
  reads[0]?.fail();
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const again = kept.fresh();
  reads[1]?.end(3);
  expect(await again).toBe(3);
});
