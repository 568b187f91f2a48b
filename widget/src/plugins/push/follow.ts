import type { PushEvent, WorkerToPage } from '@ringback/contract';
import type { BusPlugin } from '../../bus/bus-types.js';
import type { PushPort } from './push-port.js';

export interface FollowDeps {
  readonly plugin: BusPlugin<'Push'>;
  readonly port: PushPort;
}

const OF_CALL_INS: readonly PushEvent[] = ['CALLBACK_READY', 'CALL_IN_READY'];

/** What was pressed on a notification is done here: the page has the token of the request. */
export async function follow({ payload, action }: Extract<WorkerToPage, { type: 'push' }>, deps: FollowDeps): Promise<void> {
  const { plugin, port } = deps;
  const token = await tokenOf(payload.callbackId, deps);
  // Whoever calls us has booked by the plugin CallIn or the mobile bridge, which follow it themselves; the panel knows nothing of it.
  if (token === undefined && action !== 'call' && OF_CALL_INS.includes(payload.event)) return undefined;
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
