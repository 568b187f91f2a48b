/** Milliseconds of one turn of the event loop that go to what can wait. */
const SLICE_MS = 1;
/** What waits at most: a client that asks without waiting for its answers fills no memory with them. */
const MOST_WAITING = 2_000;

/**
 * Work in the order in which it came, a slice of it in each turn of the event loop: whatever a flood sends at once, those who are being
 * served get on in between. Work must not throw.
 */
export function inTurns(): (work: () => void) => void {
  let line: (() => void)[] = [];
  let next = 0;
  const turn = (): void => {
    const until = performance.now() + SLICE_MS;
    do line[next++]?.();
    while (next < line.length && performance.now() < until);
    line = line.slice(next);
    next = 0;
    if (line.length > 0) setImmediate(turn);
  };
  return (work) => {
    if (line.length >= MOST_WAITING) return work();
    if (line.push(work) === 1) setImmediate(turn);
  };
}
