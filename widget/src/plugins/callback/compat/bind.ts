/** As far as it matters here. */
interface PageJQuery {
  (element: Element): { on(type: string, listener: (event: unknown) => void): unknown };
}
interface AnyEvent {
  readonly defaultPrevented?: boolean;
  isDefaultPrevented?(): boolean;
}

/** Binds a listener to an element itself. */
export type Bind = (element: Element, type: string, listener: (event: AnyEvent) => void) => void;

/**
 * Listeners stand on the elements themselves, through the page's jQuery where there is one: sites clone elements, call `off`,
 * or reorder jQuery's list to get rid of them or ahead of them, and expect that to work.
 */
export function bindBy(global: Record<string, unknown>): Bind {
  const jQuery = global['jQuery'];
  if (typeof jQuery === 'function') return (element, type, listener) => void (jQuery as PageJQuery)(element).on(type, listener as never);
  return (element, type, listener) => element.addEventListener(type, listener as EventListener);
}

/** Whether some listener has said that nothing shall come of an event. */
export const isPrevented = (event: AnyEvent): boolean => event.isDefaultPrevented?.() ?? event.defaultPrevented ?? false;
