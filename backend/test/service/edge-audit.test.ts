import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../../scripts/audit.mjs', import.meta.url));
const judge = (answer: unknown, ...flags: string[]) => {
  const input = typeof answer === 'string' ? answer : JSON.stringify(answer);
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, '--stdin', ...flags], { input, encoding: 'utf8' });
  return { status, said: stdout + stderr };
};
const hole = (severity: string) => ({
  vulnerabilities: {
    hono: { name: 'hono', severity, via: [{ title: 'Lets anybody in', url: 'https://github.com/advisories/GHSA-1234' }, 'another'] },
  },
  metadata: { dependencies: { prod: 12 } },
});

describe('[SE1] the audit of what ships', () => {
  it.each(['high', 'critical'])('[SE1] fails by a hole that is %s, and names it', (severity) => {
    const { status, said } = judge(hole(severity));
    expect([status, said]).toEqual([1, `hono: ${severity}: Lets anybody in (https://github.com/advisories/GHSA-1234)\n`]);
  });

  it.each([hole('moderate'), { vulnerabilities: {}, metadata: { dependencies: { prod: 12 } } }])('[SE1] passes without one: %#', (answer) =>
    expect(judge(answer)).toEqual({ status: 0, said: 'asked: no high or critical hole is known in the 12 packages that ship\n' }),
  );

  it.each([
    [
      'an endpoint that is not there',
      { message: '405 Method Not Allowed - POST https://registry.example/audit' },
      '405 Method Not Allowed',
    ],
    ['no network', { error: { code: 'ENOTFOUND', summary: 'no such host' } }, 'no such host'],
    ['nothing at all', '', 'npm audit gave no readable answer'],
    ['a page of a proxy', '<html>', 'npm audit gave no readable answer'],
    ['an empty answer', {}, 'the answer has no list of holes'],
  ])('[SE1] says that nobody could be asked, neither red nor a silent pass: %s', (_, answer, reason) => {
    const { status, said } = judge(answer);
    expect(status).toBe(0);
    expect(said).toBe(`NOT ASKED: ${reason}. Run it where npm audit works before a release.\n`);
    expect(judge(answer, '--strict').status).toBe(1);
  });
});
