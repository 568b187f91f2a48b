import { once } from 'node:events';
import type { LookupAddress } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { guardedPost, PrivateAddress } from '../../src/adapters/guarded-fetch.js';

const open: { close(): unknown; closeAllConnections?(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections?.();
    server.close();
  }
});

async function listening(handle: RequestListener): Promise<{ port: number; server: Server }> {
  const server = createServer(handle);
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, server };
}

/** A resolver that gives these answers, one a question, and counts them. */
function resolving(...answers: string[][]) {
  const asked: string[] = [];
  const resolver = (host: string, done: (error: Error | null, addresses: LookupAddress[]) => void): void => {
    asked.push(host);
    const found = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    done(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { asked, resolver };
}

const given = { headers: {}, body: '{}', allowPrivateAddresses: false, timeoutMs: 5_000 };

describe('[TE2] posting to an address that somebody else chose', () => {
  it.each([
    'http://127.0.0.1:1/',
    'http://127.1:1/',
    'http://2130706433:1/',
    'http://0x7f.0.0.1:1/',
    'http://017700000001:1/',
    'http://0:1/',
    'http://[::1]:1/',
    'http://[::ffff:127.0.0.1]:1/',
    'http://[::]:1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.1.2.3/',
    'https://192.168.1.1/',
    'http://１２７.0.0.1:1/',
  ])('[TE2] refuses %s without asking anybody', async (url) => {
    const { asked, resolver } = resolving(['8.8.8.8']);
    await expect(guardedPost({ ...given, url }, resolver)).rejects.toBeInstanceOf(PrivateAddress);
    expect(asked).toEqual([]);
  });

  it.each([
    ['a private address', ['127.0.0.1']],
    ['a private one among public ones', ['8.8.8.8', '10.0.0.1']],
    ['a private one of IPv6', ['2606:4700:4700::1111', '::1']],
    ['cloud metadata', ['169.254.169.254']],
  ])('[TE2] refuses a name that resolves to %s', async (_, addresses) => {
    const { resolver } = resolving(addresses);
    await expect(guardedPost({ ...given, url: 'http://hooks.example:9/' }, resolver)).rejects.toBeInstanceOf(PrivateAddress);
  });

  it('[TE2] localhost is refused by the real resolver, too', async () => {
    const { port, server } = await listening((_, response) => void response.end());
    let connections = 0;
    server.on('connection', () => void (connections += 1));
    await expect(guardedPost({ ...given, url: `http://localhost:${port}/` })).rejects.toBeInstanceOf(PrivateAddress);
    expect(connections).toBe(0);
  });

  it('[TE2] connects to what it checked: a name that changes its mind gains nothing', async () => {
    const hosts: unknown[] = [];
    const { port } = await listening((request, response) => {
      hosts.push(request.headers.host);
      response.writeHead(204).end();
    });
    const { asked, resolver } = resolving(['127.0.0.1'], ['192.0.2.1']);
    const answer = await guardedPost({ ...given, allowPrivateAddresses: true, url: `http://hooks.example:${port}/` }, resolver);
    expect(answer.status).toBe(204);
    expect(asked).toEqual(['hooks.example']);
    expect(hosts).toEqual([`hooks.example:${port}`]);
  });

  it('[TE2] follows no redirect', async () => {
    let requests = 0;
    const { port } = await listening((_, response) => {
      requests += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect((await guardedPost({ ...given, allowPrivateAddresses: true, url: `http://127.0.0.1:${port}/` })).status).toBe(307);
    expect(requests).toBe(1);
  });

  it('[TE2] cuts off an answer without an end', async () => {
    let sent = 0;
    const { port, server } = await listening((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) sent += 65_536;
      };
      response.on('drain', more);
      more();
    });
    const gone = new Promise<void>((resolve) => void server.on('connection', (socket) => void socket.on('close', () => resolve())));
    expect((await guardedPost({ ...given, allowPrivateAddresses: true, url: `http://127.0.0.1:${port}/` })).status).toBe(200);
    await gone;
    expect(sent).toBeLessThan(10_000_000);
  });

  it('[TE2] waits no longer than its time for a receiver that takes the request and says nothing', async () => {
    const { port } = await listening(() => undefined);
    await expect(guardedPost({ ...given, timeoutMs: 50, allowPrivateAddresses: true, url: `http://127.0.0.1:${port}/` })).rejects.toThrow();
  });

  it.each([
    ['closes without a word', ''],
    ['closes in the middle of the head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['speaks something else', 'SSH-2.0-OpenSSH_9.7\r\n'],
  ])('[TE2] rejects when the other side %s', async (_, words) => {
    const server = createTcpServer((socket) => void socket.once('data', () => void socket.end(words)));
    open.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(guardedPost({ ...given, allowPrivateAddresses: true, url: `http://127.0.0.1:${port}/` })).rejects.toThrow();
  });

  it('[TE2] a half-closed receiver that answers is heard', async () => {
    const server = createTcpServer(
      { allowHalfOpen: true },
      (socket) => void socket.once('data', () => void socket.end('HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n')),
    );
    open.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect((await guardedPost({ ...given, allowPrivateAddresses: true, url: `http://127.0.0.1:${port}/` })).status).toBe(202);
  });
});
