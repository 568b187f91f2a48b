import { signal, type ReadonlySignal } from '@preact/signals';
import type { Cancel, Environment } from './environment.js';

/** The server's time, ticking each second, for waits and talk times. */
export interface Clock {
  /** Epoch ms by the server's clock, renewed at each full second. */
  readonly now: ReadonlySignal<number>;
  /** Learns the server's time from an answer. */
  adopt(serverTime: number): void;
  start(): void;
  stop(): void;
}

/** `Date` headers know full seconds only and travel; a smaller difference than this is noise. */
const NOISE_MS = 3_000;
const SECOND_MS = 1_000;

export function createClock(environment: Environment): Clock {
  let ahead = 0;
  let cancel: Cancel | undefined;
  const read = (): number => environment.now() + ahead;
  const now = signal(read());

  const tick = (): void => {
    now.value = read();
    cancel = environment.after(SECOND_MS - (now.value % SECOND_MS), tick);
  };

  return {
    now,
    adopt(serverTime) {
      const difference = serverTime - environment.now();
      const wanted = Math.abs(difference) < NOISE_MS ? 0 : difference;
      if (Math.abs(wanted - ahead) < NOISE_MS) return;
      ahead = wanted;
      now.value = read();
    },
    start() {
      if (cancel === undefined) tick();
    },
    stop() {
      cancel?.();
      cancel = undefined;
    },
  };
}
