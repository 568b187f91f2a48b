import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import type { BusPlugin } from '../bus/bus-types.js';
import type { Environment } from '../environment.js';
import type { Translator } from '../i18n/translate.js';
import type { ReadonlySignal } from './signals.js';
import type { TimeText } from './time-text.js';

/** What every component of a panel may ask for. */
export interface Kit {
  readonly translator: Translator;
  readonly times: TimeText;
  readonly environment: Environment;
  /** Of the plugin that the panel belongs to; absent where parts of it are drawn alone. */
  readonly plugin?: Pick<BusPlugin<'Callback'>, 'command' | 'subscribe'>;
  /** Turns true once the panel has been seen: until then nothing moves. Absent where parts of it are drawn alone. */
  readonly settled?: ReadonlySignal<boolean>;
  /** Says a text to screen readers, once nobody else speaks. */
  announce(text: string): void;
  /** Where the label and the control of a field go, when a site says it. */
  readonly frame?: ((parts: { label: ComponentChildren; control: ComponentChildren }) => ComponentChildren) | undefined;
}

export const KitContext = createContext<Kit | undefined>(undefined);

export function useKit(): Kit {
  const kit = useContext(KitContext);
  if (!kit) throw new Error('A panel component was rendered outside of <KitContext.Provider>.');
  return kit;
}
