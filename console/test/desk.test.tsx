import type { Desk } from '@ringback/contract';
import { cleanup, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import type { FakeApi } from './support/fake-api.js';
import { busyDesk, emptyDesk, offeredDesk } from './support/desks.js';
import { openConsole, openDesk } from './support/open-console.js';

afterEach(cleanup);

const bodies = (api: FakeApi, asked: string): unknown[] => api.asked.filter(({ operation }) => operation === asked).map(({ body }) => body);
const button = (name: RegExp | string): HTMLElement => screen.getByRole('button', { name });
const rows = (): string[] =>
  within(screen.getByRole('list'))
    .getAllByRole('listitem')
    .map((row) => row.textContent ?? '');
const readySwitch = (): HTMLElement => screen.getByRole('switch', { name: /^Your state/ });
const [first] = busyDesk.waiting;

describe('the waiting list', () => {
  it('shows place, number, queue and wait, in the order of the server', async () => {
    await openDesk();
    expect(rows()).toEqual([
      expect.stringMatching(/^1\+1 212 345 6789Sales_VQ, Ada B\.waiting 4:50$/),
      expect.stringMatching(/^2\+49 30 901820Support_VQ, M\. Weber, 2nd trywaiting 3:31$/),
      expect.stringMatching(/^3\+44 20 7946 0018Support_VQwaiting 2:12$/),
      expect.stringMatching(/^4\+1 646 555 0100Sales_VQ, T\. Reyes, 3rd try, after .+waiting 1:02:03$/),
    ]);
  });

  it('ticks each second', async () => {
    const { advance } = await openDesk();
    await advance(11_000);
    expect(rows()[0]).toContain('waiting 5:01');
  });

  it('tells waits by the server’s clock when this device’s is wrong', async () => {
    await openDesk({ arrange: (api) => (api.clockAhead = 3_600_000) });
    await waitFor(() => expect(rows()[0]).toContain('waiting 1:04:50'));
  });

  it('follows the live feed', async () => {
    const { api } = await openDesk();
    api.change({ waiting: busyDesk.waiting.slice(1), waitingCount: 3 });
    await waitFor(() => expect(rows()).toHaveLength(3));
    expect(screen.getByText('3 people are waiting')).toBeTruthy();
    api.change({ waiting: [], waitingCount: 0 });
    expect(await screen.findByText('Nobody is waiting.')).toBeTruthy();
  });

  it('says how many more there are than it lists', async () => {
    await openDesk({ desk: { ...busyDesk, waitingCount: 131 } });
    expect(screen.getByText('and 127 more behind them')).toBeTruthy();
  });
});

describe('an offer', () => {
  it('[CB4] shows whom, how long it stands, and nothing else to press', async () => {
    const { advance } = await openDesk({ desk: offeredDesk });
    expect(screen.getByText(/^Offered to you,/).textContent).toBe('Offered to you, 0:14 to accept');
    expect(screen.getByRole('heading', { level: 2, name: '+1 212 345 6789' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Take next/ })).toBeNull();
    expect(readySwitch().getAttribute('aria-disabled')).toBe('true');
    await advance(5_000);
    expect(screen.getByText(/^Offered to you,/).textContent).toBe('Offered to you, 0:09 to accept');
  });

  it('[CB4] accepted, becomes the call in hand', async () => {
    const { user, api } = await openDesk({ desk: offeredDesk });
    await user.click(button(/Accept and call/));
    expect(await screen.findByText('Yours to call')).toBeTruthy();
    expect(bodies(api, 'acceptOffer')).toEqual([{ id: offeredDesk.offer?.id }]);
  });

  it('[CB4] declined by its key, goes to the next agent', async () => {
    const { user, api } = await openDesk({ desk: offeredDesk });
    await user.keyboard('x');
    await waitFor(() => expect(screen.queryByText(/^Offered to you,/)).toBeNull());
    expect(bodies(api, 'declineOffer')).toEqual([{ id: offeredDesk.offer?.id }]);
  });

  it('[CB4] that comes by the feed is told to who can not see the page', async () => {
    const { api, app } = await openDesk({ desk: emptyDesk });
    api.change({ offer: offeredDesk.offer, agent: offeredDesk.agent });
    await waitFor(() => expect(app.said.value).toBe('You are offered a callback: +1 212 345 6789, Sales_VQ.'));
  });

  it('[CB4] missed meanwhile, the refusal stands where it was pressed', async () => {
    const { user, api } = await openDesk({ desk: offeredDesk });
    api.refuseNext('acceptOffer', { status: 'WRONG_STATE', message: 'This offer went on to another agent.' });
    await user.click(button(/Accept and call/));
    expect(await screen.findByText('This offer went on to another agent.')).toBeTruthy();
  });

  it('after-call work ends by going ready', async () => {
    const { user, api } = await openDesk({ desk: { ...emptyDesk, agent: { ...emptyDesk.agent, state: 'after-call-work' } } });
    expect(screen.getByRole('heading', { name: 'After-call work' })).toBeTruthy();
    await user.click(button(/Go ready/));
    expect(bodies(api, 'deskState')).toEqual([{ state: 'ready' }]);
  });
});

describe('the figures', () => {
  it('come from the server', async () => {
    await openDesk();
    const values = [...document.querySelectorAll('.figure')].map((figure) => figure.textContent);
    expect(values).toEqual(['Waiting for you4', 'Your calls today17', 'Average call5:12 min']);
  });

  it('do not invent an average before the first call', async () => {
    await openDesk({ desk: { ...emptyDesk, agent: { ...emptyDesk.agent, callsToday: 0, averageCallSeconds: 0 } } });
    expect(screen.getByText('none')).toBeTruthy();
  });
});

describe('ready and not ready', () => {
  it('asks the server and moves only once it has agreed', async () => {
    const { user, api } = await openDesk();
    const release = api.hold('deskState');
    await user.click(readySwitch());
    expect(readySwitch().getAttribute('aria-checked')).toBe('true');
    expect(readySwitch().getAttribute('aria-busy')).toBe('true');
    release();
    await waitFor(() => expect(readySwitch().getAttribute('aria-checked')).toBe('false'));
    expect(bodies(api, 'deskState')).toEqual([{ state: 'not-ready' }]);
    await user.click(readySwitch());
    await waitFor(() => expect(readySwitch().getAttribute('aria-checked')).toBe('true'));
  });

  it('stays as it was when refused, and says why beside it', async () => {
    const { user, api } = await openDesk();
    api.refuseNext('deskState', { status: 'WRONG_STATE', message: 'You are in a call. Report it first.' });
    await user.click(readySwitch());
    expect((await screen.findByRole('alert')).textContent).toBe('You are in a call. Report it first.');
    expect(readySwitch().getAttribute('aria-checked')).toBe('true');
  });

  it('has to be ready to take a call, and says so', async () => {
    const { user, api } = await openDesk({ desk: { ...busyDesk, agent: { ...busyDesk.agent, state: 'not-ready' } } });
    expect(screen.getByText('You are not ready. Go ready to take the next call.')).toBeTruthy();
    await user.keyboard('n');
    expect(bodies(api, 'deskNext')).toEqual([]);
    await user.click(button(/Go ready/));
    expect(await screen.findByRole('button', { name: /Take next/ })).toBeTruthy();
  });

  it('offers to go ready where somebody not ready looks', async () => {
    const { user, api } = await openDesk({ desk: { ...emptyDesk, agent: { ...emptyDesk.agent, state: 'not-ready' } } });
    await user.click(button(/Go ready/));
    await waitFor(() => expect(bodies(api, 'deskState')).toEqual([{ state: 'ready' }]));
  });
});

describe('[TE1] a call by hand', () => {
  it('is taken, dialled by link, connected, timed and ended', async () => {
    const { user, api, advance } = await openDesk();
    await user.click(button(/Take next/));
    await screen.findByText('Yours to call');
    expect(screen.getByRole('heading', { name: '+1 212 345 6789' })).toBe(document.activeElement);
    expect(screen.getByRole('link', { name: /Call \+1 212 345 6789/ }).getAttribute('href')).toBe('tel:+12123456789');
    const panel = screen.getByRole('region', { name: 'Your call' });
    for (const fact of ['Ada B.', 'Sales_VQ', 'waiting 4:50 min', '1st try', 'Lamp arrived broken', '/shop/desk-lamp', 'English (US)']) {
      expect(panel.textContent).toContain(fact);
    }

    await user.click(button(/Connected/));
    await screen.findByText(/In call/);
    await advance(65_000);
    expect(screen.getByText(/In call/).textContent).toBe('In call 1:05');
    expect(screen.queryByRole('button', { name: /No answer/ })).toBeNull();

    await user.click(button(/End call/));
    expect(await screen.findByText(/Reported for/)).toHaveProperty('textContent', 'Reported for +1 212 345 6789: call ended.');
    expect(document.querySelector('.figure:nth-child(2)')?.textContent).toBe('Your calls today18');
    expect(bodies(api, 'deskOutcome')).toEqual([
      { id: first?.id, attempt: 1, outcome: 'connected' },
      { id: first?.id, attempt: 1, outcome: 'ended' },
    ]);
  });

  it.each([
    ['No answer', 'no-answer'],
    ['Busy', 'busy'],
    ['Voicemail', 'machine'],
    ['Wrong number', 'wrong-number'],
  ])('is reported as %s', async (label, outcome) => {
    const { user, api } = await openDesk();
    await user.click(button(/Take next/));
    await screen.findByText('Yours to call');
    await user.click(button(new RegExp(label)));
    await screen.findByText(/Reported for/);
    expect(bodies(api, 'deskOutcome')).toEqual([{ id: first?.id, attempt: 1, outcome }]);
    expect(document.activeElement).toBe(screen.getByRole('heading', { name: '3 people are waiting' }));
  });

  it('is reported once, however often a button is pressed while the request runs', async () => {
    const { user, api } = await openDesk();
    await user.click(button(/Take next/));
    await screen.findByText('Yours to call');
    const release = api.hold('deskOutcome');
    await user.click(button(/No answer/));
    await user.click(button(/No answer/));
    await user.click(button(/Busy/));
    await user.keyboard('w');
    expect(button(/Busy/).getAttribute('aria-disabled')).toBe('true');
    release();
    await screen.findByText(/Reported for/);
    expect(bodies(api, 'deskOutcome')).toHaveLength(1);
  });

  it('keeps the call and says why when the server refuses the report', async () => {
    const { user, api } = await openDesk();
    await user.click(button(/Take next/));
    await screen.findByText('Yours to call');
    api.refuseNext('deskOutcome', { status: 'INTERNAL', message: 'Something broke on our side.' });
    await user.click(button(/Busy/));
    const panel = screen.getByRole('region', { name: 'Your call' });
    expect((await within(panel).findByRole('alert')).textContent).toMatch(/^Something broke on our side\. Reference: [0-9a-f-]{36}$/);
    expect(button(/Busy/).getAttribute('aria-disabled')).toBe('false');
  });

  it('shows what the server knows after an answer got lost', async () => {
    const { user, api } = await openDesk();
    await user.click(button(/Take next/));
    await screen.findByText('Yours to call');
    api.offline = true;
    await user.click(button(/No answer/));
    expect((await screen.findByRole('alert')).textContent).toBe('The server did not answer. Check your connection and try again.');
    api.offline = false;
    api.change({ current: null });
    expect(await screen.findByText(/is no longer on your desk/)).toBeTruthy();
  });

  it('says when the call goes away by itself, and when one comes', async () => {
    const { user, api, app } = await openDesk();
    await user.click(button(/Take next/));
    await screen.findByText('Yours to call');
    const { current } = api.desk;
    api.change({ current: null });
    expect((await screen.findByText(/is no longer on your desk/)).textContent).toContain('+1 212 345 6789');
    api.change({ current });
    await screen.findByText('Yours to call');
    expect(app.said.value).toBe('A callback is yours: +1 212 345 6789, Sales_VQ.');
  });

  it('can’t be taken before its time, and can as soon as it comes', async () => {
    const retry = busyDesk.waiting.slice(3);
    const { advance } = await openDesk({ desk: { ...busyDesk, waiting: retry, waitingCount: 1 } });
    expect(screen.getByText(/nobody’s time has come yet/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Take next/ })).toBeNull();
    await advance(600_000);
    expect(button(/Take next/)).toBeTruthy();
  });

  it('can lose the race for the last one', async () => {
    const { user, api } = await openDesk();
    api.refuseNext('deskNext', { status: 'NOT_FOUND', message: 'Nobody is waiting any more.' });
    await user.click(button(/Take next/));
    const panel = screen.getByRole('region', { name: 'No call in hand' });
    expect((await within(panel).findByRole('alert')).textContent).toBe('Nobody is waiting any more.');
  });

  it('[SE2] never makes a link of what a visitor sent', async () => {
    const current = {
      ...first,
      attempt: 1,
      since: '',
      state: 'ROUTING',
      telUri: 'javascript:alert(1)',
      sourcePage: 'javascript:alert(1)',
      notes: '<img src=x onerror=alert(1)>',
    };
    await openDesk({ desk: { ...busyDesk, current: current as NonNullable<Desk['current']> } });
    const panel = screen.getByRole('region', { name: 'Your call' });
    expect(within(panel).queryAllByRole('link')).toEqual([]);
    expect(panel.querySelector('img')).toBeNull();
    expect(panel.textContent).toContain('<img src=x onerror=alert(1)>');
  });
});

describe('[TE1] the simulator', () => {
  it('is labelled, paused and resumed', async () => {
    const { user, api } = await openDesk({ desk: { ...emptyDesk, simulator: { paused: false, agents: 2, busy: 1 } } });
    const toggle = (): HTMLElement => screen.getByRole('switch', { name: /^Simulated agents/ });
    expect(toggle().textContent).toBe('Simulated agents: running');
    expect(screen.getByText('1 of 2 on a call')).toBeTruthy();
    await user.click(toggle());
    await waitFor(() => expect(toggle().textContent).toBe('Simulated agents: paused'));
    await user.click(toggle());
    await waitFor(() => expect(bodies(api, 'simulatorSwitch')).toEqual([{ paused: true }, { paused: false }]));
  });

  it('is not there when another dialer is', async () => {
    await openDesk({ desk: emptyDesk });
    expect(screen.queryByRole('switch', { name: /^Simulated agents/ })).toBeNull();
  });
});

describe('the keyboard alone', () => {
  it('takes, dials, connects and ends a call', async () => {
    const { user, api, environment } = await openDesk();
    await user.keyboard('n');
    await screen.findByText('Yours to call');
    await user.keyboard('d');
    expect(environment.followed).toEqual(['tel:+12123456789']);
    await user.keyboard('c');
    await screen.findByText(/In call/);
    await user.keyboard('e');
    await screen.findByText(/Reported for/);
    expect(bodies(api, 'deskOutcome').map((body) => (body as { outcome: string }).outcome)).toEqual(['connected', 'ended']);
  });

  it('does nothing where the key makes no sense', async () => {
    const { user, api } = await openDesk({ desk: emptyDesk });
    await user.keyboard('ncabvwesd');
    expect(
      api.asked
        .map(({ operation }) => operation)
        .filter((operation) => !['consoleWelcome', 'session', 'desk', 'deskEvents'].includes(operation)),
    ).toEqual([]);
  });

  it('lists its keys, and can switch them off for good', async () => {
    const { user, api, environment } = await openDesk();
    await user.keyboard('?');
    const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    expect(within(dialog).getByText('Take next')).toBeTruthy();
    await user.click(within(dialog).getByRole('checkbox', { name: 'Use single-key shortcuts in this browser' }));
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await user.keyboard('n');
    expect(bodies(api, 'deskNext')).toEqual([]);
    expect(environment.stored.get('ringback.console.shortcuts')).toBe('off');
    expect(button(/Take next/).textContent).toBe('Take next');
  });

  it('closes the user’s menu with Escape and goes back to its button', async () => {
    const { user } = await openDesk();
    const menu = button(/ada\.lopes/);
    await user.click(menu);
    expect(menu.getAttribute('aria-expanded')).toBe('true');
    await user.keyboard('{Escape}');
    expect(menu.getAttribute('aria-expanded')).toBe('false');
    expect(document.activeElement).toBe(menu);
  });
});

describe('around the desk', () => {
  it('keeps the chosen look', async () => {
    const { user, environment } = await openDesk();
    await user.click(button(/ada\.lopes/));
    await user.click(screen.getByRole('radio', { name: 'Dark' }));
    expect(environment.theme).toBe('dark');
    expect(environment.stored.get('ringback.console.theme')).toBe('dark');
  });

  it('tells in the tab how many wait, and never a number to call', async () => {
    const { user, environment } = await openDesk();
    expect(environment.title).toBe('4 waiting - My desk - Ringback');
    await user.click(button(/Take next/));
    await screen.findByText('Yours to call');
    expect(environment.title).toBe('On a call - My desk - Ringback');
  });

  it('an unknown address leads back to the desk', async () => {
    const { user, environment } = openConsole({ route: '/nowhere' });
    await screen.findByRole('heading', { name: 'There is no such page' });
    await user.click(button('Go to My desk'));
    await screen.findByText('Live');
    expect(environment.route).toBe('/desk');
  });

  it('tolerates fields that a later server adds', async () => {
    const { user } = await openDesk({ arrange: (api) => (api.extra = { mood: 'sunny', nested: { deep: [1] } }) });
    await user.click(button(/Take next/));
    expect(await screen.findByText('Yours to call')).toBeTruthy();
  });

  it('a desk that can’t be loaded says so and can be asked for again', async () => {
    const { user } = openConsole({
      arrange(api) {
        api.feedOffline = true;
        api.refuseNext('desk', { status: 'UNAVAILABLE', message: 'The database can’t be reached right now.' });
      },
    });
    await screen.findByText('The database can’t be reached right now.', { exact: false });
    await user.click(button('Try again'));
    expect(await screen.findByRole('heading', { name: 'My desk' })).toBeTruthy();
  });
});
