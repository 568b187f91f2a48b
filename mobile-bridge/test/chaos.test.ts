import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CallInView } from '../src/call-in-requests.js';
import { createMobileBridge, type MobileBridge } from '../src/create-mobile-bridge.js';
import { createMessageHost } from '../src/message-host.js';
import { createChaoticHost, type Fate } from './chaotic-host.js';
import { createFakeServer } from './fake-server.js';
import { createFakeWorld, settle } from './fake-world.js';

const START = Date.parse('2026-11-23T10:00:00Z');
/** Longer than the server is asked again, and its answer takes. */
const CAUGHT_UP_MS = 60_000;

type Step =
  | { readonly do: 'delayed' | 'immediate' | 'accept' | 'cancel' | 'dismiss' | 'dial' | 'kill' }
  | { readonly do: 'ready' | 'upcoming' | 'purge' | 'match' | 'matchNumber' | 'finish' }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'network'; readonly up: boolean }
  | { readonly do: 'front'; readonly front: boolean };

const fate: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 5, arbitrary: fc.constant([5]) },
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 20_000 })) },
  { weight: 2, arbitrary: fc.tuple(fc.integer({ min: 0, max: 45_000 })) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('delayed', 'immediate', 'accept', 'cancel', 'dismiss', 'dial', 'kill') }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('ready', 'ready', 'upcoming', 'purge', 'match', 'matchNumber', 'finish') }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('pass'), ms: fc.integer({ min: 1, max: 40_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('network'), up: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('front'), front: fc.boolean() }) },
);

/** How stories begin: most of what can go wrong comes late in a call-in. */
const beginning: fc.Arbitrary<readonly Step[]> = fc.constantFrom<readonly Step[]>(
  [],
  [{ do: 'delayed' }, { do: 'pass', ms: 100 }],
  [{ do: 'immediate' }, { do: 'pass', ms: 100 }],
  [{ do: 'delayed' }, { do: 'pass', ms: 100 }, { do: 'ready' }, { do: 'pass', ms: 100 }, { do: 'accept' }, { do: 'pass', ms: 100 }],
);

const WAITS: readonly Step[] = [{ do: 'delayed' }, { do: 'pass', ms: 100 }, { do: 'ready' }, { do: 'pass', ms: 100 }];
const HAS_NUMBER: readonly Step[] = [...WAITS, { do: 'accept' }, { do: 'pass', ms: 100 }];
/** Told in every run, so that each state is there. */
const CALM_STORIES: [readonly Step[], Step[], Fate[]][] = [
  [HAS_NUMBER, [{ do: 'match' }, { do: 'pass', ms: 11_000 }], [[5]]],
  [[{ do: 'immediate' }, { do: 'pass', ms: 100 }], [{ do: 'matchNumber' }, { do: 'pass', ms: 11_000 }], [[5]]],
  [HAS_NUMBER, [{ do: 'pass', ms: 31_000 }, { do: 'purge' }, { do: 'pass', ms: 100 }], [[5]]],
];

/** What all stories together came to: one that never gets anywhere would prove nothing. */
const reached = new Set<string>();

/** One phone, one server, and everything between them going wrong. */
function createStory(fates: readonly Fate[]) {
  let isCalm = false;
  let isUp = true;
  let drawn = 0;
  let kills = 0;
  const nextFate = (): Fate => (isCalm ? [1] : (fates[drawn++ % Math.max(1, fates.length)] ?? [1]));
  const storage = new Map<string, string>();
  const dialled: string[] = [];
  const world = createFakeWorld(START, async (url, init) => {
    // An answer may get lost after the server has acted.
    const before = isUp;
    const answer = before ? server.answer(url, init) : undefined;
    if (!answer || (!isCalm && nextFate().length === 0)) throw new TypeError('no network');
    return answer;
  });
  let host = createChaoticHost({ after: world.after, fate: nextFate, storage, dialled });
  const server = createFakeServer(world.now, (payload) => host.push(payload));
  const open = (): MobileBridge => {
    const bridge = createMobileBridge({
      server: 'https://ringback.example.com',
      apiKey: 'key',
      host: createMessageHost(host.transport, world),
      environment: world,
    });
    bridge.callIn.subscribe(check);
    return bridge;
  };
  const check = ({ state }: CallInView): void => {
    reached.add(state.at === 'connected' && state.callbackId === undefined ? 'connected at once' : state.at);
    if (state.at === 'callable') {
      const { accessCode, expiresAt, telUri } = state.number;
      const issued = server.issued().find(({ code }) => String(code) === accessCode);
      expect(issued, 'a code that the server gave').toBeDefined();
      expect(issued?.callbackId, 'of this very place').toBe(state.callbackId);
      expect(issued?.expiresAt).toBe(expiresAt);
      expect(expiresAt, 'not after its end').toBeGreaterThan(world.now());
      expect(telUri).toContain(accessCode);
    }
    const place = 'callbackId' in state ? server.places().find(({ id }) => id === state.callbackId) : undefined;
    if (state.at === 'ready') expect(place?.version, 'the server has said so').toBeGreaterThan(1);
    if (state.at !== 'connected') return;
    if (state.callbackId === undefined) expect(server.issued().some(({ isMatched }) => isMatched)).toBe(true);
    else expect(place?.state === 'PROCESSING' || place?.state === 'COMPLETED').toBe(true);
  };
  let bridge = open();
  return {
    server,
    world,
    dialled,
    bridge: () => bridge,
    kills: () => kills,
    restart() {
      kills += 1;
      bridge.dispose();
      host.kill();
      host = createChaoticHost({ after: world.after, fate: nextFate, storage, dialled });
      bridge = open();
    },
    network(up: boolean) {
      isUp = up;
      if (up) world.goOnline();
    },
    front: (front: boolean) => host.lifecycle(front ? 'foreground' : 'background'),
    /** From now on nothing goes wrong any more. */
    async calmDown() {
      isCalm = true;
      isUp = true;
      host.lifecycle('foreground');
      world.goOnline();
      await passSlowly(CAUGHT_UP_MS);
    },
    passSlowly,
  };
  async function passSlowly(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 1000) {
      server.keepTime();
      await world.pass(Math.min(left, 1000));
    }
    server.keepTime();
  }
}
type Story = ReturnType<typeof createStory>;

async function run(story: Story, next: Step): Promise<void> {
  const { callIn } = story.bridge();
  const place = story.server.places().at(-1);
  switch (next.do) {
    case 'delayed':
      void callIn.delayed({ serviceName: 'App_VQ', phoneNumber: '+12125550134' }).catch(() => undefined);
      break;
    case 'immediate':
      void callIn.immediate({ groupName: 'technical_help' }).catch(() => undefined);
      break;
    case 'accept':
    case 'cancel':
    case 'dial':
      void callIn[next.do]();
      break;
    case 'dismiss':
      callIn.dismiss();
      break;
    case 'kill':
      story.restart();
      break;
    case 'pass':
      return story.passSlowly(next.ms);
    case 'network':
      story.network(next.up);
      break;
    case 'front':
      story.front(next.front);
      break;
    case 'matchNumber':
      story.server.matchNumber();
      break;
    default:
      if (!place) return;
      if (next.do === 'ready') story.server.makeReady(place);
      else if (next.do === 'upcoming') story.server.makeUpcoming(place);
      else story.server[next.do](place);
  }
  await settle();
}

it('[BR2] [BR3] whatever the host drops, doubles, delays and reorders: never a wrong number, code or state, and the truth in the end', async () => {
  await fc.assert(
    fc.asyncProperty(
      beginning,
      fc.array(step, { minLength: 4, maxLength: 40 }),
      fc.array(fate, { minLength: 1, maxLength: 40 }),
      async (first, steps, fates) => {
        const story = createStory(fates);
        for (const next of [...first, ...steps]) await run(story, next);
        await story.calmDown();

        const { state } = story.bridge().callIn.view;
        const mine = 'callbackId' in state ? story.server.places().find(({ id }) => id === state.callbackId) : undefined;
        // What the device could not store is lost with the app, and nobody can bring it back.
        const forgot = story.kills() > 0 && story.world.warnings.length > 0;
        // Nobody is kept waiting for a place that is gone, and no place is kept that nobody waits for.
        for (const place of story.server.places())
          expect(forgot || place.state === 'COMPLETED' || place === mine, 'a place is left behind').toBe(true);
        if (mine) expect(mine.state).not.toBe('COMPLETED');
        if (state.at === 'waiting') expect(mine?.readyUntil, 'it is their turn and they were not told').toBeUndefined();
        if (state.at === 'callable') expect(story.server.isLive(state.number.accessCode)).toBe(true);
        const isAlone = state.at === 'connected' && state.callbackId === undefined;
        expect(state.at === 'connected' && !isAlone).toBe(mine?.state === 'PROCESSING');
        expect(state.at).not.toBe('requesting');
        for (const telUri of story.dialled) expect(story.server.issued().some(({ code }) => telUri.endsWith(String(code)))).toBe(true);
        expect(story.world.warnings.join(' ')).not.toMatch(/\d{6}/);
      },
    ),
    { numRuns: 300, examples: CALM_STORIES },
  );
  expect([...reached].sort()).toEqual([
    'accepting',
    'callable',
    'connected',
    'connected at once',
    'idle',
    'number-expired',
    'over',
    'ready',
    'requesting',
    'waiting',
  ]);
}, 60_000);
