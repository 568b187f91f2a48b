import type { PushPayload, WorkerToPage } from '@ringback/contract';
import { vi } from 'vitest';
import { installRingbackWorker, type WorkerOptions } from '../src/install-worker.js';

type Handler = (event: unknown) => void;

/** A page of the site as the worker sees it. `takes`: whether it knows Ringback and answers. */
export interface FakePage {
  readonly heard: WorkerToPage[];
  visibilityState: 'visible' | 'hidden';
  focused: boolean;
  takes: boolean;
  focus(): Promise<unknown>;
  postMessage(message: WorkerToPage): void;
}

/** Stands in for the worker's global scope: events in, notifications and messages out. */
export function createFakeScope(options: WorkerOptions = {}) {
  const handlers = new Map<string, Handler[]>();
  const pages: FakePage[] = [];
  const shown: { title: string; options: NotificationOptions & { tag: string; actions: { action: string; title: string }[] } }[] = [];
  const appearing = new Set<(typeof shown)[number]>();
  const opened: string[] = [];
  const warnings: string[] = [];
  const others: string[] = [];
  const scope = {
    addEventListener: (type: string, handler: Handler) => handlers.set(type, [...(handlers.get(type) ?? []), handler]),
    navigator: { languages: ['en-US', 'en'] as readonly string[] },
    console: { warn: (text: string) => warnings.push(text) },
    clients: {
      matchAll: async () => [...pages],
      openWindow: vi.fn(async (url: string) => void opened.push(url)),
    },
    registration: {
      scope: 'https://shop.example.com/',
      async showNotification(title: string, given: (typeof shown)[number]['options']) {
        const same = shown.findIndex(({ options: { tag } }) => tag === given.tag);
        if (same >= 0) shown.splice(same, 1);
        const notice = { title, options: given };
        shown.push(notice);
        appearing.add(notice);
        await displayed();
        appearing.delete(notice);
      },
      async getNotifications({ tag }: { tag: string }) {
        // As Chromium does: what is stored and not displayed yet is taken for gone.
        for (const notice of appearing) shown.splice(shown.indexOf(notice), 1);
        return shown
          .filter(({ options: given }) => given.tag === tag)
          .map((notice) => ({ data: notice.options.data as unknown, close: () => void shown.splice(shown.indexOf(notice), 1) }));
      },
    },
  };
  installRingbackWorker(scope as never, options);
  // As Firebase does: it takes what gets to it.
  scope.addEventListener('push', (event) => void others.push((event as { data: { text(): string } | null }).data?.text() ?? ''));

  /** Resolves when all that the worker asked to be kept alive for is done. */
  async function dispatch(type: string, parts: object): Promise<void> {
    const waits: Promise<unknown>[] = [];
    let stopped = false;
    const event = { ...parts, waitUntil: (work: Promise<unknown>) => waits.push(work), stopImmediatePropagation: () => (stopped = true) };
    for (const handler of handlers.get(type) ?? []) if (!stopped) handler(event);
    await Promise.all(waits);
  }

  return {
    scope,
    shown,
    opened,
    warnings,
    /** Push events that went on to whoever listens after us. */
    others,
    addPage(given: Partial<FakePage> = {}): FakePage {
      const page: FakePage = {
        heard: [],
        visibilityState: 'visible',
        focused: false,
        takes: true,
        focus: async () => undefined,
        postMessage(message) {
          page.heard.push(message);
          if (!page.takes || message.type !== 'push') return;
          const { callbackId, event, messageId } = message.payload;
          void dispatch('message', {
            data: { source: 'ringback', protocol: 1, type: 'delivered', callbackId, event, ...(messageId && { key: messageId }) },
            source: page,
          });
        },
        ...given,
      };
      pages.push(page);
      return page;
    },
    /** As FCM's push service delivers it. */
    push: (payload: unknown) => dispatch('push', { data: { text: () => JSON.stringify({ from: '1', fcmMessageId: 'x', data: payload }) } }),
    pushText: (text: string | null) => dispatch('push', { data: text === null ? null : { text: () => text } }),
    say: (data: unknown, source: unknown) => dispatch('message', { data, source }),
    changeSubscription: () => dispatch('pushsubscriptionchange', {}),
    /** Presses the newest notification, or one of its buttons. */
    async press(action: string) {
      const notice = shown.at(-1);
      if (!notice) throw new Error('nothing is shown');
      await dispatch('notificationclick', {
        action,
        notification: { data: notice.options.data as unknown, close: () => void shown.splice(shown.indexOf(notice), 1) },
      });
    },
    pressForeign: (data: unknown) => dispatch('notificationclick', { action: '', notification: { data, close: () => undefined } }),
  };
}

/** It takes the browser a moment to display what it has stored. */
async function displayed(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

const ID = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d10';
let count = 0;

export function payloadOf(event: PushPayload['event'], change: Partial<PushPayload> = {}): PushPayload {
  count += 1;
  return {
    event,
    callbackId: ID,
    queue: 'App_VQ',
    title: 'Your turn',
    body: 'Call us now.',
    v: '1',
    messageId: `message-${count}`,
    version: String(count),
    ...(event === 'CALL_IN_READY' && { phoneNumber: '+19059680004', accessCode: '730184', telUri: 'tel:+19059680004,,730184' }),
    ...change,
  } as PushPayload;
}
