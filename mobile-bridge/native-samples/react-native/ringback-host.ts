/** What the host needs of the app. */
export interface HostParts {
  /** For logs. */
  readonly platform: string;
  /** Asks the person for permission; null: no. */
  pushToken(): Promise<string | null>;
  openUrl(url: string): Promise<unknown>;
  load(key: string): Promise<string | null>;
  save(key: string, value: string | null): Promise<void>;
}

const PROTOCOL = 1;
const REMEMBERED = 256;

interface Request {
  readonly ringback: number;
  readonly id: string;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** The native side of `@ringback/mobile-bridge`: answers what the page asks, and tells it what happens. `post` sends text to the page. */
export function createRingbackHost(parts: HostParts, post: (text: string) => void) {
  /** A request that comes again is answered again and not done again. */
  const answers = new Map<string, Promise<object>>();
  let events = 0;
  const started = Date.now().toString(36);

  async function act({ method, params = {} }: Request): Promise<object> {
    switch (method) {
      case 'hello':
        return { host: parts.platform, capabilities: ['push', 'dial', 'storage', 'lifecycle'] };
      case 'pushToken':
        return { token: await parts.pushToken() };
      case 'dial':
        if (!String(params['telUri']).startsWith('tel:')) throw new Error('Only a phone number can be dialled.');
        await parts.openUrl(String(params['telUri']));
        return {};
      case 'storageGet':
        return { value: await parts.load(String(params['key'])) };
      case 'storageSet':
        await parts.save(String(params['key']), typeof params['value'] === 'string' ? params['value'] : null);
        return {};
      default:
        throw new Error(`This app does not know ${method}.`);
    }
  }
  const answerTo = async (request: Request): Promise<object> => {
    const head = { ringback: PROTOCOL, id: request.id };
    try {
      return { ...head, kind: 'result', result: await act(request) };
    } catch (error) {
      return { ...head, kind: 'error', message: error instanceof Error ? error.message.slice(0, 1000) : 'It did not work.' };
    }
  };
  const tell = (event: object): void => {
    events += 1;
    post(JSON.stringify({ ringback: PROTOCOL, id: `${started}-${events}`, ...event }));
  };

  return {
    /** Text from the page; anything that is no request of ours is dropped. */
    async onMessage(text: string): Promise<void> {
      const request = readRequest(text);
      if (!request) return;
      const answer = answers.get(request.id) ?? answerTo(request);
      answers.set(request.id, answer);
      for (const oldest of answers.keys()) {
        if (answers.size <= REMEMBERED) break;
        answers.delete(oldest);
      }
      post(JSON.stringify(await answer));
    },
    /** `data` of a remote message; those that are not Ringback's are left alone. */
    onPush(data: Readonly<Record<string, unknown>> | undefined): void {
      if (data && 'callbackId' in data && 'event' in data) tell({ event: 'push', payload: data });
    },
    onPushToken: (token: string): void => tell({ event: 'pushToken', token }),
    onLifecycle: (foreground: boolean): void => tell({ event: 'lifecycle', state: foreground ? 'foreground' : 'background' }),
  };
}

function readRequest(text: string): Request | undefined {
  try {
    const value = JSON.parse(text) as Partial<Request> | null;
    const isOurs = value?.ringback === PROTOCOL && typeof value.id === 'string' && value.id.length > 0 && value.id.length <= 64;
    return isOurs && typeof value.method === 'string' ? (value as Request) : undefined;
  } catch {
    return undefined;
  }
}
