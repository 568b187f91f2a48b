import { fcmSender } from './adapters/fcm-sender.js';
import type { Clock } from './ports/clock.js';
import type { Log } from './ports/log.js';
import { callIns } from './storage/call-ins.js';
import type { Database } from './storage/database.js';
import { pushOutbox } from './storage/push-outbox.js';
import { createPushCourier } from './usecases/deliver-pushes.js';
import type { Dependencies } from './usecases/dependencies.js';
import type { LiveSite } from './usecases/live-site.js';
import type { Tally } from './usecases/tally.js';

interface Options {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly tally: Tally;
  readonly site: LiveSite;
}

/** Wires the way of push messages and of call-ins; the groups have the numbers of the configuration when this resolves. */
export async function wireCallIn({
  database,
  clock,
  log,
  tally,
  site,
}: Options): Promise<Pick<Dependencies, 'pushes' | 'pushSender' | 'pushCourier' | 'callIns'>> {
  const pushes = pushOutbox(database);
  const pushSender = fcmSender({ clock });
  const pushCourier = createPushCourier({
    outbox: pushes,
    sender: pushSender,
    account: () => site.effective.config.site.push ?? undefined,
    callsUs: (queue) => site.served.get(queue)?.settings.callDirection === 'USERORIGINATED',
    clock,
    log,
    tally,
  });
  const store = callIns(database);
  const keepPools = (): Promise<void> => store.keepPools(site.effective.config.callInGroups);
  await keepPools();
  site.onChange(() => void keepPools().catch(() => log.warn('the numbers of the call-in groups could not be written')));
  return { pushes, pushSender, pushCourier, callIns: store };
}
