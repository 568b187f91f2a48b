import type { EwtMode } from '@ringback/contract';

/** One interaction that ended. */
export interface FinishedInteraction {
  /** Epoch ms. */
  readonly finishedAt: number;
  /** From the beginning of its attempt to its end. */
  readonly handleSeconds: number;
}

/** What a forecast is made of. */
export interface QueueLoad {
  /**
   * Callbacks ahead of the one in question that may be called now; for a queue as a whole, all such. A retry, or one that entered
   * early, keeps its place until its time, but the line goes past it: to count those makes quiet queues seem slow.
   */
  readonly waiting: number;
  /** Agents logged in. */
  readonly agents: number;
  /** In any order; the newest {@link THROUGHPUT_SAMPLE} count. */
  readonly finished: readonly FinishedInteraction[];
}

/** A forecast as QU1 answers it. */
export interface Wait {
  /** Whole seconds, -1 unknown. */
  readonly seconds: number;
  /** 0 valid, -1 no interaction yet, -2 no agent logged in. */
  readonly resultCode: 0 | -1 | -2;
  readonly message: string;
}

/** QU1. */
export const THROUGHPUT_SAMPLE = 32;

/**
 * QU1: the wait of somebody with `waiting` callbacks ahead, which is `waiting` times the seconds from one to the next:
 * - `mode1` observes: the time in which at least one of the last 32 interactions was going on, divided by their number. Nights
 *   and lulls don't count, or a quiet morning would forecast a long wait.
 * - `mode2` observes too, but doesn't promise more than the agents who are logged in now can do.
 * - `mode3` calculates: average handle time divided by agents.
 */
export function estimateWait(mode: EwtMode, load: QueueLoad): Wait {
  if (mode !== 'mode1' && load.agents <= 0) return { seconds: -1, resultCode: -2, message: 'No agent is logged in.' };
  const pace = secondsPerCallback(mode, load);
  if (pace === undefined) return { seconds: -1, resultCode: -1, message: 'No interaction has been finished yet.' };
  return { seconds: Math.round(pace * load.waiting), resultCode: 0, message: 'Successful' };
}

/** Seconds from one callback to the next; undefined without any interaction to learn from. The waits of a whole queue are multiples of it. */
export function secondsPerCallback(mode: EwtMode, { agents, finished }: Omit<QueueLoad, 'waiting'>): number | undefined {
  const sample = [...finished].sort((a, b) => b.finishedAt - a.finishedAt).slice(0, THROUGHPUT_SAMPLE);
  if (sample.length === 0) return undefined;
  const observed = busySeconds(sample) / sample.length;
  const possible = sample.reduce((sum, interaction) => sum + interaction.handleSeconds, 0) / sample.length / agents;
  switch (mode) {
    case 'mode1':
      return observed;
    case 'mode2':
      return Math.max(observed, possible);
    case 'mode3':
      return possible;
  }
}

/** Length of the union of the interactions; `sample` is newest end first. */
function busySeconds(sample: readonly FinishedInteraction[]): number {
  let total = 0;
  let covered = Number.POSITIVE_INFINITY;
  for (const { finishedAt, handleSeconds } of sample) {
    const end = Math.min(finishedAt, covered);
    const start = finishedAt - handleSeconds * 1000;
    if (start < end) total += (end - start) / 1000;
    covered = Math.min(covered, start);
  }
  return total;
}
