import { useLayoutEffect, useRef } from 'preact/hooks';
import { useKit } from '../../../ui/kit.js';

/** A site's own content over the panel (`Callback.showOverlay`). */
export interface OverlayContent {
  readonly node: Node;
  readonly hideFooter: boolean;
}

export function Overlay({ content, onClose }: { content: OverlayContent; onClose(): void }) {
  const { translator } = useKit();
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    place.current?.replaceChildren(content.node);
    place.current?.focus();
  }, [content.node]);
  return (
    <div class="veil">
      <div class="question overlay" role="alertdialog" aria-labelledby="rb-title" aria-describedby="cx_callback_information">
        <div id="cx_callback_information" ref={place} tabIndex={-1} />
        {!content.hideFooter && (
          <div class="row one">
            <button type="button" class="go" onClick={onClose}>
              {translator.text('callback.CallbackOk')}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
