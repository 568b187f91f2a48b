import { cleanup, screen, waitFor, within } from '@testing-library/preact';
import { afterEach, expect, it } from 'vitest';
import { USER, type FakeApi } from './support/fake-api.js';
import { openConsole, openDesk } from './support/open-console.js';

afterEach(cleanup);

const signedOut = (api: FakeApi): void => {
  api.signedIn = false;
};
const operations = (api: FakeApi): string[] => api.asked.map(({ operation }) => operation);
const username = (): HTMLElement => screen.getByLabelText('Username');
const password = (): HTMLElement => screen.getByLabelText('Password');
const submit = (): HTMLElement => screen.getByRole('button', { name: 'Sign in' });

it('[SE2] lets an agent in and shows their desk', async () => {
  const { user, api, environment } = openConsole({ arrange: signedOut });
  await user.type(await screen.findByLabelText('Username'), USER.username);
  await user.type(password(), `${USER.password}{Enter}`);
  await screen.findByRole('heading', { name: 'My desk' });
  expect(screen.getByText('Harbour Outfitters')).toBeTruthy();
  expect(api.asked.find(({ operation }) => operation === 'login')?.body).toEqual(USER);
  expect(environment.route).toBe('/desk');
});

it('[SE2] says why a login is refused, empties the password and puts the keyboard there', async () => {
  const { user } = openConsole({ arrange: signedOut });
  await user.type(await screen.findByLabelText('Username'), USER.username);
  await user.type(password(), 'wrong');
  await user.click(submit());
  expect((await screen.findByRole('alert')).textContent).toContain('Username or password is wrong');
  expect(password()).toHaveProperty('value', '');
  expect(username()).toHaveProperty('value', USER.username);
  await waitFor(() => expect(document.activeElement).toBe(password()));
});

it('[SE2] after too many tries says how long to wait, in the server’s words', async () => {
  const { user } = openConsole({
    arrange(api) {
      signedOut(api);
      api.refuseNext('login', { status: 'TOO_MANY_REQUESTS', message: 'Too many failed logins. Try again in 15 minutes.' });
    },
  });
  await user.type(await screen.findByLabelText('Username'), 'x');
  await user.type(password(), 'y{Enter}');
  expect((await screen.findByRole('alert')).textContent).toBe('Too many failed logins. Try again in 15 minutes.');
});

it('asks for what is missing before it asks the server', async () => {
  const { user, api } = openConsole({ arrange: signedOut });
  await screen.findByLabelText('Username');
  await user.click(submit());
  expect(await screen.findByText('The username must not be empty.')).toBeTruthy();
  expect(screen.getByText('The password must not be empty.')).toBeTruthy();
  expect(username().getAttribute('aria-invalid')).toBe('true');
  await waitFor(() => expect(document.activeElement).toBe(username()));
  expect(operations(api)).not.toContain('login');
});

it('warns of Caps Lock and can show what was typed', async () => {
  const { user } = openConsole({ arrange: signedOut });
  await user.click(await screen.findByLabelText('Password'));
  await user.keyboard('{CapsLock}A');
  expect(await screen.findByText('Caps Lock is on.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Show the password' }));
  expect(password().getAttribute('type')).toBe('text');
});

it('sends one login however often the button is pressed', async () => {
  const { user, api } = openConsole({ arrange: signedOut });
  await user.type(await screen.findByLabelText('Username'), USER.username);
  await user.type(password(), USER.password);
  const release = api.hold('login');
  await user.dblClick(submit());
  expect(submit().getAttribute('aria-busy')).toBe('true');
  release();
  await screen.findByRole('heading', { name: 'My desk' });
  expect(operations(api).filter((operation) => operation === 'login')).toHaveLength(1);
});

it('offers the demo login only while the server names one', async () => {
  const { user, api } = openConsole({
    arrange(fake) {
      signedOut(fake);
      fake.welcome = { demoLogin: USER };
    },
  });
  const card = await screen.findByRole('region', { name: 'This is the demo' });
  expect(within(card).getByText(USER.password)).toBeTruthy();
  await user.click(within(card).getByRole('button', { name: 'Use it' }));
  await screen.findByRole('heading', { name: 'My desk' });
  expect(api.asked.find(({ operation }) => operation === 'login')?.body).toEqual(USER);
});

it('shows no demo card without a demo, nor when the server keeps silent about it', async () => {
  const { api } = openConsole({
    arrange(fake) {
      signedOut(fake);
      fake.refuseNext('consoleWelcome', { status: 'UNAVAILABLE', message: 'Not now.' });
    },
  });
  await screen.findByLabelText('Username');
  await waitFor(() => expect(operations(api)).toContain('consoleWelcome'));
  expect(screen.queryByText('This is the demo')).toBeNull();
});

it('[SE2] a session that ended leads to the login, says so, and comes back to the same place', async () => {
  const { user, api, environment, app } = await openDesk({ route: '/desk' });
  api.signedIn = false;
  await user.click(screen.getByRole('button', { name: /Take next/ }));
  expect(await screen.findByText('Your session has ended. Sign in again to go on where you were.')).toBeTruthy();
  expect(app.desk.desk.value).toBeUndefined();
  expect(api.listeners).toBe(0);
  expect(username()).toHaveProperty('value', USER.username);
  await waitFor(() => expect(document.activeElement).toBe(password()));
  await user.type(password(), `${USER.password}{Enter}`);
  await screen.findByText('Live');
  expect(environment.route).toBe('/desk');
});

it('[SE2] a session that ends while nobody touches the page is noticed by the live feed', async () => {
  const { api, advance } = await openDesk();
  api.signedIn = false;
  api.dropFeeds();
  await screen.findByText('Not live');
  await advance(1_000);
  expect(await screen.findByText(/Your session has ended/)).toBeTruthy();
});

it('[SE2] signs out, forgets the desk and closes the feed', async () => {
  const { user, api, app } = await openDesk();
  await user.click(screen.getByRole('button', { name: /ada\.lopes/ }));
  await user.click(screen.getByRole('button', { name: 'Sign out' }));
  expect(await screen.findByText('You are signed out.')).toBeTruthy();
  expect(app.desk.desk.value).toBeUndefined();
  expect(api.listeners).toBe(0);
  expect(api.asked.find(({ operation }) => operation === 'logout')?.csrf).toBe('csrf-1');
});

it('[SE2] an answer that arrives after signing out is not shown to the next person', async () => {
  const { user, api, app } = await openDesk();
  const release = api.hold('desk');
  const late = app.desk.reload();
  await user.click(screen.getByRole('button', { name: /ada\.lopes/ }));
  await user.click(screen.getByRole('button', { name: 'Sign out' }));
  await screen.findByText('You are signed out.');
  api.signedIn = true;
  release();
  await late;
  expect(app.desk.desk.value).toBeUndefined();
});

it('a sign-out that does not arrive does not pretend', async () => {
  const { user, api } = await openDesk();
  await user.click(screen.getByRole('button', { name: /ada\.lopes/ }));
  api.offline = true;
  await user.click(screen.getByRole('button', { name: 'Sign out' }));
  expect((await screen.findByRole('alert')).textContent).toContain('You are still signed in.');
});

it('[SE2] repeats a change once with a fresh token after another tab has logged in', async () => {
  const { user, api } = await openDesk();
  api.session = { ...api.session, csrfToken: 'csrf-2' };
  await user.click(screen.getByRole('button', { name: /Take next/ }));
  await screen.findByText('Yours to call');
  expect(api.asked.filter(({ operation }) => operation === 'deskNext').map(({ csrf }) => csrf)).toEqual(['csrf-1', 'csrf-2']);
});

it('a server out of reach at the start is said, and asked again on request', async () => {
  const { user, api } = openConsole({ arrange: (fake) => (fake.offline = true) });
  await screen.findByRole('heading', { name: 'The console can’t reach the server' });
  api.offline = false;
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await screen.findByRole('heading', { name: 'My desk' });
});

it('[SE2] asks for no session when the server says that nobody is signed in', async () => {
  const { api } = openConsole({ arrange: signedOut });
  await screen.findByLabelText('Username');
  expect(operations(api)).toEqual(['consoleWelcome']);
});

it('[SE2] somebody without a page is told, and no desk is asked for', async () => {
  const { api } = openConsole({ arrange: (fake) => (fake.session = { ...fake.session, roles: ['monitor'] }) });
  await screen.findByRole('heading', { name: 'Nothing here for your role yet' });
  expect(operations(api)).toEqual(['consoleWelcome', 'session']);
});
