/* Own drawings on the grid of 24 of `ui/Icon`. */
const HANDSET =
  'M5.2 4.5h3.1l1.7 4.2-2.1 1.5a12 12 0 005.9 5.9l1.5-2.1 4.2 1.7v3.1a1.6 1.6 0 01-1.7 1.6A15.4 15.4 0 013.6 6.2a1.6 1.6 0 011.6-1.7z';
const BUBBLE = 'M4 6.5A2.5 2.5 0 016.5 4h11A2.5 2.5 0 0120 6.5v7a2.5 2.5 0 01-2.5 2.5H10l-4.5 4v-4.2A2.5 2.5 0 014 13.5z';

const PATHS: Readonly<Record<string, string>> = {
  'call-incoming': `${HANDSET}M20 4l-5.5 5.5m0-4v4h4`,
  'call-outgoing': `${HANDSET}M14.5 9.5L20 4m-4 0h4v4`,
  phone: HANDSET,
  chat: `${BUBBLE}M8 8.5h8M8 11.7h5`,
  email: 'M6 5.5h12A2.5 2.5 0 0120.5 8v8a2.5 2.5 0 01-2.5 2.5H6A2.5 2.5 0 013.5 16V8A2.5 2.5 0 016 5.5zM4 7.5l8 6 8-6',
  videochat: 'M5.5 6.5h8a2 2 0 012 2v7a2 2 0 01-2 2h-8a2 2 0 01-2-2v-7a2 2 0 012-2zM15.5 10.8l5-2.8v8l-5-2.8',
  search: 'M17 10.8a6.2 6.2 0 11-12.4 0 6.2 6.2 0 0112.4 0zM15.3 15.3l4.2 4.2',
  cobrowse: 'M4.5 5h15v10.5h-15zM9 19h6M12 15.5V19',
};

/** Path of a drawing by the vendor's name for it; a bubble for names that have none. */
export const channelIcon = (name: string): string => PATHS[name] ?? BUBBLE;
