/* Own drawings on a grid of 24, stroked with the text's colour. */
const PATHS = {
  close: 'M6.5 6.5l11 11m0-11l-11 11',
  minimize: 'M6 12.5h12',
  back: 'M14.5 6l-6 6 6 6',
  down: 'M7 9.5l5 5 5-5',
  tick: 'M5.5 12.7l4.3 4.3 8.7-9.5',
  plus: 'M12 5.5v13M5.5 12h13',
  calendar:
    'M6.5 5.5h11a2.5 2.5 0 012.5 2.5v9.5a2.5 2.5 0 01-2.5 2.5h-11A2.5 2.5 0 014 17.5V8a2.5 2.5 0 012.5-2.5zM4 10.2h16M8.5 3.5v4m7-4v4',
  change: 'M4.5 19.5l1-4.2L15.8 5a1.7 1.7 0 012.4 0l.8.8a1.7 1.7 0 010 2.4L8.7 18.5zM13.5 7.3l3.2 3.2',
  globe: 'M20.5 12a8.5 8.5 0 11-17 0 8.5 8.5 0 0117 0zM3.5 12h17M12 3.5c4.7 5 4.7 12 0 17m0-17c-4.7 5-4.7 12 0 17',
  warn: 'M12 4.2l8.7 15.3H3.3zM12 10v4.3m0 2.5v.1',
  clock: 'M20.5 12a8.5 8.5 0 11-17 0 8.5 8.5 0 0117 0zM12 7.5V12l3 2',
  search: 'M17 10.8a6.2 6.2 0 11-12.4 0 6.2 6.2 0 0112.4 0zM15.3 15.3l4.2 4.2',
  phone:
    'M5.2 4.5h3.1l1.7 4.2-2.1 1.5a12 12 0 005.9 5.9l1.5-2.1 4.2 1.7v3.1a1.6 1.6 0 01-1.7 1.6A15.4 15.4 0 013.6 6.2a1.6 1.6 0 011.6-1.7z',
  offline:
    'M4 4l16 16M8.5 15.8a5 5 0 017 0M5.3 12.4a9.5 9.5 0 013.9-2.3m5.8.2a9.5 9.5 0 013.7 2.1M2.5 8.9a14 14 0 014.3-2.7M11 5.1a14 14 0 0110.5 3.8M12 19.3v.1',
} as const;
export type IconName = keyof typeof PATHS;

/** A decoration: what it means stands in words beside it, or in the label of its button. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
