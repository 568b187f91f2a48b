import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it as vitestIt } from 'vitest';
import demo from '../../backend/src/config/demo-config.json' with { type: 'json' };
import { freshDatabase, type TestDatabase } from '../../backend/test/postgres.js';
import { book, logIn } from '../support/api.js';
import { demoConfig } from '../support/demo-config.js';
import { openRecords, type Records } from '../support/records.js';
import { startProduct, type Product } from '../support/start-product.js';
import { ENGINES, type Engine, type EngineName, type EnginePage } from './engine.js';
import { servePage, type PageServer } from './serve-page.js';
import { startEngine } from './start-engine.js';
import { visitorAt, type Visitor } from './visitor.js';

/** A plain test run plays in Chromium; `npm run test:engines` in all. */
const wanted = (process.env['ENGINES'] ?? 'chromium').split(',');
const missing = (process.env['ENGINES_MISSING'] ?? '').split(',');
const engines = ENGINES.filter((name) => wanted.includes(name));

let database: TestDatabase;
let records: Records;
let product: Product;
let site: PageServer;

beforeAll(async () => {
  database = await freshDatabase();
  site = await servePage();
  const config = { ...(demoConfig() as object), site: { ...demo.site, origins: [site.origin] } };
  product = await startProduct({ config, env: { DATABASE_URL: database.url } });
  site.useProduct(product.origin);
  records = await openRecords(database.url);
  const staff = await logIn(product.origin);
  await staff.goReady();
  await staff.pauseSimulator(true);
});
afterAll(async () => {
  await records?.close();
  await product?.stop();
  await site?.close();
  await database?.drop();
});

const LAUNCHER = 'button';
const NUMBER = 'input[type=tel]';
const CONFIRM = '.cx-callback-confirm';
const DAY = '.day[role=radio]';
const FREE = '.time[role=option]:not([aria-disabled=true])';

/** Each engine has numbers of its own. */
const numberOf = (engine: EngineName, at: number): string => `21255502${ENGINES.indexOf(engine)}${at}`;
const recordsOf = (number: string) => records.ofNumber(`+1${number}`);

describe.each(engines)('in %s', (name) => {
  const it = missing.includes(name) ? vitestIt.skip : vitestIt;
  let engine: Engine;
  let page: EnginePage | undefined;

  beforeAll(async () => {
    if (!missing.includes(name)) engine = await startEngine(name);
  });
  afterAll(() => engine?.close());
  beforeEach(() => {
    page = undefined;
  });
  afterEach(() => page?.close());

  async function visit(options?: Readonly<Record<string, unknown>>): Promise<Visitor> {
    page = await engine.open(site.page(options));
    return visitorAt(page);
  }
  const openForm = async (visitor: Visitor): Promise<void> => {
    await visitor.press(LAUNCHER, 'Receive a Call');
    await visitor.press(NUMBER);
  };
  const cancel = async (visitor: Visitor): Promise<void> => {
    await visitor.press('.act.bad');
    await visitor.press('[role=alertdialog] .go.bad');
    await visitor.there('h3', 'Your call is cancelled');
  };

  it('[WI3] [LC1] [WI6] books a call as soon as possible, follows it, and cancels it', async () => {
    const number = numberOf(name, 1);
    const visitor = await visit();
    await openForm(visitor);
    await visitor.type(number);
    await visitor.there('.card', 'first free');
    await visitor.press(CONFIRM);
    await visitor.there('h3', "You're booked in!");
    await visitor.there('.screen', "You're next");
    expect(await recordsOf(number)).toMatchObject([{ state: 'QUEUED', scheduled: false }]);
    await cancel(visitor);
    expect(await recordsOf(number)).toMatchObject([{ state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' }]);
    await visitor.key('Escape');
    await visitor.gone('.panel');
    expect(await visitor.ask('heard')).toEqual(['opened', 'started', 'submitted', 'completed', 'closed']);
    expect(await visitor.ask('problems')).toEqual([]);
  });

  it('[WI3] [SL7] [CB6] picks a time that is taken meanwhile, takes another, changes it and cancels it', async () => {
    const number = numberOf(name, 2);
    const visitor = await visit();
    await openForm(visitor);
    await visitor.type(number);
    await visitor.press('.card[data-way=time]');
    await visitor.press(DAY, '', 1);
    await visitor.press(FREE, '', 5);
    const taken = await visitor.ask<string>('chosen()');
    for (let place = 0; place < 5; place += 1) await book(product.origin, `+121255503${ENGINES.indexOf(name)}${place}`, taken);
    await visitor.press(CONFIRM);
    await visitor.there('.note', 'That time has just been taken.');
    await visitor.press('button.time:not([role])');
    await visitor.there('h3', "You're booked in!");
    const [before] = await recordsOf(number);
    expect(before).toMatchObject({ state: 'SCHEDULED' });
    expect(before?.desired_time.toISOString()).not.toBe(taken);

    await visitor.press('.act', 'Change');
    await visitor.press(DAY, '', 2);
    await visitor.press(FREE, '', 3);
    await visitor.press(CONFIRM);
    await visitor.there('h3', "You're booked in!");
    const [after] = await recordsOf(number);
    expect(after?.desired_time.toISOString()).toBe(await visitor.ask('chosen()'));
    await cancel(visitor);
    expect(await recordsOf(number)).toMatchObject([{ state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' }]);
    expect(await visitor.ask('problems')).toEqual([]);
  });

  it('[WI7] does the whole way by keyboard, and gives the focus back', async () => {
    const number = numberOf(name, 3);
    const visitor = await visit();
    await visitor.keyTo(LAUNCHER, 'Receive a Call');
    await visitor.key('Enter');
    await visitor.keyTo(NUMBER);
    await visitor.type(number);
    await visitor.there('.card', 'first free');
    await visitor.keyTo('.card[data-way=now]');
    await visitor.key('ArrowRight');
    await visitor.key('Enter');
    await visitor.keyTo(DAY);
    await visitor.key('ArrowRight');
    await visitor.keyTo(FREE);
    await visitor.key('ArrowRight');
    await visitor.key('Space');
    await visitor.keyTo(CONFIRM);
    await visitor.key('Enter');
    await visitor.there('h3', "You're booked in!");
    expect(await recordsOf(number)).toMatchObject([{ state: 'SCHEDULED' }]);
    await visitor.keyTo('.act.bad');
    await visitor.key('Enter');
    await visitor.keyTo('[role=alertdialog] .go.bad');
    await visitor.key('Enter');
    await visitor.there('h3', 'Your call is cancelled');
    await visitor.key('Escape');
    await visitor.gone('.panel');
    expect(await visitor.ask("isFocused('button', 'Receive a Call')")).toBe(true);
    expect(await visitor.ask('problems')).toEqual([]);
  });

  it('[WI7] [WI8] shows a right-to-left language from the other side, and books', async () => {
    const number = numberOf(name, 4);
    // With its own label: that of the language comes some moments after the button.
    const visitor = await visit({ lang: 'he', label: 'Receive a Call' });
    await openForm(visitor);
    await visitor.type(number);
    expect(await visitor.ask('direction()')).toBe('rtl');
    expect(await visitor.ask('margins()')).toEqual({ left: 20, right: 1280 - 20 - 388 });
    await visitor.press(CONFIRM);
    await visitor.there('#cx-callback-result');
    await visitor.press('.act.bad');
    await visitor.press('[role=alertdialog] .go.bad');
    await visitor.gone('.act.bad');
    expect(await recordsOf(number)).toMatchObject([{ state: 'COMPLETED', reason: 'CANCELLED_BY_CUSTOMER' }]);
    expect(await visitor.ask('problems')).toEqual([]);
  });
});
