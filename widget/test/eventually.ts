import { vi } from 'vitest';

/** Waits until the assertion holds; how long that may take is the machine's business. */
export const eventually = <Result>(assertion: () => Result): Promise<Result> => vi.waitFor(assertion, { timeout: 15_000 });
