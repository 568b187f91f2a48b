import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeCredentials } from '../../src/adapters/node-credentials.js';

describe('passwords', () => {
  it('[SE2] are hashed with scrypt at 32 MiB a guess, each with a salt of its own', async () => {
    const [one, two] = await Promise.all([nodeCredentials.hashPassword('correct horse'), nodeCredentials.hashPassword('correct horse')]);
    expect(one).not.toBe(two);
    const [kind, n, r, p, salt = '', key] = one.split('$');
    expect([kind, n, r, p]).toEqual(['scrypt', '32768', '8', '1']);
    expect(Buffer.from(salt, 'base64url')).toHaveLength(16);
    const again = scryptSync('correct horse', Buffer.from(salt, 'base64url'), 32, { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });
    expect(key).toBe(again.toString('base64url'));
  });

  it('[SE2] are known again, however their letters are composed, and nothing else is', async () => {
    const hash = await nodeCredentials.hashPassword('caf\u00e9 au lait');
    expect(await nodeCredentials.verifyPassword('cafe\u0301 au lait', hash)).toBe(true);
    for (const other of ['cafe au lait', 'caf\u00e9 au lait ', '']) expect(await nodeCredentials.verifyPassword(other, hash)).toBe(false);
    expect(await nodeCredentials.verifyPassword('anything', 'bcrypt$10$abc')).toBe(false);
  });
});
