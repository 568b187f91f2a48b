import type { EnginePage, Key } from './engine.js';

const MAX_STOPS = 60;

/** A visitor at a page: looks with the page's own eyes (`page/look.js`), presses and types with the driver's hand. */
export interface Visitor {
  press(selector: string, text?: string, at?: number): Promise<void>;
  there(selector: string, text?: string): Promise<void>;
  gone(selector: string): Promise<void>;
  type(text: string): Promise<void>;
  key(key: Key): Promise<void>;
  /** Presses a key again and again until a control has the focus. */
  keyTo(selector: string, text?: string, key?: Key): Promise<void>;
  ask<Answer>(expression: string): Promise<Answer>;
}

export function visitorAt(page: EnginePage): Visitor {
  const call = <Answer>(name: string, ...args: readonly unknown[]): Promise<Answer> =>
    page.run<Answer>(`look.${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`);
  return {
    press: async (selector, text = '', at = 0) => page.click(await call('spot', selector, text, at)),
    there: (selector, text = '') => call('there', selector, text),
    gone: (selector) => call('gone', selector),
    type: (text) => page.type(text),
    key: (key) => page.press(key),
    async keyTo(selector, text = '', key = 'Tab') {
      await call('there', selector, text);
      for (let stop = 0; stop < MAX_STOPS; stop += 1) {
        if (await call<boolean>('isFocused', selector, text)) return;
        await page.press(key);
      }
      throw new Error(
        `${MAX_STOPS} presses of ${key} did not reach ${selector} "${text}"; the focus is on ${await call<string>('focused')}`,
      );
    },
    ask: (expression) => page.run(`look.${expression}`),
  };
}
