import type { laterIcons } from './later-icons.js';

/* Own drawings on a grid of 24, stroked with the text's colour. */
const PATHS = {
  close: 'M6.5 6.5l11 11m0-11l-11 11',
  minimize: 'M6 12.5h12',
  back: 'M14.5 6l-6 6 6 6',
  down: 'M7 9.5l5 5 5-5',
  tick: 'M5.5 12.7l4.3 4.3 8.7-9.5',
  plus: 'M12 5.5v13M5.5 12h13',
  warn: 'M12 4.2l8.7 15.3H3.3zM12 10v4.3m0 2.5v.1',
} as const;
export type IconName = keyof typeof PATHS | keyof typeof laterIcons;
const paths: Partial<Record<IconName, string>> = { ...PATHS };

/** Drawings that only later screens have. */
export const addIcons = (more: typeof laterIcons): void => void Object.assign(paths, more);

/** A decoration: what it means stands in words beside it, or in the label of its button. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
