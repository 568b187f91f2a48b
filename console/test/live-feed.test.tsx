import { cleanup, screen, waitFor } from '@testing-library/preact';
import { afterEach, describe, expect, it } from 'vitest';
import { SILENCE_LIMIT_MS } from '../src/api/live-feed.js';
import { openDesk } from './support/open-console.js';

afterEach(cleanup);

const streams = (asked: readonly { operation: string }[]): number => asked.filter(({ operation }) => operation === 'deskEvents').length;

describe('the live feed', () => {
  it('says when it is lost and since when, comes back by itself, and shows what it missed', async () => {
    const { api, advance } = await openDesk();
    api.feedOffline = true;
    api.dropFeeds();
    await screen.findByText('Not live');
    expect(screen.queryByText(/Live updates are interrupted/)).toBeNull();
    await advance(2_000);
    expect((await screen.findByText(/Live updates are interrupted/)).closest('[role=status]')?.textContent).toMatch(/as it was at .*:04/);

    api.desk = { ...api.desk, waiting: [], waitingCount: 0 };
    api.feedOffline = false;
    await advance(30_000);
    await screen.findByText('Live');
    expect(screen.queryByText(/Live updates are interrupted/)).toBeNull();
    expect(screen.getByText('Nobody is waiting.')).toBeTruthy();
  });

  it('tries at once when asked to, and when the network comes back', async () => {
    const { api, advance, user, environment } = await openDesk();
    api.feedOffline = true;
    api.dropFeeds();
    await screen.findByText('Not live');
    await advance(5_000);
    await screen.findByText(/Live updates are interrupted/);
    const before = streams(api.asked);
    await user.click(screen.getByRole('button', { name: 'Try now' }));
    await waitFor(() => expect(streams(api.asked)).toBe(before + 1));
    api.feedOffline = false;
    environment.wake();
    await screen.findByText('Live');
  });

  it('takes a silent connection for dead, but not one that only sends comments', async () => {
    const { api, advance } = await openDesk();
    await advance(SILENCE_LIMIT_MS - 1_000);
    api.pushRaw(': beat\n\n');
    await waitFor(() => expect(streams(api.asked)).toBe(1));
    await advance(0);
    await advance(SILENCE_LIMIT_MS - 1_000);
    expect(screen.getByText('Live')).toBeTruthy();
    await advance(1_000);
    await screen.findByText('Not live');
    await advance(1_000);
    await screen.findByText('Live');
    expect(streams(api.asked)).toBe(2);
  });

  it('reads an event that arrives in pieces, in the middle of a letter', async () => {
    const { api } = await openDesk();
    const event = `event: desk\ndata: ${JSON.stringify({ ...api.desk, agent: { ...api.desk.agent, callsToday: 18 }, name: 'Inês', version: 9 })}\n\n`;
    api.pushRaw(event.slice(0, 30));
    api.pushRaw(event.slice(30, 31));
    expect(screen.queryByText('18')).toBeNull();
    api.pushRaw(event.slice(31));
    expect(await screen.findByText('18')).toBeTruthy();
  });

  it('ignores events of other names', async () => {
    const { api } = await openDesk();
    api.pushRaw('event: weather\ndata: rain\n\n');
    api.change({ agent: { ...api.desk.agent, callsToday: 18 } });
    expect(await screen.findByText('18')).toBeTruthy();
    expect(screen.getByText('Live')).toBeTruthy();
  });

  it('asks to reload when the server speaks a later language, instead of showing old things as live', async () => {
    const { api, user, environment } = await openDesk();
    api.pushRaw('event: desk\ndata: {"waiting":"four"}\n\n');
    await screen.findByText('This page is older than the server.');
    expect(screen.getByText('Not live')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Reload' }));
    expect(environment.reloads).toBe(1);
  });

  it('does not come back to a server that forbids it', async () => {
    const { api, advance } = await openDesk();
    api.refuseNext('deskEvents', { status: 'FORBIDDEN', message: 'The desk is for agents.' });
    api.dropFeeds();
    await screen.findByText('Not live');
    await advance(1_000);
    expect(await screen.findByText('The desk is for agents.', { exact: false })).toBeTruthy();
    const before = streams(api.asked);
    await advance(120_000);
    expect(streams(api.asked)).toBe(before);
  });

  it('an answer that the feed has overtaken does not turn the desk back', async () => {
    const { api, user } = await openDesk();
    const release = api.hold('deskState');
    await user.click(screen.getByRole('switch', { name: /^Your state/ }));
    const older = api.desk;
    api.desk = { ...older, version: 49 };
    api.change({ waiting: [], waitingCount: 0 });
    await screen.findByText('Nobody is waiting.');
    api.desk = older;
    release();
    await waitFor(() => expect(screen.getByRole('switch', { name: /^Your state/ }).getAttribute('aria-busy')).toBe('false'));
    expect(document.querySelector('.figure')?.textContent).toBe('Waiting for you0');
    expect(document.querySelectorAll('.waiting-list li')).toHaveLength(0);
  });

  it('an answer without a version that met an event on its way is asked for again', async () => {
    const { api, user } = await openDesk();
    api.versioned = false;
    api.change({});
    const release = api.hold('deskState');
    await user.click(screen.getByRole('switch', { name: /^Your state/ }));
    const older = api.desk;
    api.change({ waiting: [], waitingCount: 0 });
    await screen.findByText('Nobody is waiting.');
    const newest = api.desk;
    api.answerNext('deskState', older);
    const before = api.asked.length;
    release();
    await waitFor(() => expect(screen.getByRole('switch', { name: /^Your state/ }).getAttribute('aria-busy')).toBe('false'));
    expect(api.asked.slice(before).map(({ operation }) => operation)).toEqual(['desk']);
    expect(api.desk).toBe(newest);
    expect(document.querySelector('.figure')?.textContent).toBe('Waiting for you0');
  });
});
