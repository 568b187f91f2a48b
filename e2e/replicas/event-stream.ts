import type { VisitorCallback } from '@ringback/contract';
import { onTestFinished } from 'vitest';

/** A visitor's live view of one callback. */
export interface Watching {
  /** Everything seen so far, oldest first. */
  readonly seen: readonly VisitorCallback[];
  /** Resolves with the first view, seen already or still to come, that fits; rejects when the stream ends before or after the deadline. */
  until(fits: (view: VisitorCallback) => boolean, deadlineMs?: number): Promise<VisitorCallback>;
}

const DEADLINE_MS = 30_000;

/** Opens the event stream of one callback at one replica; closed when the test is over. Resolves with the first event. */
export async function watch(origin: string, visitorToken: string): Promise<Watching> {
  const leaving = new AbortController();
  onTestFinished(() => leaving.abort());
  const response = await fetch(`${origin}/visitor/v1/callback/events?token=${visitorToken}`, { signal: leaving.signal });
  if (!response.ok || response.body === null) throw new Error(`the stream answered ${response.status}: ${await response.text()}`);
  const seen: VisitorCallback[] = [];
  const waiting = new Set<() => void>();
  let ended = false;
  const wake = (): void => [...waiting].forEach((look) => look());
  void read(response.body, (view) => {
    seen.push(view);
    wake();
  })
    .catch(() => undefined)
    .finally(() => {
      ended = true;
      wake();
    });
  const until: Watching['until'] = (fits, deadlineMs = DEADLINE_MS) =>
    new Promise((resolve, reject) => {
      const fail = (why: string): void =>
        settle(() => reject(new Error(`${why}; seen: ${JSON.stringify(seen.map(({ state }) => state))}`)));
      const deadline = setTimeout(() => fail(`nothing that fits within ${deadlineMs / 1000} s`), deadlineMs);
      const settle = (end: () => void): void => {
        clearTimeout(deadline);
        waiting.delete(look);
        end();
      };
      const look = (): void => {
        const found = seen.find(fits);
        if (found) settle(() => resolve(found));
        else if (ended) fail('the stream ended');
      };
      waiting.add(look);
      look();
    });
  await until(() => true);
  return { seen, until };
}

async function read(body: ReadableStream<Uint8Array>, tell: (view: VisitorCallback) => void): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const blocks = `${rest}${decoder.decode(chunk, { stream: true })}`.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = /^data: ?(.*)$/m.exec(block)?.[1];
      if (data !== undefined) tell(JSON.parse(data) as VisitorCallback);
    }
  }
}
