import type { Environment } from '../environment.js';

/** Keeps the panel inside what the visitor sees, keyboard subtracted, and tells whether it is to be a sheet. */
export interface SheetSizeOptions {
  environment: Environment;
  /** Forces or forbids the sheet; `auto` = by width. */
  mobileMode: boolean | 'auto';
  /** CSS pixels up to which the window counts as a phone's. */
  breakpoint: number;
  signal: AbortSignal;
  onSheet(isSheet: boolean): void;
  /** CSS of the shadow root's measures. */
  setMeasures(css: string): void;
}

export function followViewport({ environment, mobileMode, breakpoint, signal, onSheet, setMeasures }: SheetSizeOptions): void {
  const query = environment.matchMedia(`(max-width: ${breakpoint}px)`);
  const judge = (): void => onSheet(mobileMode === 'auto' ? (query?.matches ?? false) : mobileMode);
  judge();
  query?.addEventListener('change', judge, { signal });

  const viewport = environment.visualViewport();
  if (!viewport) return;
  const measure = (): void => {
    // `dvh` doesn't follow the on-screen keyboard everywhere; the visual viewport does.
    setMeasures(`:host { --_view-top: ${Math.round(viewport.offsetTop)}px; --_view-height: ${Math.round(viewport.height)}px; }`);
  };
  // The style sheet has the same without a keyboard or a zoomed page; to ask now would lay the page out before the panel is in it.
  environment.whenIdle(measure);
  viewport.addEventListener('resize', measure, { signal });
  viewport.addEventListener('scroll', measure, { signal });
}
