import { useLayoutEffect, useRef } from 'preact/hooks';
import { useKit } from '../../ui/kit.js';
import { nodesOf, type Template } from './template.js';

/** A site's own part of the form: an element of the page as it is, markup without what could run. */
export function HtmlPart({ content }: { content: Template }) {
  const { environment } = useKit();
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const nodes = typeof content === 'string' ? nodesOf(content, environment.document) : [content];
    place.current?.replaceChildren(...nodes);
  }, [content]);
  // In a form, a button without a type submits it.
  const onClick = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('button:not([type])')) event.preventDefault();
  };
  return <div class="own" ref={place} onClick={onClick} />;
}
