import { afterEach, describe, expect, it } from 'vitest';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';
import { ID, openPage, type CallInPage, type PageSetup } from './call-in-page.js';

let page: CallInPage;
afterEach(() => page.leave());
const open = async (setup?: PageSetup): Promise<CallInPage> => (page = await openPage(setup));

describe('a number at once', () => {
  const section = { groupName: 'help', userData: { topic: 'lamps' } };

  it('[CI2] number, code digit by digit, link with the code, countdown, another when it has run out', async () => {
    const { bus, server, environment, press, reach, mount, view, said } = await open({ section });
    await bus.command('CallIn.open');
    await reach('Talk to us now');
    expect(mount().querySelector('input')).toBeNull();
    await press('Get the number');
    await reach('Call this number');
    expect(server.sent('call-in')).toEqual([{ groupName: 'help', language: 'en-US', userData: { shop: 'lamps', topic: 'lamps' } }]);
    expect(mount().querySelector('.to')?.textContent).toContain('905');
    expect([...mount().querySelectorAll('.digits b')].map((digit) => digit.textContent)).toEqual(['4', '8', '3', '9', '1', '2']);
    expect(view().getByRole('link', { name: 'Call now' }).getAttribute('href')).toBe('tel:+19059680004,,483912');
    expect(said()).toContain('Your code: 4 8 3 9 1 2.');
    expect(mount().textContent).toContain('Good for another 0:30');
    await environment.advance(20_000);
    expect(mount().textContent).toContain('Good for another 0:10');
    expect(said()).toContain('Good for another 0:10');
    await environment.advance(10_000);
    await reach('The number has run out');
    expect(mount().textContent).not.toContain('stay on the line');
    await press('Get another number');
    await reach('Call this number');
    expect(view().getByRole('link').getAttribute('href')).toBe('tel:+19059680004,,483913');
  });

  it('[CI2] whoever has pressed the number is not told to ask for another while they talk', async () => {
    const { bus, environment, reach, view, mount } = await open({ section });
    await bus.command('CallIn.start');
    const link = await view().findByRole('link');
    link.addEventListener('click', (event) => event.preventDefault());
    link.click();
    await environment.advance(30_000);
    await reach('The number has run out');
    expect(mount().textContent).toContain('Then just stay on the line.');
  });

  it('[CI2] [CI4] the match is told live: connected, and nothing is under way any more', async () => {
    const { bus, server, environment, reach, mount, names } = await open({ section });
    await bus.command('CallIn.start');
    await reach('Call this number');
    expect(environment.streams.at(-1)?.url).toBe('https://ringback.example/visitor/v1/call-in/events?token=number-token');
    await bus.command('CallIn.minimize', { minimized: true });
    await server.matched();
    await reach('You are connected');
    expect(mount().textContent).toContain('The code has reached us.');
    expect(mount().querySelector('.pill')).toBeNull();
    expect([names().slice(-2), environment.stored.size]).toEqual([['completed', 'unminimized'], 0]);
    expect(await bus.command('CallIn.status')).toMatchObject({ state: 'connected', callbackId: false });
    await bus.command('CallIn.close');
    await bus.command('CallIn.open');
    await reach('Talk to us now');
  });

  it('[CI2] the visitor’s number goes along where the site asks for it', async () => {
    const { bus, server, environment } = await open({ section: { ...section, askNumber: true } });
    await bus.command('CallIn.start', { phonenumber: '212 555 0134', userData: { topic: 'chairs' } });
    await environment.settle();
    expect(server.sent('call-in')).toEqual([
      { groupName: 'help', language: 'en-US', fromPhoneNumber: '+12125550134', userData: { shop: 'lamps', topic: 'chairs' } },
    ]);
  });

  it('[CI2] without a group that of the queue is taken', async () => {
    const { bus, server } = await open({
      section: { way: 'immediate', serviceName: 'App_VQ' },
      offers: { callIn: { groupName: 'of-queue' } },
    });
    await bus.command('CallIn.start');
    expect(server.sent('call-in')).toMatchObject([{ groupName: 'of-queue' }]);
  });
});

describe('a place in the line', () => {
  it('[CI3] waits live, is told, accepts, is matched, is done', async () => {
    const { bus, server, press, reach, mount, names, environment, said } = await open();
    await bus.command('CallIn.open');
    await reach('The line waits, not you');
    expect(mount().textContent).toContain('Wait: about 5 min');
    await page.join();
    expect(server.sent('callbacks')).toMatchObject([
      { serviceName: 'App_VQ', phoneNumber: '+12125550134', language: 'en-US', userData: { shop: 'lamps' }, pushTargets: [] },
    ]);
    expect(mount().textContent).toContain('Number 2 in line');
    expect(environment.streams.at(-1)?.url).toBe('https://ringback.example/visitor/v1/callback/events?token=token');
    await server.say({ position: 1, estimatedWaitTime: 20 });
    expect(mount().textContent).toContain('You’re next');
    expect(mount().textContent).toContain('Hardly any wait');
    await server.say(server.turn());
    await reach('It’s your turn');
    expect(said()).toContain('It’s your turn');
    expect(mount().textContent).toContain('Your turn lasts another 15:00.');
    await press('Get the number');
    await reach('Call this number');
    expect(server.sent('call-in')).toEqual([{ groupName: 'help', callbackServiceId: ID }]);
    await server.say({ state: 'PROCESSING', readyUntil: undefined });
    await reach('You are connected');
    await server.say({ state: 'COMPLETED', reason: 'AGENT_CONNECTED' });
    await reach('All done');
    expect(environment.stored.size).toBe(0);
    expect(names()).toEqual(['opened', 'submitted', 'completed']);
  });

  it('[CI3] a number that has run out is followed by another, and the place is kept', async () => {
    const { server, press, reach, mount, environment } = await open();
    await page.join();
    await server.say(server.turn());
    await press('Get the number');
    await environment.advance(30_000);
    await reach('The number has run out');
    expect(mount().textContent).toContain('Your place is kept.');
    await press('Get another number');
    await reach('Call this number');
    expect(server.sent('call-in')).toHaveLength(2);
  });

  it.each([
    ['purged by the purge time', { reason: 'PURGED_TIMEOUT' }, 'Your place could not be kept'],
    ['purged at the end of the day', { reason: 'PURGED_END_OF_DAY' }, 'Your place could not be kept'],
    ['over after the turn', { reason: 'PUSH_EXPIRED' }, 'Your turn has passed'],
    ['cancelled by staff', { reason: 'CANCELLED_BY_ADMIN' }, 'Your place is given up'],
  ])('[CI5] %s: said, wherever the visitor was, and a way to begin again', async (_, end, title) => {
    const { server, press, reach } = await open();
    await page.join();
    await server.say(server.turn());
    await press('Get the number');
    await reach('Call this number');
    await server.say({ state: 'COMPLETED', readyUntil: undefined, ...end });
    await reach(title);
    await press('Try again');
    await reach('The line waits, not you');
  });

  it('[CB6] a place is given up after a question, whose harmless way has the focus', async () => {
    const { server, press, reach, view, mount } = await open();
    await page.join();
    await press('Give up my place');
    const question = view().getByRole('alertdialog');
    expect((mount().getRootNode() as ShadowRoot).activeElement?.textContent).toBe('Keep it');
    await press('Keep it');
    expect(question.isConnected).toBe(false);
    await press('Give up my place');
    view().getByRole('alertdialog').querySelector<HTMLElement>('.go')?.click();
    await reach('Your place is given up');
    expect(server.sent('/cancel')).toHaveLength(1);
    expect(page.names()).toEqual(['opened', 'submitted', 'cancelled']);
  });

  it('[CI3] accepts by itself where the site wants it', async () => {
    const { server, reach } = await open({ section: { serviceName: 'App_VQ', acceptance: 'automatic' } });
    await page.join();
    await server.say(server.turn());
    await reach('Call this number');
  });

  it('[PU3] messages come by the plugin Push, and its token goes to the place', async () => {
    const { server, reach, owner, environment } = await open();
    const push = owner('Push');
    await page.join();
    push.publish('enabled', { target: 'browser-1' });
    await environment.settle();
    expect(server.sent('push-targets')).toMatchObject([{ pushTargets: [{ channel: 'FCM', target: 'browser-1' }] }]);
    const payload = { event: 'CALLBACK_READY', callbackId: ID, queue: 'App_VQ', title: 't', body: 'b', v: '1' } as never;
    const taken: string[] = [];
    const take = () => void taken.push('taken');
    push.publish('received', { payload, action: 'received', take });
    await reach('It’s your turn');
    // Pressed on the notification.
    push.publish('received', { payload, action: 'confirm', take });
    await reach('Call this number');
    // Of another place: whoever has it may have it.
    push.publish('received', { payload: { ...(payload as object), callbackId: 'another' } as never, action: 'received', take });
    expect(taken).toEqual(['taken', 'taken']);
    expect(server.sent('call-in')).toHaveLength(1);
  });
});

describe('messages, on sites that have them', () => {
  const offered = async (refusal?: string) => {
    const { owner, environment } = await open();
    const push = owner('Push');
    const pressed: string[] = [];
    push.registerCommand('status', ({ deferred }) => deferred.resolve({ permission: 'default', enabled: false }));
    push.registerCommand('enable', ({ deferred }) => {
      pressed.push('enable');
      if (refusal) return deferred.reject({ reason: refusal, message: '' } as never);
      push.publish('enabled', { target: 'browser-1' });
      deferred.resolve({ target: 'browser-1' });
    });
    push.ready();
    push.republish('offered');
    await page.join();
    await environment.settle();
    return { pressed, tell: await page.view().findByRole('button', { name: 'Tell me when it’s my turn' }) };
  };

  it('[PU4] [CI3] whoever waits may be told by message: asked after a press, and the place knows the browser; so does the next one', async () => {
    const { pressed, tell } = await offered();
    const { server, shown, environment } = page;
    expect([pressed, server.sent('push-targets')]).toEqual([[], []]);
    tell.click();
    await shown('We’ll tell you, even when this page is closed.');
    await environment.settle();
    expect(pressed).toEqual(['enable']);
    const told = [{ channel: 'FCM', target: 'browser-1', url: document.URL.split(/[?#]/)[0] }];
    expect(server.sent('push-targets')).toEqual([{ pushTargets: told }]);
    await page.bus.command('CallIn.cancel');
    await page.press('Try again');
    await page.press('Keep my place');
    expect(server.sent('callbacks/create').at(-1)).toMatchObject({ pushTargets: told });
  });

  it.each(['denied', 'dismissed', 'failed'])('[PU4] %s: the place stands all the same, and that is said', async (reason) => {
    const { tell } = await offered(reason);
    tell.click();
    await page.shown('No messages then. Your place is kept, and we show it here.');
    expect(page.mount().textContent).toContain('Number 2 in line');
    expect(page.server.sent('push-targets')).toEqual([]);
    await page.server.say(page.server.turn());
    await page.reach('It’s your turn');
  });
});

describe('on the page', () => {
  it('[CI7] [WI14] a reload comes back to the place, in the corner; its turn opens it without taking the focus', async () => {
    await open();
    await page.join();
    const { environment } = page;
    expect([...environment.stored.keys()]).toEqual(['ringback.call-in https://ringback.example key']);
    page.leave();
    const after = await open({ environment: fakeEnvironment({ session: environment.session }) });
    expect((await after.view().findByRole('button', { name: /Show the call/ })).textContent).toContain('Number 2 in line');
    const field = document.body.appendChild(document.createElement('input'));
    field.focus();
    await after.server.say(after.server.turn());
    await after.reach('It’s your turn');
    expect(after.mount().querySelector('.pill')).toBeNull();
    expect(document.activeElement).toBe(field);
    field.remove();
  });

  it('[WI14] closing leaves the place as it is; its turn brings the panel back', async () => {
    const { bus, server, element, reach, names } = await open();
    await page.join();
    await bus.command('CallIn.close');
    expect(element()).toBeNull();
    await server.say(server.turn());
    await reach('It’s your turn');
    expect(names()).toEqual(['opened', 'submitted', 'closed', 'opened']);
  });

  it('[CI7] [BU1] commands in the wrong moment are refused with the reason', async () => {
    const { bus, environment } = await open();
    await expect(bus.command('CallIn.close')).rejects.toBe('already closed');
    await expect(bus.command('CallIn.cancel')).rejects.toBe('nothing to cancel');
    await expect(bus.command('CallIn.minimize')).rejects.toMatch(/not currently open/);
    await expect(bus.command('CallIn.accept')).rejects.toMatchObject({ state: 'idle' });
    await bus.command('CallIn.open');
    await expect(bus.command('CallIn.open')).rejects.toBe('already opened');
    await expect(bus.command('CallIn.start')).rejects.toMatchObject({ state: 'idle' });
    await page.join();
    expect(await bus.command('CallIn.status')).toEqual({
      state: 'waiting',
      callbackId: ID,
      position: 2,
      secondsLeft: false,
      end: false,
      code: false,
    });
    await page.server.say(page.server.turn());
    expect(await bus.command('CallIn.accept')).toMatchObject({ accessCode: '483912', telUri: 'tel:+19059680004,,483912' });
    await bus.command('CallIn.cancel');
    await environment.settle();
    expect(await bus.command('CallIn.status')).toMatchObject({ state: 'over', end: 'cancelled' });
  });

  it('[WI7] the focus goes in, and back to where it was; Escape closes; the button is out of the way meanwhile', async () => {
    const opener = document.body.appendChild(document.createElement('button'));
    opener.focus();
    const { bus, mount, launcher, element } = await open();
    await bus.command('CallIn.open');
    expect(mount().contains((mount().getRootNode() as ShadowRoot).activeElement)).toBe(true);
    expect(launcher.style.display).toBe('none');
    mount()
      .querySelector('section')
      ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    await page.environment.settle();
    expect(element()).toBeNull();
    expect(launcher.style.display).toBe('');
    expect(document.activeElement).toBe(opener);
    opener.remove();
  });

  it('[WI3] minimized it shows where things stand, and comes back', async () => {
    const { bus, mount, press, names } = await open();
    await page.join();
    await press('Minimize');
    expect(mount().querySelector('.pill')?.textContent).toContain('Number 2 in line');
    expect(mount().querySelector<HTMLElement>('.dock')?.hidden).toBe(true);
    await press(/Show the call/);
    expect(mount().querySelector('.pill')).toBeNull();
    await bus.command('CallIn.minimize');
    await bus.command('CallIn.open');
    expect(names()).toEqual(['opened', 'submitted', 'minimized', 'unminimized', 'minimized', 'unminimized']);
  });

  it('[WI6] goes with the widget, and leaves no timer', async () => {
    const { element, environment } = await open();
    await page.join();
    page.leave();
    expect(element()).toBeNull();
    expect(environment.pendingTimers()).toBe(0);
    expect(environment.streams.at(-1)?.readyState).toBe(2);
  });

  it('[CI7] the form for callbacks takes its place', async () => {
    const { bus, element, owner } = await open();
    const callback = owner('Callback');
    await bus.command('CallIn.open');
    callback.publish('opened', undefined as never);
    expect(element()).toBeNull();
  });
});
