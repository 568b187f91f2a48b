import { BridgeError, type BridgeHost } from './host.js';
import { createListeners } from './listeners.js';
import { readPush } from './read-messages.js';

interface Handle {
  remove(): unknown;
}
type AddListener = (event: string, listener: (data: never) => void) => Promise<Handle> | Handle;

/** Capacitor's own plugins, as far as they are used: `@capacitor/push-notifications`, `app`, `preferences`, `app-launcher`. */
export interface CapacitorPlugins {
  readonly PushNotifications?: {
    requestPermissions(): Promise<{ receive: string }>;
    register(): Promise<void>;
    addListener: AddListener;
  };
  readonly App?: { addListener: AddListener };
  readonly Preferences?: {
    get(options: { key: string }): Promise<{ value: string | null }>;
    set(options: { key: string; value: string }): Promise<void>;
    remove(options: { key: string }): Promise<void>;
  };
  readonly AppLauncher?: { openUrl(options: { url: string }): Promise<{ completed: boolean }> };
}

/** BR1. Capacitor: no messages of ours cross the border, its plugins do what is needed. */
export function createCapacitorHost(plugins: CapacitorPlugins, warn: (message: string) => void): BridgeHost {
  const { PushNotifications: push, App: app, Preferences: preferences, AppLauncher: launcher } = plugins;
  const { tell, subscribe } = createListeners();
  const onData = (data: unknown): void => {
    const payload = readPush(data);
    if (payload) tell({ type: 'push', payload });
  };
  void push?.addListener('pushNotificationReceived', ({ data }: { data?: unknown }) => onData(data));
  void push?.addListener('pushNotificationActionPerformed', ({ notification }: { notification?: { data?: unknown } }) =>
    onData(notification?.data),
  );
  void push?.addListener('registration', ({ value }: { value: string }) => tell({ type: 'push-token', token: value }));
  void app?.addListener('appStateChange', ({ isActive }: { isActive: boolean }) =>
    tell({ type: 'lifecycle', state: isActive ? 'foreground' : 'background' }),
  );

  return {
    kind: 'capacitor',
    pushToken: async () => (push ? registrationToken(push) : undefined),
    async dial(telUri) {
      if (!launcher) throw missing('@capacitor/app-launcher');
      if (!(await launcher.openUrl({ url: telUri })).completed) throw new BridgeError('refused', 'The phone could not be opened.');
    },
    async load(key) {
      if (preferences) return (await preferences.get({ key })).value ?? undefined;
      warn('@capacitor/preferences is missing: no return after a kill');
      return undefined;
    },
    async save(key, value) {
      if (value === undefined) await preferences?.remove({ key });
      else await preferences?.set({ key, value });
    },
    subscribe,
  };
}

const missing = (name: string): BridgeError => new BridgeError('unsupported', `The app needs the plugin ${name}.`);

/** The token comes as an event, or an error does. */
async function registrationToken(push: NonNullable<CapacitorPlugins['PushNotifications']>): Promise<string | undefined> {
  if ((await push.requestPermissions()).receive !== 'granted') return undefined;
  const handles: Handle[] = [];
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      const listen = async (): Promise<void> => {
        handles.push(await push.addListener('registration', ({ value }: { value: string }) => resolve(value)));
        handles.push(await push.addListener('registrationError', () => reject(new BridgeError('refused', 'This device gets no pushes.'))));
        await push.register();
      };
      listen().catch(reject);
    });
  } finally {
    for (const handle of handles) handle.remove();
  }
}
