import { bridgeRequest, type PushPayload } from '@ringback/contract';
import * as v from 'valibot';
import type { Transport } from '../src/message-host.js';

/** What becomes of the next message: nothing, or copies of it after so many ms. */
export type Fate = readonly number[];

interface Options {
  readonly after: (ms: number, run: () => void) => () => void;
  readonly fate: () => Fate;
  /** The device's storage; outlives the app. */
  readonly storage: Map<string, string>;
  readonly dialled: string[];
}

/** Stands in for a native app whose messages get lost, doubled, late and out of order; itself it does as documented. */
export function createChaoticHost({ after, fate, storage, dialled }: Options) {
  const receivers = new Set<(message: unknown) => void>();
  const done = new Map<string, unknown>();
  let count = 0;
  const deliver = (run: () => void): void => {
    for (const ms of fate()) after(ms, run);
  };
  const tell = (message: object): void =>
    deliver(() => {
      for (const receive of [...receivers]) receive(JSON.stringify(message));
    });

  function answer(text: string): void {
    const { id, ...request } = v.parse(bridgeRequest, JSON.parse(text));
    const act = (): unknown => {
      switch (request.method) {
        case 'hello':
          return { host: 'test', capabilities: [] };
        case 'pushToken':
          return { token: 'fcm-token' };
        case 'dial':
          dialled.push(request.params.telUri);
          return {};
        case 'storageGet':
          return { value: storage.get(request.params.key) ?? null };
        case 'storageSet':
          if (request.params.value === null) storage.delete(request.params.key);
          else storage.set(request.params.key, request.params.value);
          return {};
      }
    };
    // A request that comes again is answered again and not done again.
    if (!done.has(id)) done.set(id, act());
    tell({ ringback: 1, id, kind: 'result', result: done.get(id) });
  }

  const transport: Transport = {
    kind: 'android',
    post: (text) => deliver(() => answer(text)),
    listen(receive) {
      receivers.add(receive);
      return () => void receivers.delete(receive);
    },
  };
  return {
    transport,
    /** The app is killed: nobody listens any more. */
    kill: () => receivers.clear(),
    push(payload: PushPayload) {
      count += 1;
      tell({ ringback: 1, id: `event-${count}`, event: 'push', payload });
    },
    lifecycle(state: 'foreground' | 'background') {
      count += 1;
      tell({ ringback: 1, id: `event-${count}`, event: 'lifecycle', state });
    },
  };
}
