/**
 * Lets many identical reads share one, without ever giving anybody what was read before they asked: whoever comes while
 * a read is under way waits for the next one.
 */
export function nextFlight<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let flying: Promise<Value> | undefined;
  let next: Promise<Value> | undefined;
  const start = (): Promise<Value> => {
    const flight: Promise<Value> = read().finally(() => {
      if (flying === flight) flying = undefined;
    });
    flying = flight;
    return flight;
  };
  return () => {
    if (!flying) return start();
    const afterThis = (): Promise<Value> => {
      next = undefined;
      return start();
    };
    next ??= flying.then(afterThis, afterThis);
    return next;
  };
}
