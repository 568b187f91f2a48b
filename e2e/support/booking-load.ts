import { randomUUID } from 'node:crypto';

/** Bookings that go on until the service is gone. */
export interface Load {
  /** Ids that the service acknowledged, in order of arrival. */
  readonly acknowledged: readonly string[];
  /** Resolves when so many were acknowledged; rejects if the load ends first. */
  reaches(count: number): Promise<void>;
  /** Resolves when every caller lost the service; rejects if one was refused. */
  readonly over: Promise<void>;
}

/** One number for each booking of a run: the same number twice would be refused. */
let lastNumber = 2_000_000;

const CALLERS = 8;
const HOUR_MS = 3_600_000;

/** Books without a pause, half as soon as possible, half for the same hour of tomorrow. */
export function startLoad(origin: string): Load {
  const acknowledged: string[] = [];
  let announce = (): void => undefined;
  const call = async (caller: number): Promise<void> => {
    for (;;) {
      const id = await bookOnce(origin, caller % 2 === 0);
      if (id === undefined) return;
      acknowledged.push(id);
      announce();
    }
  };
  const over = Promise.all(Array.from({ length: CALLERS }, (_, caller) => call(caller))).then(() => undefined);
  over.catch(() => undefined);
  const reaches = (count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      announce = () => acknowledged.length >= count && resolve();
      announce();
      over.then(() => reject(new Error(`The service was gone after ${acknowledged.length} bookings`)), reject);
    });
  return { acknowledged, reaches, over };
}

/** Undefined when the service is gone, or says that its database is (it may die a moment before its service does): not acknowledged. */
async function bookOnce(origin: string, scheduled: boolean): Promise<string | undefined> {
  lastNumber += 1;
  const tomorrow = new Date((Math.ceil(Date.now() / HOUR_MS) + 24) * HOUR_MS);
  const body = {
    serviceName: 'Support_VQ',
    phoneNumber: `+1212${lastNumber}`,
    ...(scheduled ? { desiredTime: tomorrow.toISOString() } : {}),
  };
  const answered = await post(origin, 'create', body, { 'idempotency-key': randomUUID() }).catch(() => undefined);
  if (answered === undefined || answered.status === 503) return undefined;
  if (answered.status !== 200) throw new Error(`A booking was refused with ${answered.status}: ${answered.text}`);
  return (JSON.parse(answered.text) as { data: { id: string } }).data.id;
}

/** Ids that the service does not know any more. */
export async function missingOf(origin: string, ids: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  const queue = [...ids];
  const look = async (): Promise<void> => {
    for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
      const { status } = await post(origin, 'retrieve', { id });
      if (status !== 200) missing.push(id);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, look));
  return missing;
}

async function post(
  origin: string,
  operation: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${origin}/engagement/v3/callbacks/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'demo-key', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}
