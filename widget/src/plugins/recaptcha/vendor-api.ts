/** What the provider's script puts into the page, as far as it is documented and used here. */
export interface Grecaptcha {
  ready(callback: () => void): void;
  /** @returns the number of the widget */
  render(place: HTMLElement, parameters: RenderParameters): number;
  /** Of an invisible widget: its `callback` gets the token. */
  execute(widget: number): unknown;
  reset(widget: number): void;
  /** The token of a solved widget; empty when it isn't, or no more. */
  getResponse(widget: number): string;
}

export interface RenderParameters {
  readonly sitekey: string;
  readonly size: 'normal' | 'compact' | 'invisible';
  readonly theme?: 'light' | 'dark';
  readonly badge?: Badge;
  readonly callback: (token: string) => void;
  readonly 'expired-callback': () => void;
  readonly 'error-callback': () => void;
}

/** Where a badge stands. */
export type Badge = 'bottomright' | 'bottomleft' | 'inline';

/** The script's global, once it can draw. */
export function grecaptchaOf(global: Readonly<Record<string, unknown>>): Grecaptcha | undefined {
  const found = global['grecaptcha'] as Partial<Grecaptcha> | undefined;
  return typeof found?.ready === 'function' ? (found as Grecaptcha) : undefined;
}
