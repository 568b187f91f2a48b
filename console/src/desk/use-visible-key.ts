import { useApp } from '../console-app.js';

/** Gives the key to show on a button, or nothing while single-key shortcuts are switched off. */
export function useVisibleKey(): (key: string) => string | undefined {
  const on = useApp().settings.shortcuts.value;
  return (key) => (on ? key : undefined);
}
