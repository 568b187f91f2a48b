import type { Environment } from '../../environment.js';
import { deepActiveElement } from '../../ui/focus.js';
import type { ProactiveOptions } from './proactive-options.js';
import type { Trigger } from './protocol.js';

/** How long somebody must have stopped typing. */
const PAUSE_MS = 2000;
const TYPED_INTO = 'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="combobox"]';

export type TriggerDeps = Pick<Environment, 'document' | 'after' | 'matchMedia'>;

/** Whether somebody is in the middle of something, or not looking. */
const isBusy = (document: Document): boolean => document.hidden || (deepActiveElement(document)?.closest(TYPED_INTO) ?? null) !== null;

/**
 * Calls back once, when a trigger has gone off and the visitor neither types nor looks elsewhere.
 * @param signal ends the watch; nothing is left behind
 */
export function watchTriggers(
  options: ProactiveOptions,
  deps: TriggerDeps,
  signal: AbortSignal,
  onTrigger: (trigger: Trigger) => void,
): void {
  const { document, after } = deps;
  const watching = new AbortController();
  const timers = new Set<() => void>();
  let gone: Trigger | undefined;
  const end = (): void => {
    watching.abort();
    for (const callOff of timers) callOff();
  };
  signal.addEventListener('abort', end, { signal: watching.signal });
  const attempt = (): void => {
    if (gone === undefined || watching.signal.aborted || isBusy(document)) return;
    end();
    onTrigger(gone);
  };
  const wait = (ms: number, then: () => void): void => void timers.add(after(ms, then));
  const listen = <Type extends keyof DocumentEventMap>(type: Type, listener: (event: DocumentEventMap[Type]) => void): void =>
    document.addEventListener(type, listener, { signal: watching.signal, passive: true });
  const goOff = (trigger: Trigger): void => {
    if (gone !== undefined) return;
    gone = trigger;
    attempt();
    if (watching.signal.aborted) return;
    for (const type of ['focusout', 'visibilitychange'] as const) listen(type, () => wait(PAUSE_MS, attempt));
  };

  if (options.afterSeconds !== undefined) wait(options.afterSeconds * 1000, () => goOff('time'));
  if (options.scrollPercent !== undefined) {
    const wanted = options.scrollPercent;
    listen('scroll', () => seenPercent(document) >= wanted && goOff('scroll'));
  }
  // Fingers have no way out of the window that could be told.
  if (options.exitIntent && !deps.matchMedia('(pointer: coarse)')?.matches)
    listen('mouseout', ({ relatedTarget, clientY }) => relatedTarget === null && clientY <= 0 && goOff('exit'));
}

function seenPercent({ scrollingElement }: Document): number {
  if (!scrollingElement || scrollingElement.scrollHeight === 0) return 0;
  const { scrollTop, clientHeight, scrollHeight } = scrollingElement;
  return ((scrollTop + clientHeight) / scrollHeight) * 100;
}
