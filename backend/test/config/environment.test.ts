import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEnvironment } from '../../src/config/environment.js';

describe('the environment', () => {
  it('has defaults for everything', () => {
    expect(readEnvironment({})).toEqual({
      ok: true,
      value: {
        port: 8080,
        host: '127.0.0.1',
        dataDir: resolve('.data'),
        databaseUrl: undefined,
        publicUrl: undefined,
        configFile: undefined,
        secret: undefined,
        region: undefined,
        logLevel: 'info',
      },
    });
  });

  it('takes an empty or blank value for an absent one', () => {
    expect(readEnvironment({ PORT: '', HOST: ' ', LOG_LEVEL: '', PUBLIC_URL: '', DATABASE_URL: '' })).toEqual(readEnvironment({}));
  });

  it.each([
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: ' 65535 ' }, { port: 65_535 }],
    [{ HOST: '::1' }, { host: '::1' }],
    [{ DATA_DIR: 'memory' }, { dataDir: 'memory' }],
    [{ DATA_DIR: '/var/lib/ringback' }, { dataDir: '/var/lib/ringback' }],
    [{ PUBLIC_URL: 'https://Callback.example.com/' }, { publicUrl: 'https://callback.example.com' }],
    [{ DATABASE_URL: 'postgresql://u:p@h:5432/d' }, { databaseUrl: 'postgresql://u:p@h:5432/d' }],
    [{ RINGBACK_REGION: ' eu-west_1.a ' }, { region: 'eu-west_1.a' }],
    [{ LOG_LEVEL: 'WARN' }, { logLevel: 'warn' }],
  ])('%j', (variables, expected) => {
    expect(readEnvironment(variables)).toMatchObject({ ok: true, value: expected });
  });

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PORT', '8080a'],
    ['HOST', 'two words'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['DATABASE_URL', 'nonsense'],
    ['PUBLIC_URL', 'callback.example.com'],
    ['PUBLIC_URL', 'ftp://example.com'],
    ['PUBLIC_URL', 'https://example.com/callback'],
    ['RINGBACK_SECRET', 'short'],
    ['RINGBACK_REGION', 'eu west'],
    ['RINGBACK_REGION', 'r'.repeat(64)],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s is one problem that names the variable', (name, value) => {
    const result = readEnvironment({ [name]: value });
    expect(result).toEqual({ ok: false, problems: [expect.stringMatching(new RegExp(`^${name}\\b.*(?:expected|must)`))] });
  });

  it('reports all problems at once, and repeats no value', () => {
    const result = readEnvironment({ PORT: 'x', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://root:hunter2@h/d' });
    expect(result).toMatchObject({ ok: false, problems: [expect.any(String), expect.any(String), expect.any(String)] });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});
