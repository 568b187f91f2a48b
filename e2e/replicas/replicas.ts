import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { onTestFinished } from 'vitest';
import { startProduct, type Product } from '../support/start-product.js';

/** So many built products on one database; stopped when the test is over. */
export async function startReplicas(count: number, options: { databaseUrl: string; config: unknown }): Promise<Product[]> {
  const start = async (): Promise<Product> => {
    const product = await startProduct({ env: { DATABASE_URL: options.databaseUrl }, config: options.config });
    onTestFinished(async () => void (await product.stop()));
    return product;
  };
  return Promise.all(Array.from({ length: count }, start));
}

/** A callback that was acknowledged. */
export interface Booked {
  readonly id: string;
  readonly visitorToken: string;
}

/** How often a request was put off, and by which answers. */
export interface Delays {
  /** Nobody answered. */
  unreachable: number;
  /** 503 with the envelope and Retry-After. */
  unavailable: number;
}

/** No request may take longer, whatever happens to the database. */
const HANGING_MS = 12_000;
/** Not the numbers whose end tells the simulator how a call goes. */
let lastNumber = 2_000_200;

/**
 * Books once, however often it has to be asked, at whichever replica answers.
 * @throws when a request hangs, or is answered by anything but 200 and a proper 503
 */
export async function bookAnywhere(origins: readonly string[], delays: Delays, desiredTime?: string): Promise<Booked> {
  lastNumber += 1;
  const body = JSON.stringify({ serviceName: 'Support_VQ', phoneNumber: `+1646${lastNumber}`, desiredTime });
  const headers = { 'content-type': 'application/json', 'x-api-key': 'demo-key', 'idempotency-key': randomUUID() };
  for (let turn = Math.floor(Math.random() * origins.length); ; turn += 1) {
    const url = `${origins[turn % origins.length]}/engagement/v3/callbacks/create`;
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(HANGING_MS) }).catch(unreachable);
    if (answer === undefined) delays.unreachable += 1;
    else if (answer.status === 200) return ((await answer.json()) as { data: Booked }).data;
    else {
      await requireUnavailable(answer);
      delays.unavailable += 1;
    }
    // Sooner than the answer asks for, so that the load stays a load.
    await pause(20);
  }
}

function unreachable(error: unknown): undefined {
  if (error instanceof Error && error.name === 'TimeoutError') throw new Error(`a request got no answer within ${HANGING_MS / 1000} s`);
}

async function requireUnavailable(answer: Response): Promise<void> {
  const words = await answer.text();
  const { status } = JSON.parse(words) as { status?: { code: number; corrId: string } };
  const retryAfter = Number(answer.headers.get('retry-after'));
  if (answer.status !== 503 || !status?.corrId || !(retryAfter > 0))
    throw new Error(`a booking was answered by ${answer.status}, Retry-After ${answer.headers.get('retry-after')}: ${words}`);
}

/** Rows of one statement on a connection of its own. */
export async function query<Row extends object>(databaseUrl: string, statement: string, values: readonly unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}
