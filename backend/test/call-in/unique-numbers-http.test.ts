import { afterAll, beforeAll, expect, it } from 'vitest';
import { bootService, post, type BootedService } from '../service/boot-service.js';
import { GROUP } from './call-in-world.js';

const NUMBERS = 20;
const REQUESTS = 200;
const EXPIRY_SECONDS = 30;

let service: BootedService;
beforeAll(async () => {
  const numbers = Array.from({ length: NUMBERS }, (_, index) => ({ dnis: `+1905968${1000 + index}` }));
  const group = { ...GROUP, name: 'unique', numbers, uniqueDnis: true, expirySeconds: EXPIRY_SECONDS };
  service = await bootService({ config: { callInGroups: [group], queues: [{ name: 'Support_VQ', businessHours: 'Always' }] } });
});
afterAll(() => service?.end());

interface Answer {
  readonly http: number;
  readonly code: number;
  readonly retryAfter: string | null;
  readonly to: string | undefined;
}

async function ask(): Promise<Answer> {
  const response = await post(`${service.url}/engagement/v3/call-in/requests/create`, { groupName: 'unique' });
  const { status, data } = (await response.json()) as { status: { code: number }; data?: { toPhoneNumber: string } };
  return { http: response.status, code: status.code, retryAfter: response.headers.get('retry-after'), to: data?.toPhoneNumber };
}
const askAtOnce = (count: number): Promise<Answer[]> => Promise.all(Array.from({ length: count }, ask));
const numbersIn = (answers: readonly Answer[]): string[] => answers.flatMap(({ to }) => (to === undefined ? [] : [to]));

it('[CI2] by the front door 200 at once for 20 numbers: 20 answers, no number twice, the rest 429/7041; free again when they expire', async () => {
  const first = await askAtOnce(REQUESTS);
  const given = numbersIn(first);
  expect([given.length, new Set(given).size]).toEqual([NUMBERS, NUMBERS]);
  const refused = first.filter(({ http }) => http !== 200);
  expect(refused).toHaveLength(REQUESTS - NUMBERS);
  for (const answer of refused) expect(answer).toEqual({ http: 429, code: 7041, retryAfter: String(EXPIRY_SECONDS), to: undefined });

  service.advance(EXPIRY_SECONDS * 1000 - 1);
  expect(numbersIn(await askAtOnce(1))).toEqual([]);
  service.advance(1);
  const second = numbersIn(await askAtOnce(NUMBERS + 1));
  expect([second.length, new Set(second).size]).toEqual([NUMBERS, NUMBERS]);
});
