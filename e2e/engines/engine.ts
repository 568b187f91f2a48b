/** The engines that the widget is held to. Safari's is WebKit, here as GNOME has it. */
export const ENGINES = ['chromium', 'firefox', 'webkit'] as const;
export type EngineName = (typeof ENGINES)[number];

export type Key = 'Tab' | 'Enter' | 'Space' | 'Escape' | 'ArrowRight' | 'ArrowDown';

/** A page in some engine. Only what all drivers can do: the page itself looks (`page/look.js`), the driver is its hand. */
export interface EnginePage {
  /** Evaluates an expression in the page and waits for it if it is a promise. */
  run<Result>(expression: string): Promise<Result>;
  click(at: { x: number; y: number }): Promise<void>;
  type(text: string): Promise<void>;
  press(key: Key): Promise<void>;
  close(): Promise<void>;
}

export interface Engine {
  /** Opens an address in a fresh profile. */
  open(url: string): Promise<EnginePage>;
  close(): Promise<void>;
}

/** Widths and zone that every engine shows pages with. */
export const VIEW = { width: 1280, height: 900 } as const;
export const ENGINE_ENV = { ...process.env, TZ: 'America/New_York' } as Record<string, string>;
