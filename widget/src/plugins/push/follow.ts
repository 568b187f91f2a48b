import type { PushEvent, WorkerToPage } from '@ringback/contract';
import type { BusPlugin } from '../../bus/bus-types.js';
import type { PushPort } from './push-port.js';

export interface FollowDeps {
  readonly plugin: BusPlugin<'Push'>;
  readonly port: PushPort;
}

/** Of each message to a worker. */
export const HEAD = { source: 'ringback', protocol: 1 } as const;
const OF_CALL_INS: readonly PushEvent[] = ['CALLBACK_READY', 'CALL_IN_READY'];

type PushMessage = Extract<WorkerToPage, { type: 'push' }>;

/**
 * A message that a worker has handed over: published, and what was pressed on its notification is done here, for the page has the token of the
 * request. The worker is told that somebody has it only where somebody has: else it asks the next page, or shows it.
 */
export async function follow({ payload, action }: PushMessage, deps: FollowDeps): Promise<void> {
  const { plugin, port } = deps;
  const { callbackId, event, messageId } = payload;
  const token = await tokenOf(callbackId, deps);
  let isTaken = false;
  const take = (): void => {
    if (!isTaken) port.say({ ...HEAD, type: 'delivered', callbackId, event, ...(messageId !== undefined && { key: messageId }) });
    isTaken = true;
  };
  if (token !== undefined) take();
  plugin.publish('received', { payload, action, take });
  // Whoever calls us has booked by the plugin CallIn or the mobile bridge, which follow it themselves; the panel knows nothing of it.
  const isOthers = token === undefined && (isTaken || OF_CALL_INS.includes(event));
  if (isOthers && action !== 'call') return;
  if (action !== 'received') take();
  await act({ payload, action }, { plugin, port, token });
}

async function act(
  { payload, action }: Pick<PushMessage, 'payload' | 'action'>,
  { plugin, port, token }: FollowDeps & { token: string | undefined },
): Promise<void> {
  switch (action) {
    case 'received':
      // Nothing was shown, for this page is in front: the panel tells it, without taking the focus.
      return token === undefined ? undefined : open(plugin, true);
    case 'cancel':
      // Without its token a request can't be cancelled from here, nor may another one be.
      if (token === undefined) return open(plugin, false);
      await plugin.command('CallbackService.cancel', { token });
      return undefined;
    case 'call':
      if (payload.event === 'CALL_IN_READY' && payload.telUri.startsWith('tel:')) port.goTo(payload.telUri);
      return undefined;
    case 'open':
    case 'confirm':
      return open(plugin, false);
  }
}

/** Of the request that this tab has booked, or the one that was told where to send messages. */
async function tokenOf(callbackId: string, { plugin, port }: FollowDeps): Promise<string | undefined> {
  const known = [await plugin.command('CallbackService.running'), port.kept()];
  return known.find((request) => request?.id === callbackId)?.token;
}

async function open(plugin: BusPlugin<'Push'>, keepFocus: boolean): Promise<void> {
  try {
    await plugin.command('Callback.open', { keepFocus });
  } catch (reason) {
    if (reason !== 'already opened') throw reason;
  }
}
