import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';

/** A call as the stand-in keeps it. */
export interface StandInCall {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  readonly created: Date;
  /** Every form field of the request that made it. */
  readonly fields: Readonly<Record<string, string | string[]>>;
  status: string;
}

/** What happens to the next request that makes a call. `lost`: the call is made, but the answer never arrives. */
type Trouble = { readonly status: number; readonly code: number } | 'lost';

/**
 * A stand-in for Twilio's API of calls, as its documents describe it: basic authentication, forms in, JSON out. It keeps
 * the calls, and signs requests to our side the way Twilio does.
 */
export interface StandInTwilio {
  readonly url: string;
  readonly calls: readonly StandInCall[];
  /** Requests that were not as documented, by what is wrong with them. */
  readonly complaints: readonly string[];
  trouble(...next: Trouble[]): void;
  /** Headers and body of a request that Twilio makes to an address of ours. */
  signed(url: string, fields: Record<string, string>): { headers: Record<string, string>; body: string };
  close(): Promise<void>;
}

interface Options {
  readonly accountSid: string;
  readonly authToken: string;
  readonly now: () => number;
}

const REQUIRED = ['To', 'From', 'Url', 'StatusCallback'];

export async function standInTwilio({ accountSid, authToken, now }: Options): Promise<StandInTwilio> {
  const calls: StandInCall[] = [];
  const complaints: string[] = [];
  const troubles: Trouble[] = [];
  const root = `/2010-04-01/Accounts/${accountSid}/Calls`;
  const answer = (response: ServerResponse, status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

  const make = (response: ServerResponse, form: URLSearchParams): void => {
    const fields = fieldsOf(form);
    for (const name of REQUIRED) if (typeof fields[name] !== 'string') complaints.push(`${name} is missing`);
    const trouble = troubles.shift();
    if (trouble !== undefined && trouble !== 'lost')
      return answer(response, trouble.status, { code: trouble.code, message: 'trouble', status: trouble.status });
    const sid = `CA${String(calls.length + 1).padStart(32, '0')}`;
    const call: StandInCall = {
      sid,
      to: String(fields['To']),
      from: String(fields['From']),
      created: new Date(now()),
      fields,
      status: 'queued',
    };
    calls.push(call);
    if (trouble === 'lost') return void response.destroy();
    answer(response, 201, resource(call));
  };
  const list = (response: ServerResponse, query: URLSearchParams): void => {
    const wanted = calls.filter(({ to, from }) => (query.get('To') ?? to) === to && (query.get('From') ?? from) === from);
    answer(response, 200, { calls: wanted.map(resource).toReversed(), page: 0, page_size: 50, next_page_uri: null });
  };
  const update = (response: ServerResponse, sid: string, form: URLSearchParams): void => {
    const call = calls.find((one) => one.sid === sid);
    if (!call) return answer(response, 404, { code: 20404, message: 'not found', status: 404 });
    call.status = form.get('Status') ?? call.status;
    answer(response, 200, resource(call));
  };

  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://stand-in');
      const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
      if (request.headers.authorization !== expected) {
        complaints.push('not authenticated');
        return answer(response, 401, { code: 20003, message: 'Authenticate', status: 401 });
      }
      if (request.method === 'POST' && request.headers['content-type'] !== 'application/x-www-form-urlencoded')
        complaints.push('not a form');
      const form = new URLSearchParams(body);
      const one = new RegExp(`^${root}/(CA\\d+)\\.json$`).exec(url.pathname)?.[1];
      if (request.method === 'POST' && url.pathname === `${root}.json`) return make(response, form);
      if (request.method === 'GET' && url.pathname === `${root}.json`) return list(response, url.searchParams);
      if (request.method === 'POST' && one !== undefined) return update(response, one, form);
      complaints.push(`${request.method} ${url.pathname}`);
      return answer(response, 404, { code: 20404, message: 'not found', status: 404 });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    complaints,
    trouble: (...next) => void troubles.push(...next),
    signed: (url, fields) => ({
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilio.getExpectedTwilioSignature(authToken, url, fields),
      },
      body: new URLSearchParams(fields).toString(),
    }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const resource = ({ sid, to, from, created, status }: StandInCall) => ({
  sid,
  to,
  from,
  status,
  date_created: created.toUTCString(),
  direction: 'outbound-api',
});

function fieldsOf(form: URLSearchParams): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = {};
  for (const name of new Set(form.keys())) {
    const all = form.getAll(name);
    fields[name] = all.length === 1 ? (all[0] ?? '') : all;
  }
  return fields;
}
