import type { Hono } from 'hono';
import type { AppEnv, AppServices } from './app-env.js';
import { readBodyText } from './read-body.js';

const ROUTE = '/telephony/v1/twilio/*';

/** Requests of Twilio about its calls: forms in, TwiML out. They prove themselves by X-Twilio-Signature. */
export function mountTwilio(app: Hono<AppEnv>, { ringback }: AppServices): void {
  app.post(ROUTE, async (c) => {
    c.set('route', ROUTE);
    const fields = Object.fromEntries(new URLSearchParams(await readBodyText(c)));
    const xml = await ringback.hearProvider({ path: c.req.path, fields, signature: c.req.header('x-twilio-signature') });
    return c.body(xml, 200, { 'Content-Type': 'text/xml; charset=utf-8', 'Cache-Control': 'no-store' });
  });
}
