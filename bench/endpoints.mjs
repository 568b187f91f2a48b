/* How many statements each request costs, counted at the driver while it is served. */
import { countOf, statementsOf } from './recording.mjs';
import { API_KEY, LOGIN, QUEUES, TELEPHONY_SECRET } from './world.mjs';

const DAY_MS = 86_400_000;
const json = { 'content-type': 'application/json' };
const key = { 'x-api-key': API_KEY };

let phones = 0;
const booking = (more = {}) => ({ serviceName: QUEUES.spread, phoneNumber: `+1914555${1000 + (phones += 1)}`, ...more });
const inDays = (days) => new Date(Math.ceil(Date.now() / DAY_MS) * DAY_MS + days * DAY_MS).toISOString();

/**
 * One row a request. The service rests, so that nothing else asks the database.
 * @param {{ origin: string }} service in this process
 * @returns {Promise<{ request: string, statements: number }[]>}
 */
export async function countByEndpoint({ origin }) {
  const ask = async (method, path, { headers = {}, body } = {}) => {
    const sent = { method, headers: { ...headers, ...(body && json) }, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${origin}${path}`, sent);
    const answer = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
    return { data: answer.data, cookie: response.headers.get('set-cookie')?.split(';')[0] };
  };
  const post = (path, body, headers = key) => ask('POST', path, { headers, body });
  const create = (more) => post('/engagement/v3/callbacks/create', booking(more)).then(({ data }) => data);
  const { cookie, data: session } = await post('/console/v1/session', LOGIN, {});
  const staff = { cookie, 'x-ringback-csrf': session.csrfToken };
  const visitor = ({ visitorToken }) => ({ authorization: `Bearer ${visitorToken}` });
  const e3 = '/engagement/v3';
  const v1 = '/visitor/v1/callback';

  const report = ({ id, attempt }, outcome) => ask('POST', '/console/v1/desk/outcome', { headers: staff, body: { id, attempt, outcome } });

  /** What is there before, the request itself, what puts things right afterwards. */
  const requests = [
    { request: 'book for a time', serve: () => create({ desiredTime: inDays(2) }) },
    { request: 'book as soon as possible', serve: () => create() },
    { request: 'read one callback', before: () => create(), serve: ({ id }) => post(`${e3}/callbacks/retrieve`, { id }) },
    { request: 'cancel', before: () => create(), serve: ({ id }) => post(`${e3}/callbacks/cancel`, { id }) },
    {
      request: 'free slots of a week',
      serve: () => ask('GET', `${e3}/callbacks/availability/${QUEUES.office}?numberOfDays=7`, { headers: key }),
    },
    { request: 'open for', serve: () => ask('GET', `${e3}/callbacks/open-for/${QUEUES.office}`, { headers: key }) },
    { request: 'queue status', serve: () => ask('GET', `${e3}/callbacks/queue-status/${QUEUES.office}`, { headers: key }) },
    { request: 'estimated wait', serve: () => ask('GET', `${e3}/estimated-wait-time?virtual-queues=${QUEUES.office}`, { headers: key }) },
    { request: 'all offers of a queue', serve: () => ask('GET', `/visitor/v1/offers/${QUEUES.office}`, { headers: key }) },
    { request: 'visitor: own callback', before: () => create(), serve: (made) => ask('GET', v1, { headers: visitor(made) }) },
    { request: 'visitor: cancel', before: () => create(), serve: (made) => post(`${v1}/cancel`, undefined, visitor(made)) },
    {
      request: 'visitor: reschedule',
      before: () => create({ desiredTime: inDays(3) }),
      serve: (made) => post(`${v1}/reschedule`, { desiredTime: inDays(4) }, visitor(made)),
    },
    { request: 'console: who am I', serve: () => ask('GET', '/console/v1/session', { headers: staff }) },
    { request: 'desk: view', serve: () => ask('GET', '/console/v1/desk', { headers: staff }) },
    { request: 'desk: ready', serve: () => ask('PUT', '/console/v1/desk/state', { headers: staff, body: { state: 'ready' } }) },
    {
      request: 'desk: take the next',
      before: () => create({ serviceName: QUEUES.now }),
      serve: () => ask('POST', '/console/v1/desk/next', { headers: staff, body: {} }),
      after: ({ data: { current } }) => report(current, 'busy'),
    },
    {
      request: 'telephony: read one callback',
      before: () => create(),
      serve: ({ id }) => ask('GET', `/telephony/v1/callbacks/${id}`, { headers: telephony }),
    },
    { request: 'alive', serve: () => ask('GET', '/healthz') },
    { request: 'ready', serve: () => ask('GET', '/readyz') },
  ];
  const rows = [];
  for (const { request, before, serve, after } of requests) {
    // The least of three: the first may read what is kept in memory from then on, and news of what was made before may come in between.
    const counts = [];
    for (let time = 0; time < 3; time += 1) {
      const there = await before?.();
      let answer;
      counts.push(countOf(await statementsOf(async () => void (answer = await serve(there)))));
      await after?.(answer);
    }
    rows.push({ request, statements: Math.min(...counts) });
  }
  return rows;
}

const telephony = { authorization: `Bearer ${TELEPHONY_SECRET}` };
