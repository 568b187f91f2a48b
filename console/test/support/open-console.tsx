import type { Desk } from '@ringback/contract';
import { act, render, screen, waitFor } from '@testing-library/preact';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import { expect } from 'vitest';
import { AppProvider, createConsoleApp, type ConsoleApp } from '../../src/console-app.js';
import { Console } from '../../src/shell/Console.js';
import { FakeApi } from './fake-api.js';
import { FakeEnvironment } from './fake-environment.js';
import { NOW, busyDesk } from './desks.js';

export interface OpenConsole {
  readonly app: ConsoleApp;
  readonly api: FakeApi;
  readonly environment: FakeEnvironment;
  readonly user: UserEvent;
  /** Moves time and lets the page draw. */
  advance(ms: number): Promise<void>;
  close(): void;
}

interface Opening {
  readonly desk?: Desk;
  readonly route?: string;
  /** Called before the page asks its first question. */
  readonly arrange?: (api: FakeApi, environment: FakeEnvironment) => void;
}

/** The whole console on a fake server and a fake browser. */
export function openConsole({ desk = busyDesk, route = '', arrange }: Opening = {}): OpenConsole {
  const api: FakeApi = new FakeApi(desk, () => environment.now());
  const environment: FakeEnvironment = new FakeEnvironment(NOW, api.fetch, route);
  arrange?.(api, environment);
  const app = createConsoleApp(environment);
  app.start();
  const view = render(
    <AppProvider value={app}>
      <Console />
    </AppProvider>,
  );
  return {
    app,
    api,
    environment,
    user: userEvent.setup(),
    advance: async (ms) => {
      await act(() => environment.advance(ms));
    },
    close() {
      view.unmount();
      app.stop();
    },
  };
}

/** Opens the console and waits until the desk is there and live. */
export async function openDesk(opening: Opening = {}): Promise<OpenConsole> {
  const opened = openConsole(opening);
  await screen.findByText('Live');
  await waitFor(() => expect(opened.app.desk.desk.value).toBeDefined());
  return opened;
}
