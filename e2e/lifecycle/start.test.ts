import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { book } from '../support/api.js';
import { missingOf } from '../support/booking-load.js';
import { asRoot, newFolder, ORDINARY_USER } from '../support/data-folder.js';
import { demoConfig } from '../support/demo-config.js';
import { postmasterPid } from '../support/embedded-server.js';
import { spawnProduct, startProduct, type Product, type ProductOptions } from '../support/start-product.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

async function started(options: ProductOptions): Promise<Product> {
  const product = await startProduct(options);
  onTestFinished(async () => void (await product.stop()));
  return product;
}

/** Starts what is expected to refuse; its exit code and its words. */
async function refused(options: ProductOptions): Promise<{ code: number | null; output: string }> {
  const product = await spawnProduct(options);
  const { code } = await product.exited;
  return { code, output: product.output() };
}

/** A copy of the sources as a clone has them, with the packages already there. */
function copyRepository(folder: string): string {
  const copy = join(folder, 'ringback');
  const apart = new Set(['node_modules', 'dist', '.git', '.data', 'shots', 'out']);
  cpSync(REPOSITORY, copy, { recursive: true, preserveTimestamps: true, filter: (path) => !apart.has(path.split('/').at(-1) ?? '') });
  // Links to the same files where the file system allows: 300 MB would take a while.
  for (const how of ['-al', '-a']) {
    if (spawnSync('cp', [how, join(REPOSITORY, 'node_modules'), copy]).status === 0) return copy;
    rmSync(join(copy, 'node_modules'), { recursive: true, force: true });
  }
  throw new Error('The installed packages could not be copied.');
}

describe('npm start', () => {
  it(`builds and runs ${asRoot ? 'as root in a home of mode 700' : 'as an ordinary user'}, starts again in no time, and builds again when a source has changed`, async () => {
    const copy = copyRepository(newFolder({ mode: 0o700 }));
    const isBuilt = (): string =>
      spawnSync(
        process.execPath,
        ['--input-type=module', '-e', `import { isBuilt } from '${copy}/scripts/build-stamp.mjs'; console.log(isBuilt('${copy}'))`],
        { encoding: 'utf8' },
      ).stdout.trim();
    expect(isBuilt()).toBe('false');
    const options: ProductOptions = { entry: join(copy, 'scripts/start.mjs'), env: { DATA_DIR: join(copy, '.data') } };
    const first = await startProduct(options);
    const home = /The data is kept in (\/var\/lib\/ringback\/\S+):/.exec(first.output())?.[1];
    expect(first.output()).toContain('Building backend');
    expect(home !== undefined).toBe(asRoot);
    if (home) onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    expect([isBuilt(), existsSync(join(copy, 'console/dist/index.html.br'))]).toEqual(['true', true]);
    const id = await book(first.origin, '+12125550199');
    await first.stop();

    const second = await started(options);
    expect(second.output()).not.toContain('Building');
    expect(await missingOf(second.origin, [id])).toEqual([]);
    for (const path of ['/', '/console/', '/healthz', '/readyz']) expect((await fetch(`${second.origin}${path}`)).status).toBe(200);

    const file = join(copy, 'contract/src/index.ts');
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
    expect(isBuilt()).toBe('false');
  });

  it('refuses an old Node in words', () => {
    const check = `Object.defineProperty(process.versions, 'node', { value: '18.19.0' }); import('${REPOSITORY}scripts/start.mjs');`;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', check], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/needs Node 20\.11 or newer; this is Node 18\.19\.0/);
  });
});

describe('the built product', () => {
  it.runIf(asRoot)('runs as an ordinary user, and the data is still there the second time', async () => {
    const options: ProductOptions = { uid: ORDINARY_USER, env: { DATA_DIR: join(newFolder({ owner: ORDINARY_USER }), 'data') } };
    const first = await startProduct(options);
    const id = await book(first.origin, '+12125550198');
    await first.stop();
    const second = await started(options);
    expect(await missingOf(second.origin, [id])).toEqual([]);
  });

  it.each([
    ['Ctrl-C, which the terminal sends to the whole group', 'SIGINT'],
    ['the terminal is closed', 'SIGHUP'],
  ] as const)('leaves nothing running after %s', async (_, signal) => {
    const dataDir = join(newFolder(), 'data');
    const product = await startProduct({ env: { DATA_DIR: dataDir } });
    const server = postmasterPid(dataDir);
    process.kill(-product.pid, signal);
    expect(await product.exited).toEqual({ code: 0, signal: null });
    expect(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false);
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).toContain('database system is shut down');
    expect(server).toBeGreaterThan(0);
  });

  it('started twice on one data directory: the second says so and ends, the first goes on', async () => {
    const dataDir = join(newFolder(), 'data');
    const first = await started({ env: { DATA_DIR: dataDir } });
    const { code, output } = await refused({ env: { DATA_DIR: dataDir } });
    expect(code).toBe(1);
    expect(output).toContain(`Another Ringback (pid ${first.pid} on`);
    expect(output).toContain(dataDir);
    expect(output).not.toMatch(/^\s+at /m);
    const id = await book(first.origin, '+12125550197');
    expect(await missingOf(first.origin, [id])).toEqual([]);
  });

  it('says what to do when the port is taken, and leaves no database behind', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const dataDir = join(newFolder(), 'data');
    const { code, output } = await refused({ env: { DATA_DIR: dataDir, PORT: String(port) } });
    expect(code).toBe(1);
    expect(output).toMatch(new RegExp(`Port ${port} .*taken.*PORT=\\d+ npm start`, 's'));
    expect(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false);
  });

  it('lists every problem of a broken configuration with its path, and ends with 1', async () => {
    const config = demoConfig() as { queues: Record<string, unknown>[]; site: Record<string, unknown> };
    const broken = {
      ...config,
      site: { ...config.site, apiKeys: [] },
      queues: [{ name: 'A', businessHours: 'Never', slotCapacity: -1, colour: 'red' }],
    };
    const { code, output } = await refused({ config: broken });
    expect(code).toBe(1);
    for (const path of ['site.apiKeys', 'queues[0].businessHours', 'queues[0].slotCapacity', 'queues[0].colour'])
      expect(output).toContain(path);
    expect(output).not.toMatch(/^\s+at /m);
  });

  it.each([
    ['DATA_DIR', { DATA_DIR: '/dev/null/x' }, /DATA_DIR/],
    ['PORT', { PORT: 'eighty' }, /PORT/],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://nobody:wrong@127.0.0.1:1/none' }, /no PostgreSQL answers at 127\.0\.0\.1:1/],
  ])('refuses a bad %s in words', async (_, env, words) => {
    const { code, output } = await refused({ env });
    expect(code).toBe(1);
    expect(output).toMatch(words);
    expect(output).not.toMatch(/^\s+at /m);
  });
});
