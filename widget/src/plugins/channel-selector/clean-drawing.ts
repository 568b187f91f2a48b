import type { Environment } from '../../environment.js';

/** What a drawing can't be made of: they would take the press, or say something of their own. */
const NO_DRAWING = 'a, button, input, select, textarea, form, h1, h2, h3, h4, h5, h6';

/** A site's own icon as harmless nodes. `undefined` when nothing to see is left of it. */
export async function cleanDrawing(html: unknown, { document, warn }: Pick<Environment, 'document' | 'warn'>): Promise<Node | undefined> {
  if (typeof html !== 'string' || html.trim() === '') return undefined;
  try {
    const { safeHtml } = await import('../../ui/safe-html.js');
    const place = document.createElement('span');
    place.append(safeHtml(html, document));
    if (!place.querySelector(NO_DRAWING) && place.firstChild) return place;
    warn('Option "channelselector.channels[].html" is ignored: expected a drawing, such as an <svg> or an <img>');
  } catch (cause) {
    warn('Option "channelselector.channels[].html" is ignored: its markup could not be read', cause);
  }
  return undefined;
}
