/** The element that has the focus, also inside open shadow roots. */
export function deepActiveElement(document: Document): HTMLElement | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active && active !== document.body ? (active as HTMLElement) : undefined;
}

/** Gives the focus back to where it came from, when that is still there. */
export function returnFocus(element: HTMLElement | undefined): void {
  if (element?.isConnected) element.focus({ preventScroll: true });
}
