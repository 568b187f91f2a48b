import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../src/i18n/translate.js';
import { englishChannels } from '../../src/i18n/english-channels.js';
import { judgeWait, readChannels, type ChannelWait } from '../../src/plugins/channel-selector/channel-model.js';

const WAIT: ChannelWait = { queue: 'Support_VQ', isShown: true, min: 300, max: 480, hidesAboveMax: false };

describe('what a wait means', () => {
  it.each([
    ['unknown', WAIT, -1, { kind: 'plain' }],
    ['not asked yet', WAIT, undefined, { kind: 'plain' }],
    ['none asked for', undefined, 400, { kind: 'plain' }],
    ['nobody waits', { ...WAIT, min: undefined }, 0, { kind: 'available' }],
    ['just below the lower threshold', WAIT, 299, { kind: 'available' }],
    ['at the lower threshold', WAIT, 300, { kind: 'waiting', minutes: 5 }],
    ['at the upper threshold', WAIT, 480, { kind: 'waiting', minutes: 8 }],
    ['above it', WAIT, 481, { kind: 'unavailable' }],
    ['above it, and to be hidden', { ...WAIT, hidesAboveMax: true }, 481, { kind: 'hidden' }],
    ['above it, though no wait is shown', { ...WAIT, isShown: false }, 481, { kind: 'unavailable' }],
    ['a wait that is not shown', { ...WAIT, isShown: false }, 400, { kind: 'plain' }],
    ['some seconds are a minute', { ...WAIT, min: undefined }, 4, { kind: 'waiting', minutes: 1 }],
    ['a maximum of 0', { ...WAIT, min: undefined, max: 0 }, 1, { kind: 'unavailable' }],
  ] as const)('[BU1] %s', (_, wait, seconds, expected) => {
    expect(judgeWait(wait, seconds)).toEqual(expected);
  });
  it('[BU1] a longer wait is never better', () => {
    const rank = { available: 0, waiting: 1, unavailable: 2, hidden: 2, plain: -1 };
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (one, other) => {
        const [short, long] = [Math.min(one, other), Math.max(one, other)];
        expect(rank[judgeWait(WAIT, short).kind]).toBeLessThanOrEqual(rank[judgeWait(WAIT, long).kind]);
      }),
    );
  });
});

describe('reading channels', () => {
  const translator = createTranslator({ lang: 'en', overrides: [{ channelselector: { Video: 'See us' }, custom: { Fax: 'Send a fax' } }] });
  translator.add(englishChannels);
  const read = (channels: unknown) => readChannels({ channels }, translator.resolve);

  it('[BU1] without any there is the callback', () => {
    expect(readChannels({}, translator.resolve)).toMatchObject([
      { name: 'Callback', label: 'Receive a Call', clickCommand: 'Callback.open', readyEvent: 'Callback.ready', icon: 'call-incoming' },
    ]);
  });
  it.each([
    ['a key of the pack before the static name', { i18n: 'CallbackTitle', displayName: 'Static' }, 'Receive a Call'],
    ["a key of the site's own", { i18n: 'Video' }, 'See us'],
    ['a whole reference', { i18n: '@i18n:custom.Fax' }, 'Send a fax'],
    ['a key that nobody has', { i18n: 'Nothing', displayName: 'Static' }, 'Static'],
    ['a static name by reference', { displayName: '@i18n:custom.Fax' }, 'Send a fax'],
    ['a bare name', { name: 'Wizard' }, 'Wizard'],
    ['the typo that is seen in the wild', { i10n: 'CallbackTitle', displayName: 'Static' }, 'Static'],
  ])('[BU1] label: %s', (_, channel, label) => {
    expect(read([{ clickCommand: 'X.open', ...channel }])[0]?.label).toBe(label);
  });
  it('[BU1] keeps the order, and leaves out what is off or leads nowhere', () => {
    const channels = read([
      { clickCommand: 'B.open', enable: 'true' },
      { clickCommand: 'Off.open', enable: false },
      { displayName: 'Nowhere' },
      null,
      'nonsense',
      {
        clickCommand: 'A.open',
        ewt: { display: 'true', queue: 'q', availabilityThresholdMax: '480', hideChannelWhenThresholdMax: 'true' },
      },
    ]);
    expect(channels.map(({ clickCommand }) => clickCommand)).toEqual(['B.open', 'A.open']);
    expect(channels[1]?.wait).toEqual({ queue: 'q', isShown: true, min: undefined, max: 480, hidesAboveMax: true });
  });
});
