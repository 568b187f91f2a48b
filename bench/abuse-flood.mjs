/* The flood of bench/abuse.mjs: origin, requests per second, seconds. Says when its addresses have had their fill, and at the end what it got. */
import { steadyLoad } from './abuse-load.mjs';
import { nextOfFlood } from './abuse-requests.mjs';

const [origin = '', perSecond = '0', seconds = '0'] = process.argv.slice(2);
await steadyLoad({ origin, perSecond: Number(perSecond), seconds: 1 }, nextOfFlood);
process.send?.('full');
process.send?.(await steadyLoad({ origin, perSecond: Number(perSecond), seconds: Number(seconds) }, nextOfFlood));
process.disconnect();
