import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../support/data-folder.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

describe.skipIf(process.platform === 'win32')('.ci/run ends with one line of counts, and its exit code agrees', () => {
  /** Runs the script in a folder where `npm` prints and returns what the test says. */
  function run(npm: { test: string; engines?: string; check?: string }): { status: number | null; lines: string[] } {
    const folder = newFolder();
    mkdirSync(join(folder, 'bin'));
    cpSync(join(REPOSITORY, '.ci'), join(folder, '.ci'), { recursive: true });
    const { test, engines = "echo '3 passed, 0 failed'", check = 'true' } = npm;
    writeFileSync(
      join(folder, 'bin/npm'),
      `#!/bin/sh\ncase "$*" in test) ${test};; *test:engines*) ${engines};; *check*) ${check};; esac\n`,
    );
    chmodSync(join(folder, 'bin/npm'), 0o755);
    const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
    const { status, stdout } = spawnSync(join(folder, '.ci/run'), { env, encoding: 'utf8' });
    return { status, lines: stdout.trimEnd().split('\n') };
  }

  it.each([
    ['all is well', { test: `echo '12 passed, 0 failed'` }, '15 passed, 0 failed', 0],
    ['some are skipped', { test: `echo '12 passed, 0 failed, 3 skipped'` }, '15 passed, 0 failed', 0],
    ['tests fail', { test: `echo '11 passed, 1 failed'; echo 'npm error code 1' >&2; exit 1` }, '14 passed, 1 failed', 1],
    ['an engine fails', { test: `echo '12 passed, 0 failed'`, engines: `echo '2 passed, 1 failed'; exit 1` }, '14 passed, 1 failed', 1],
    [
      'an engine is not there',
      { test: `echo '12 passed, 0 failed'`, engines: `echo '1 passed, 0 failed, 2 skipped'` },
      '13 passed, 0 failed',
      0,
    ],
    ['the checks fail', { test: `echo '12 passed, 0 failed'`, check: 'exit 2' }, '15 passed, 1 failed', 1],
    ['the tests end without a word', { test: 'exit 137' }, '3 passed, 1 failed', 1],
    ['the line promises more than the exit code', { test: `echo '12 passed, 0 failed'; exit 1` }, '15 passed, 1 failed', 1],
  ])('when %s', (_, npm, line, code) => {
    const { status, lines } = run(npm);
    expect(lines.at(-1)).toBe(line);
    expect(status).toBe(code);
  });
});

describe('npm test', () => {
  const run = (...args: string[]) => {
    const { status, stdout } = spawnSync(process.execPath, [join(REPOSITORY, 'scripts/test.mjs'), ...args], {
      cwd: REPOSITORY,
      encoding: 'utf8',
    });
    return { status, line: stdout.trimEnd().split('\n').at(-1) };
  };

  it('counts what passed', () => {
    const { status, line } = run('--project', 'contract');
    expect(line).toMatch(/^[1-9]\d* passed, 0 failed$/);
    expect(status).toBe(0);
  });

  it('fails when nothing ran', () => {
    expect(run('--project', 'contract', 'no-such-file')).toEqual({ status: 1, line: '0 passed, 1 failed' });
  });
});

describe('two commands on one folder', () => {
  const script = (folder: string, work: string) => `
    import { oneAtATime } from '${REPOSITORY}scripts/one-at-a-time.mjs';
    await oneAtATime('${folder}', () => console.log('waits'), async () => { ${work} });`;
  const start = (folder: string, work: string) =>
    spawn(process.execPath, ['--input-type=module', '-e', script(folder, work)], { stdio: ['pipe', 'pipe', 'inherit'] });

  it('take turns; the death of the first lets the second go on', async () => {
    const folder = newFolder();
    const first = start(folder, `console.log('works'); await new Promise((resolve) => process.stdin.once('data', resolve));`);
    expect(String((await once(first.stdout, 'data'))[0])).toBe('works\n');
    const second = start(folder, `console.log('works too');`);
    expect(String((await once(second.stdout, 'data'))[0])).toBe('waits\n');
    first.kill('SIGKILL');
    expect(String((await once(second.stdout, 'data'))[0])).toBe('works too\n');
    expect(await once(second, 'exit')).toEqual([0, null]);
  });
});
