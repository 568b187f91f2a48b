import { useMemo } from 'preact/hooks';
import { useApp, type ConsoleApp } from '../console-app.js';
import { createPartEditor, type PartEditor, type PartEditorOptions } from './part-editor.js';

/** The editor of one part of the settings, for as long as its section is shown. */
export function usePartEditor<Value, Draft>(
  partOf: (api: ConsoleApp['api']) => Omit<PartEditorOptions<Value, Draft>, 'say'>,
): PartEditor<Draft> {
  const { api, say } = useApp();
  return useMemo(() => createPartEditor({ ...partOf(api), say }), []);
}
