import { type Server, type Socket, connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { parseConfigFile } from '@ringback/contract';
import demoConfig from '../../src/config/demo-config.json' with { type: 'json' };
import { createService } from '../../src/service.js';
import { freshDatabase } from '../postgres.js';
import { quietLog } from '../quiet-log.js';
import { bootService, post } from './boot-service.js';

const BOOKING = { serviceName: 'Support_VQ', phoneNumber: '+12125550142' };
const CREATE = '/engagement/v3/callbacks/create';

/** A proxy in front of the database that can hold back or cut what goes through. */
interface DatabaseProxy {
  readonly through: (databaseUrl: string) => Promise<string>;
  /** Cuts all connections and refuses new ones. */
  cut(): void;
  restore(): void;
  /** Holds the database's answers back. `asked` resolves when a question with this text in it has gone by. */
  hold(text: string): { asked: Promise<void>; release(): void };
  close(): void;
}

function createDatabaseProxy(): DatabaseProxy {
  let server: Server;
  let isCut = false;
  const inner = new Set<Socket>();
  const outer = new Set<Socket>();
  const through = async (databaseUrl: string): Promise<string> => {
    const target = new URL(databaseUrl);
    server = createServer((socket) => {
      if (isCut) return void socket.destroy();
      const upstream = connect(Number(target.port), target.hostname);
      inner.add(socket);
      outer.add(upstream);
      for (const [from, to] of [
        [socket, upstream],
        [upstream, socket],
      ] as const)
        from
          .on('error', () => to.destroy())
          .on('close', () => to.destroy())
          .pipe(to);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxied = new URL(databaseUrl);
    proxied.hostname = '127.0.0.1';
    proxied.port = String((server.address() as AddressInfo).port);
    return proxied.href;
  };
  return {
    through,
    cut: () => {
      isCut = true;
      for (const socket of inner) socket.destroy();
    },
    restore: () => void (isCut = false),
    hold: (text) => {
      for (const socket of outer) socket.pause();
      const asked = new Promise<void>((resolve) => {
        for (const socket of inner) socket.on('data', (bytes: Buffer) => bytes.includes(text) && resolve());
      });
      return { asked, release: () => outer.forEach((socket) => socket.resume()) };
    },
    close: () => void server.close(),
  };
}

describe('start and stop', () => {
  it('twice at once is once', async () => {
    const booted = await bootService();
    expect(booted.service.start()).toBe(booted.service.start());
    expect(booted.service.stop()).toBe(booted.service.stop());
    await booted.end();
    await expect(fetch(`${booted.url}/healthz`)).rejects.toThrow();
  });

  it('a stopped service can’t be started, and says so', async () => {
    const parsed = parseConfigFile(demoConfig);
    if (!parsed.ok) throw new Error('unreachable');
    const environment = {
      port: 0,
      host: '127.0.0.1',
      dataDir: 'memory',
      databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
      publicUrl: undefined,
      configFile: undefined,
      secret: undefined,
      region: undefined,
      logLevel: 'silent',
    } as const;
    const service = createService({ environment, config: parsed.config, log: quietLog, folders: {} });
    await service.stop();
    await expect(service.start()).rejects.toThrow('was stopped');
  });

  it('a stop ends live streams and answers what was asked before it', async () => {
    const proxy = createDatabaseProxy();
    const booted = await bootService({ through: proxy.through });
    const created = (await (await post(`${booted.url}${CREATE}`, BOOKING)).json()) as { data: { visitorToken: string } };
    const stream = await fetch(`${booted.url}/visitor/v1/callback/events?token=${created.data.visitorToken}`);
    const { asked, release } = proxy.hold('+12125550143');
    const underWay = post(`${booted.url}${CREATE}`, { ...BOOKING, phoneNumber: '+12125550143' });
    await asked;
    const stopped = booted.service.stop();
    expect(await stream.text()).toContain('event: callback');
    release();
    const response = await underWay;
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: { code: 0 } });
    await stopped;
    await booted.end();
    proxy.close();
  });

  it('a taken port is one clear message, and what was started before it is stopped again', async () => {
    const booted = await bootService();
    const database = await freshDatabase();
    const port = Number(new URL(booted.url).port);
    const parsed = parseConfigFile(demoConfig);
    if (!parsed.ok) throw new Error('unreachable');
    const second = createService({
      environment: { ...booted.environment, port, databaseUrl: database.url },
      config: parsed.config,
      log: quietLog,
      folders: {},
    });
    await expect(second.start()).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`,
    );
    await second.stop();
    await booted.end();
    await database.drop();
  });

  it('a database that goes away means 503 with Retry-After, and everything works again when it is back', async () => {
    const proxy = createDatabaseProxy();
    const booted = await bootService({ through: proxy.through });
    proxy.cut();
    const away = await post(`${booted.url}${CREATE}`, BOOKING);
    expect([away.status, Number(away.headers.get('retry-after')) > 0]).toEqual([503, true]);
    expect(await away.json()).toMatchObject({ status: { code: 500 } });
    expect((await fetch(`${booted.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${booted.url}/healthz`)).status).toBe(200);
    proxy.restore();
    expect((await fetch(`${booted.url}/readyz`)).status).toBe(200);
    expect((await post(`${booted.url}${CREATE}`, BOOKING)).status).toBe(200);
    await booted.end();
    proxy.close();
  });
});
