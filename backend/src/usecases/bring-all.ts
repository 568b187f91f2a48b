interface Options<Delivery> {
  /** Tries under way at the same time. */
  readonly mostAtOnce: number;
  /** Leases at most so many of what is due. */
  readonly claim: (limit: number) => Promise<readonly Delivery[]>;
  readonly bringOne: (delivery: Delivery) => Promise<void>;
  readonly isStopped: () => boolean;
}

/** One pass of an outbox: brings what is due until nothing more is, or until it is stopped; then waits for what is under way. */
export async function bringAll<Delivery>({ mostAtOnce, claim, bringOne, isStopped }: Options<Delivery>): Promise<void> {
  const underWay = new Set<Promise<void>>();
  for (;;) {
    const room = isStopped() ? 0 : mostAtOnce - underWay.size;
    for (const delivery of room === 0 ? [] : await claim(room)) {
      const bringing: Promise<void> = bringOne(delivery).finally(() => underWay.delete(bringing));
      underWay.add(bringing);
    }
    if (underWay.size === 0) return;
    await Promise.race(underWay);
  }
}
