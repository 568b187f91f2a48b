import type { Changes } from '../ports/change-feed.js';
import { endMissedOffers } from '../usecases/answer-offer.js';
import { continueBulkCancels } from '../usecases/bulk-cancel.js';
import { endIdleSessions } from '../usecases/console-session.js';
import type { Dependencies } from '../usecases/dependencies.js';
import { endSilentAttempts } from '../usecases/end-silent-attempts.js';
import { expireTelephonyAgents } from '../usecases/telephony-agents.js';
import { dispatch } from '../usecases/dispatch.js';
import { driveAttempts, keepClaims, releaseAnswered } from '../usecases/drive-attempts.js';
import { callInTurns, expirePushed, tellUpcoming } from '../usecases/keep-call-ins.js';
import { endOwnership, forgetKeys, purgeWaiting, queueDue, sweep } from '../usecases/keep-time.js';
import { createLoop } from './loop.js';

export interface Scheduler {
  start(): void;
  /** Waits for what runs. */
  stop(): Promise<void>;
  /** Does everything that is due now, once; for tests. */
  runOnce(): Promise<void>;
}

interface Job {
  readonly name: string;
  readonly pauseMs: number;
  readonly run: () => Promise<boolean>;
  /** Resolves when what `run` has only started is done. */
  readonly settle?: () => Promise<void>;
  /** Which news make it worth running before its pause is over. */
  readonly wokenBy?: (changes: Changes) => boolean;
}

/** All jobs, in the order of a `runOnce`: what becomes free is given out in the same run. */
const jobsOf = (deps: Dependencies): readonly Job[] => [
  { name: 'claims', pauseMs: 5_000, run: () => keepClaims(deps).then(() => false), wokenBy: ({ unclaimed }) => unclaimed },
  { name: 'sessions', pauseMs: 10_000, run: () => endIdleSessions(deps).then(() => false) },
  { name: 'due', pauseMs: 1_000, run: () => queueDue(deps).then((queued) => queued > 0) },
  { name: 'purge', pauseMs: 5_000, run: () => purgeWaiting(deps).then(() => false) },
  { name: 'push expiry', pauseMs: 2_000, run: () => expirePushed(deps).then(() => false) },
  { name: 'call-in turns', pauseMs: 1_000, run: () => callInTurns(deps), wokenBy: ({ queues, roster }) => roster || queues.length > 0 },
  { name: 'upcoming', pauseMs: 2_000, run: () => tellUpcoming(deps).then(() => false) },
  { name: 'ownership', pauseMs: 5_000, run: () => endOwnership(deps).then(() => false) },
  { name: 'offers', pauseMs: 500, run: () => endMissedOffers(deps).then(() => false) },
  { name: 'answered', pauseMs: 1_000, run: () => releaseAnswered(deps).then(() => false) },
  { name: 'silence', pauseMs: 5_000, run: () => endSilentAttempts(deps).then(() => false) },
  { name: 'telephony', pauseMs: 2_000, run: () => keepTelephony(deps), wokenBy: ({ roster }) => roster },
  { name: 'progress', pauseMs: 250, run: () => driveAttempts(deps).then(() => false) },
  {
    name: 'dispatch',
    pauseMs: 1_000,
    run: () => dispatch(deps),
    settle: async () => deps.dialer.idle?.(),
    wokenBy: ({ queues, roster }) => roster || queues.length > 0,
  },
  {
    name: 'webhooks',
    pauseMs: 1_000,
    run: () => deps.courier.start().then(() => false),
    settle: () => deps.courier.settle(),
    wokenBy: ({ callbacks, everything }) => everything || callbacks.length > 0,
  },
  { name: 'dispatch', pauseMs: 1_000, run: () => dispatch(deps), wokenBy: ({ queues, roster }) => roster || queues.length > 0 },
  {
    name: 'pushes',
    pauseMs: 1_000,
    run: async () => {
      deps.pushCourier.start();
      return false;
    },
    settle: () => deps.pushCourier.settle(),
    wokenBy: ({ callbacks, everything }) => everything || callbacks.length > 0,
  },
  { name: 'bulk cancel', pauseMs: 2_000, run: () => continueBulkCancels(deps) },
  { name: 'api errors', pauseMs: 1_000, run: () => deps.errorNotes.flush().then(() => false) },
  { name: 'retention', pauseMs: 60_000, run: () => sweep(deps).then((deleted) => deleted > 0) },
  { name: 'keys', pauseMs: 3_600_000, run: () => forgetKeys(deps) },
  { name: 'reread', pauseMs: 5_000, run: () => rereadAll(deps) },
];

async function keepTelephony(deps: Dependencies): Promise<boolean> {
  await deps.telephony.fresh();
  await expireTelephonyAgents(deps);
  return false;
}

/** The net under LISTEN/NOTIFY: whatever news was lost is found here. */
async function rereadAll(deps: Dependencies): Promise<boolean> {
  await deps.site.refresh();
  deps.boards.markAllStale();
  deps.roster.markStale();
  deps.telephony.markStale();
  await deps.roster.fresh();
  await Promise.all(deps.boards.queues().map((queue) => deps.boards.fresh(queue)));
  return false;
}

/** Time as a driver of the use cases. */
export function createScheduler(deps: Dependencies): Scheduler {
  const jobs = jobsOf(deps);
  const loops = jobs.map((job) => ({ job, loop: createLoop({ ...job, log: deps.log }) }));
  let unsubscribe: (() => void) | undefined;
  return {
    start() {
      unsubscribe ??= deps.changes.subscribe((changes) => {
        for (const { job, loop } of loops) if (job.wokenBy?.(changes)) loop.wake();
      });
      for (const { loop } of loops) loop.start();
    },
    async stop() {
      unsubscribe?.();
      unsubscribe = undefined;
      await Promise.all(loops.map(({ loop }) => loop.stop()));
    },
    async runOnce() {
      await rereadAll(deps);
      for (const { run, settle } of jobs) {
        while (await run());
        await settle?.();
      }
    },
  };
}
