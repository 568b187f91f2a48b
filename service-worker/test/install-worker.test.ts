import 'fake-indexeddb/auto';
import { PUSH_EVENTS, pushPayload, type CallbackId, type PushPayload } from '@ringback/contract';
import fc from 'fast-check';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemory } from '../src/kept.js';
import { labelsFor } from '../src/labels.js';
import { createFakeScope, payloadOf } from './fake-scope.js';

interface Examples {
  readonly valid: readonly { readonly name: string; readonly value: unknown }[];
  readonly invalid: readonly { readonly name: string; readonly value: unknown }[];
}
const files = import.meta.glob<Examples>('../../contract/examples/push-payload.json', { eager: true, import: 'default' });
const examples = Object.values(files)[0] as Examples;

let databases = 0;
const freshMemory = () => createMemory(`worker-${(databases += 1)}`);
const hello = { source: 'ringback', protocol: 1, type: 'hello', pageId: '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d11' };

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());
/** Lets a page's time to answer pass, whenever its clock is started. */
async function passing(work: Promise<void>): Promise<void> {
  for (;;) {
    const isDone = await Promise.race([work.then(() => true), new Promise<false>((resolve) => setImmediate(() => resolve(false)))]);
    if (isDone) return;
    await vi.advanceTimersByTimeAsync(100);
  }
}

describe('[SW1] a push', () => {
  it.each(PUSH_EVENTS)('%s is a notification with its text when no page is in front', async (event) => {
    const worker = createFakeScope({ memory: freshMemory() });
    worker.addPage({ visibilityState: 'hidden' });
    await worker.push(payloadOf(event));
    expect(worker.shown).toMatchObject([{ title: 'Your turn', options: { body: 'Call us now.' } }]);
  });

  it.each([
    ['CALLBACK_UPCOMING', ['confirm', 'cancel']],
    ['CALLBACK_READY', ['confirm', 'cancel']],
    ['CALL_IN_READY', ['call', 'cancel']],
    ['CALLBACK_ATTEMPT_FAILED', ['cancel']],
    ['CALLBACK_FINAL_ATTEMPT_FAILED', []],
    ['CALLBACK_PURGED', []],
  ] as const)('%s has the buttons %j', async (event, actions) => {
    const worker = createFakeScope({ memory: freshMemory() });
    await worker.push(payloadOf(event));
    expect(worker.shown[0]?.options.actions.map(({ action }) => action)).toEqual(actions);
  });

  it('goes to a page in front instead, and what was shown of the callback goes', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    await worker.push(payloadOf('CALLBACK_UPCOMING'));
    expect(worker.shown).toHaveLength(1);
    const page = worker.addPage();
    await worker.push(payloadOf('CALLBACK_READY'));
    expect(page.heard).toMatchObject([{ type: 'push', action: 'received', payload: { event: 'CALLBACK_READY' } }]);
    expect(worker.shown).toEqual([]);
  });

  it('is shown when the page in front knows nothing of Ringback', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    worker.addPage({ takes: false });
    await passing(worker.push(payloadOf('CALLBACK_READY')));
    expect(worker.shown).toHaveLength(1);
  });

  it('goes to one of two tabs in front, the focused one', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    const [behind, front] = [worker.addPage(), worker.addPage({ focused: true })];
    await worker.push(payloadOf('CALLBACK_READY'));
    expect([behind.heard.length, front.heard.length]).toEqual([0, 1]);
  });

  it('of one callback the newest takes the place of what is shown', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    await worker.push(payloadOf('CALLBACK_UPCOMING', { title: 'Soon' }));
    await worker.push(payloadOf('CALLBACK_READY', { title: 'Now' }));
    expect(worker.shown.map(({ title }) => title)).toEqual(['Now']);
  });

  it.each([
    ['one at a time', false],
    ['all at once', true],
  ])('[PU3] that comes five times is shown once: %s', async (_how, atOnce) => {
    const memory = freshMemory();
    const worker = createFakeScope({ memory });
    const payload = payloadOf('CALLBACK_ATTEMPT_FAILED');
    const show = vi.spyOn(worker.scope.registration, 'showNotification');
    if (atOnce) await Promise.all(Array.from({ length: 5 }, () => worker.push(payload)));
    else for (let time = 0; time < 5; time += 1) await worker.push(payload);
    expect(show).toHaveBeenCalledTimes(1);
    // The worker was stopped, and started again for the next.
    const later = createFakeScope({ memory });
    await later.push(payload);
    expect(later.shown).toEqual([]);
  });

  it('[PU3] of a state that has passed, or that has run out, is not shown', async () => {
    const worker = createFakeScope({ memory: freshMemory(), now: () => Date.parse('2026-11-23T10:00:00Z') });
    await worker.push(payloadOf('CALLBACK_READY', { version: '900' }));
    await worker.push(payloadOf('CALLBACK_UPCOMING', { version: '899', title: 'Late' }));
    await worker.push(payloadOf('CALL_IN_READY', { version: '901', expiresAt: '2026-11-23T10:00:00.000Z', title: 'Over' }));
    expect(worker.shown.map(({ title }) => title)).toEqual(['Your turn']);
  });

  it('[PU3] in whatever order and however often they come, each is shown at most once and the newest stays', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 30 }), async (versions) => {
        const worker = createFakeScope({ memory: freshMemory() });
        const show = vi.spyOn(worker.scope.registration, 'showNotification');
        for (const version of versions)
          await worker.push(payloadOf('CALLBACK_UPCOMING', { version: String(version), messageId: `m${version}`, title: String(version) }));
        const titles = show.mock.calls.map(([title]) => Number(title));
        expect(titles).toEqual([...new Set(titles)].sort((a, b) => a - b));
        expect(worker.shown.map(({ title }) => Number(title))).toEqual([Math.max(...versions)]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('[SW2] what is no message of ours', () => {
  it.each([null, '', 'hello', '[]', 'null', '{"data":null}', '{"data":{"news":"1"}}', '{"notification":{"title":"x"}}'])(
    '%j is left to others',
    async (text) => {
      const worker = createFakeScope({ memory: freshMemory() });
      await worker.pushText(text);
      expect(worker.others).toEqual([text ?? '']);
      expect(worker.shown).toEqual([]);
    },
  );

  it.each(examples.invalid.filter(({ value }) => typeof value === 'object' && value !== null && 'event' in value && 'callbackId' in value))(
    'broken: $name is dropped with a word to the developer, and nothing personal in it',
    async ({ value }) => {
      const worker = createFakeScope({ memory: freshMemory() });
      await worker.push(value);
      expect(worker.shown).toEqual([]);
      expect(worker.others).toEqual([]);
      expect(worker.warnings).toEqual(['Ringback: a message could not be read and was dropped']);
    },
  );

  it('anything at all never throws, and only a message of the contract is shown', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record({ event: fc.constantFrom(...PUSH_EVENTS, 'X'), callbackId: fc.jsonValue(), v: fc.jsonValue() }),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (value) => {
        const before = worker.shown.length;
        await worker.push(value);
        if (!v.safeParse(pushPayload, value).success) expect(worker.shown).toHaveLength(before);
      }),
    );
  });

  it('a notification of somebody else is left to them', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    await worker.pressForeign({ FCM_MSG: {} });
    await worker.pressForeign(null);
    expect(worker.opened).toEqual([]);
  });

  it('a page’s message of another kind or protocol is not answered', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    const page = worker.addPage();
    for (const data of [null, 'hello', { ...hello, protocol: 2 }, { ...hello, source: 'x' }, { ...hello, pageId: 'x' }])
      await worker.say(data, page);
    expect(page.heard).toEqual([]);
  });
});

describe('[SW1] pressing a notification', () => {
  it.each(['confirm', 'cancel', 'call'])('%s goes to the open page, once, and it comes to the front', async (action) => {
    const worker = createFakeScope({ memory: freshMemory() });
    const focus = vi.fn(async () => undefined);
    await worker.push(payloadOf('CALL_IN_READY'));
    const [front, other] = [worker.addPage({ visibilityState: 'hidden', focus }), worker.addPage({ visibilityState: 'hidden' })];
    await worker.press(action);
    expect(focus).toHaveBeenCalledTimes(1);
    expect(front.heard).toMatchObject([{ type: 'push', action, payload: { telUri: 'tel:+19059680004,,730184' } }]);
    expect(other.heard).toEqual([]);
    expect([worker.opened, worker.shown]).toEqual([[], []]);
  });

  it('the notification itself, or a button nobody knows, opens', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    const page = worker.addPage({ visibilityState: 'hidden' });
    for (const action of ['', 'surprise']) {
      await worker.push(payloadOf('CALLBACK_READY'));
      await worker.press(action);
    }
    expect(page.heard).toMatchObject([{ action: 'open' }, { action: 'open' }]);
  });

  it('a page that may not be focused is told all the same', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    await worker.push(payloadOf('CALLBACK_READY'));
    const page = worker.addPage({ visibilityState: 'hidden', focus: () => Promise.reject(new DOMException('no', 'InvalidAccessError')) });
    await worker.press('confirm');
    expect(page.heard).toMatchObject([{ action: 'confirm' }]);
  });

  it('without a page it opens one, which hears of it by its hello, once', async () => {
    const memory = freshMemory();
    const worker = createFakeScope({ memory });
    await worker.push(payloadOf('CALLBACK_READY', { url: 'https://shop.example.com/my-call' }));
    await worker.press('confirm');
    expect(worker.opened).toEqual(['https://shop.example.com/my-call']);
    // The worker was stopped meanwhile.
    const later = createFakeScope({ memory });
    const page = later.addPage();
    await later.say(hello, page);
    await later.say(hello, page);
    expect(page.heard.map(({ type }) => type)).toEqual(['welcome', 'push', 'welcome']);
    expect(page.heard[1]).toMatchObject({ action: 'confirm', payload: { event: 'CALLBACK_READY' } });
  });

  it('what was pressed is no answer to what came after it', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    await worker.push(payloadOf('CALLBACK_READY'));
    await worker.press('confirm');
    await worker.push(payloadOf('CALLBACK_PURGED'));
    const page = worker.addPage();
    await worker.say(hello, page);
    expect(page.heard.map(({ type }) => type)).toEqual(['welcome']);
  });

  it('where no page can be opened nothing is thrown, and the press is kept', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    await worker.push(payloadOf('CALLBACK_READY'));
    worker.scope.clients.openWindow.mockRejectedValueOnce(new DOMException('no', 'InvalidAccessError'));
    await worker.press('cancel');
    const page = worker.addPage();
    await worker.say(hello, page);
    expect(page.heard.at(-1)).toMatchObject({ action: 'cancel' });
  });
});

describe('[SW1] page and worker', () => {
  it('a page that says forget takes the notification down', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    const payload = payloadOf('CALLBACK_READY');
    await worker.push(payload);
    await worker.say({ source: 'ringback', protocol: 1, type: 'forget', callbackId: payload.callbackId }, worker.addPage());
    expect(worker.shown).toEqual([]);
  });

  it('a page that takes a message after all takes down what was shown for it, and nothing newer', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    const page = worker.addPage({ takes: false });
    const delivered = ({ callbackId, event, messageId: key }: PushPayload) =>
      worker.say({ source: 'ringback', protocol: 1, type: 'delivered', callbackId, event, key }, page);
    const [first, second] = [payloadOf('CALLBACK_UPCOMING'), payloadOf('CALLBACK_READY', { title: 'Newer' })];
    await passing(worker.push(first));
    await delivered(first);
    expect(worker.shown).toEqual([]);
    await passing(worker.push(second));
    await delivered(first);
    expect(worker.shown.map(({ title }) => title)).toEqual(['Newer']);
  });

  it('what is taken down while another callback’s message is being shown does not take that along', async () => {
    const worker = createFakeScope({ memory: freshMemory() });
    const over = payloadOf('CALLBACK_READY');
    await worker.push(over);
    const callbackId = '0191f0aa-7c1e-7d33-8a54-3f1f2b0c9d12' as CallbackId;
    await Promise.all([
      worker.push(payloadOf('CALLBACK_READY', { callbackId, title: 'Another' })),
      worker.say(
        { source: 'ringback', protocol: 1, type: 'forget', callbackId: over.callbackId },
        worker.addPage({ takes: false, visibilityState: 'hidden' }),
      ),
    ]);
    expect(worker.shown.map(({ title }) => title)).toEqual(['Another']);
  });

  it('a changed subscription is told to all pages, or to the first that comes', async () => {
    const memory = freshMemory();
    const worker = createFakeScope({ memory });
    await worker.changeSubscription();
    const page = worker.addPage();
    await worker.say(hello, page);
    expect(page.heard.map(({ type }) => type)).toEqual(['welcome', 'tokenStale']);
    await worker.changeSubscription();
    expect(page.heard.at(-1)?.type).toBe('tokenStale');
    await worker.say(hello, page);
    expect(page.heard.at(-1)?.type).toBe('welcome');
  });

  it('works on in memory where the browser forbids to store', async () => {
    const worker = createFakeScope();
    const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    const payload = payloadOf('CALLBACK_READY');
    await worker.push(payload);
    await worker.push(payload);
    expect(worker.shown).toHaveLength(1);
    open.mockRestore();
  });
});

it('[WI8] buttons speak the language of the browser, else English', () => {
  expect(labelsFor(['xx', 'de-CH', 'en']).call).toBe('Jetzt anrufen');
  expect(labelsFor(['xx']).call).toBe('Call now');
  expect(labelsFor([]).call).toBe('Call now');
  expect(labelsFor(['pt-BR']).cancel).toBe('Cancelar');
});
