/* Runs in a page: what our cleaner makes of a site's markup, and what DOMPurify would still take away from that. */
import DOMPurify from 'dompurify';
import { safeHtml } from '../../widget/src/ui/safe-html.js';

export interface Verdict {
  readonly left: string;
  /** What the judge would take away. */
  readonly taken: readonly string[];
  /** What is left, read and written once more: where it changes, a second reader would see something else. */
  readonly again: string;
}

const inTemplate = (markup: string): string => {
  const template = document.createElement('template');
  template.innerHTML = markup;
  return template.innerHTML;
};

/** Cleans a text, shows what is left on the page, and has it judged. */
export function judge(markup: string): Verdict {
  const place = document.createElement('div');
  place.append(safeHtml(markup, document));
  const left = place.innerHTML;
  document.body.append(place);
  const judged = place.cloneNode(true);
  // Two attributes that are harmless, and not on the judge's own list. Texts with signs of markup stay texts: nobody reads them again.
  DOMPurify.sanitize(judged, { IN_PLACE: true, SANITIZE_DOM: false, SAFE_FOR_XML: false, ADD_ATTR: ['target', 'wrap'] });
  const taken = DOMPurify.removed.map((found) =>
    'attribute' in found ? `${found.from.nodeName}[${found.attribute?.name}]` : found.element.nodeName,
  );
  return { left, taken, again: inTemplate(left) };
}
