import type { BridgeEvent, bridgeResults, BridgeReply, BridgeRequest } from '@ringback/contract';
import type { InferOutput } from 'valibot';
import type { Environment } from './environment.js';
import { BridgeError, requirePhone, type BridgeHost, type HostEvent } from './host.js';
import { createListeners } from './listeners.js';
import { parseJson } from './read.js';
import { BRIDGE_PROTOCOL, isResultOf, readHostMessage, type AskedMethod } from './read-messages.js';

/** How text gets to the native side and back. */
export interface Transport {
  readonly kind: 'wkwebview' | 'android' | 'react-native';
  post(text: string): void;
  /** Whatever arrives, ours or not; as long as the page lives. */
  listen(receive: (message: unknown) => void): void;
}

type Unsent<Request> = Request extends unknown ? Omit<Request, 'ringback' | 'id'> : never;
type Call = Unsent<BridgeRequest>;
type Result<Method extends AskedMethod> = InferOutput<(typeof bridgeResults)[Method]>;

/** One try. A host on a busy phone answers in well under a second; one that was just woken, in two or three. */
const TRY_MS = 4_000;
const TRIES = 3;
/** So many of the newest events are told apart from their repetitions. */
const REMEMBERED = 256;

/** BR3. A host behind messages: version, id, timeout, schema; anything else is dropped. */
export function createMessageHost(transport: Transport, { after, uuid, warn }: Pick<Environment, 'after' | 'uuid' | 'warn'>): BridgeHost {
  const waiting = new Map<string, (reply: BridgeReply) => void>();
  const { tell, subscribe } = createListeners();
  const isNew = createMemory(REMEMBERED);

  transport.listen((received) => {
    const message = readHostMessage(typeof received === 'string' ? parseJson(received) : received);
    if (!message) return;
    if ('kind' in message) waiting.get(message.id)?.(message);
    else if (isNew(message.id)) tell(toHostEvent(message));
  });

  /** A repeated try has the same id, so that the host can tell it from a second wish. */
  async function ask<Method extends AskedMethod>(request: Call & { method: Method }, tries = TRIES): Promise<Result<Method>> {
    const id = uuid();
    const text = JSON.stringify({ ringback: BRIDGE_PROTOCOL, id, ...request });
    try {
      for (let left = tries; left > 0; left -= 1) {
        const reply = await new Promise<BridgeReply | undefined>((resolve) => {
          const giveUp = after(TRY_MS, () => resolve(undefined));
          waiting.set(id, (answer) => {
            giveUp();
            resolve(answer);
          });
          transport.post(text);
        });
        if (reply?.kind === 'error') throw new BridgeError('refused', reply.message);
        if (reply && isResultOf[request.method](reply.result)) return reply.result as Result<Method>;
        if (reply) warn(`wrong answer to "${request.method}", dropped`);
      }
    } finally {
      waiting.delete(id);
    }
    throw new BridgeError('timeout', `The app did not answer "${request.method}" in time.`);
  }

  return {
    kind: transport.kind,
    pushToken: async () => (await ask({ method: 'pushToken' })).token ?? undefined,
    // Never tried twice by itself: a second dialler over a running call would be worse than a second tap.
    async dial(telUri) {
      requirePhone(telUri);
      await ask({ method: 'dial', params: { telUri } }, 1);
    },
    load: async (key) => (await ask({ method: 'storageGet', params: { key } })).value ?? undefined,
    save: async (key, value) => void (await ask({ method: 'storageSet', params: { key, value: value ?? null } })),
    subscribe,
  };
}

/** Each kind was held to its shape; the bridge's own name of one has a hyphen. */
const toHostEvent = (message: BridgeEvent): HostEvent =>
  ({ ...message, type: message.event === 'pushToken' ? 'push-token' : message.event }) as HostEvent;

/** Tells whether an id comes for the first time, as far as it remembers. */
function createMemory(size: number): (id: string) => boolean {
  const seen: string[] = [];
  return (id) => {
    if (seen.includes(id)) return false;
    if (seen.push(id) > size) seen.shift();
    return true;
  };
}
