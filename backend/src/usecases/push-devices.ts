import type { CallbackId, PushTarget, PushTested, PushWebConfig, VisitorCallback } from '@ringback/contract';
import { Refusal } from '../domain/refusal.js';
import { eachOnce } from './create-callback.js';
import type { Dependencies } from './dependencies.js';
import { visitorCallback } from './retrieve-callback.js';

/** See `CallInVerbs.pushConfig`. No statement. */
export function pushConfig({ site }: Dependencies): PushWebConfig {
  const { push } = site.effective.config.site;
  return push?.web ? { web: { projectId: push.projectId, ...push.web } } : {};
}

/** See `CallInVerbs.setPushTargets`. */
export async function setPushTargets(deps: Dependencies, id: CallbackId, targets: readonly PushTarget[]): Promise<VisitorCallback> {
  const view = await visitorCallback(deps, id);
  if (view.state === 'COMPLETED')
    throw new Refusal('WRONG_STATE', 'This callback has ended; there is nothing more to be told about it. Request a new one.');
  if (view.callIn && targets.length === 0)
    throw new Refusal(
      'WRONG_STATE',
      'On this queue a push message tells you when to call us. Cancel the callback if you do not want it any more.',
    );
  await deps.pushes.replaceTargets(id, eachOnce(targets));
  deps.changes.announce({ callbacks: [id], queues: [view.serviceName] });
  return view;
}

const ADVICE = {
  delivered: 'The credentials work: Google and Firebase accept them.',
  unregistered: 'The credentials work, but Firebase does not know this device. Allow notifications, and register it again.',
  refused:
    'The credentials work, but Firebase does not take the test message for this device: it belongs to another project, or its token is wrong.',
  denied:
    'The credentials are not accepted. Check projectId, clientEmail and privateKey, and that the account may send with Firebase Cloud Messaging.',
  busy: 'Google has no time to check them at the moment. Try again in a minute.',
  failed: 'Google could not be reached. Check tokenUrl and sendUrl, and that this server may connect to them.',
} as const;
const WORKING: readonly string[] = ['delivered', 'unregistered', 'refused'];

/** See `CallInVerbs.testPush`. */
export async function testPush({ site, pushSender }: Dependencies, target: string | undefined): Promise<PushTested> {
  const { push } = site.effective.config.site;
  if (!push) throw new Refusal('WRONG_STATE', 'There are no push credentials yet. Enter and save them first.');
  const result = await pushSender.test(push, target);
  const reason = result.kind === 'delivered' ? '' : ` (${result.reason})`;
  const ok = target === undefined ? WORKING.includes(result.kind) : result.kind === 'delivered';
  return { ok, message: `${ADVICE[result.kind]}${reason}` };
}
