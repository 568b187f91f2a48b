import { ROLES } from '@ringback/contract';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/domain/refusal.js';
import { bootApp, loggedIn, posted } from './boot-app.js';

const BOOKING = { serviceName: 'Sales_VQ', phoneNumber: '+12125550173', captchaToken: '03AGdBq-a-token' };

describe('a captcha that fails', () => {
  it.each(['/engagement/v3/callbacks/create', '/engagement/v3/call-in/requests/create'])(
    '[CA1] answers 400 / 7043 at %s, and leaves no token in the log',
    async (path) => {
      const booted = bootApp();
      const refuse = () => Promise.reject(new Refusal('CAPTCHA_FAILED', 'The captcha was not passed.'));
      booted.ringback.replace({ createCallback: refuse, createCallIn: refuse });
      const answer = await booted.app.request(path, posted({ ...BOOKING, groupName: 'technical_help' }));
      expect([answer.status, await answer.json()]).toEqual([
        400,
        { status: expect.objectContaining({ code: 7043, message: 'The captcha was not passed.' }) as unknown },
      ]);
      expect(booted.logText()).not.toContain('03AGdBq');
    },
  );
});

describe('a key set', () => {
  const tried = async (role: (typeof ROLES)[number]): Promise<number> => {
    const { app, ringback } = bootApp();
    const headers = await loggedIn(app);
    ringback.replace({
      session: async () => ({ user: { username: 'rolf', roles: [role], queues: undefined }, csrfToken: headers['x-ringback-csrf'] }),
    });
    return (await app.request('/console/v1/captcha-key-sets/shop/test', { method: 'POST', headers, body: '{}' })).status;
  };

  it.each(ROLES)('[CA3] may be tried by administrators and developers; somebody who is only %s', async (role) => {
    expect(await tried(role)).toBe(role === 'administrator' || role === 'developer' ? 200 : 403);
  });

  it('[CA3] is tried by nobody without a session', async () => {
    const { app } = bootApp();
    expect((await app.request('/console/v1/captcha-key-sets/shop/test', { method: 'POST', body: '{}' })).status).toBe(401);
  });
});
