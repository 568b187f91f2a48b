import { useEffect } from 'preact/hooks';
import type { Bus } from '../../bus/bus-types.js';
import type { CaptchaPlaceOptions, CaptchaView } from '../../plugins/recaptcha/protocol.js';
import { useKit } from '../../ui/kit.js';
import { Note } from '../../ui/Note.js';
import { useSignal } from '../../ui/signals.js';
import { useCss } from '../../ui/use-css.js';
import { captchaRemark, captchaTerms } from './captcha-remark.js';
import css from './captcha-area.css?inline';

/** What the provider draws, what there is to say about it, and the provider's terms where its badge is hidden. */
export function CaptchaArea({ bus }: { bus: Pick<Bus, 'command' | 'subscribe'> }) {
  const { translator } = useKit();
  const view = useSignal<CaptchaView | undefined>(undefined);
  useEffect(() => bus.subscribe('Recaptcha.changed', ({ data }) => void (view.value = data)), [bus]);
  const place = useCss<HTMLDivElement>(css);
  const shown = view.value;
  const remark = shown && captchaRemark(shown, translator);
  return (
    <div class="captcha" ref={place} data-at={remark && shown?.state.at}>
      <slot name="captcha" />
      {remark && !remark.isWarning && (
        <p class="fine" role="status">
          {remark.text}
        </p>
      )}
      <div role="alert">
        {remark?.isWarning && (
          <Note icon="warn" tone="warn">
            {remark.text}
          </Note>
        )}
      </div>
      {remark?.mayRetry && (
        <div class="ways">
          <button type="button" class="way" onClick={({ currentTarget }) => void bus.command('Recaptcha.prepare', placeOf(currentTarget))}>
            {translator.text('ringback.TryAgain')}
          </button>
        </div>
      )}
      {shown?.terms && <Terms />}
    </div>
  );
}

/** The panel that this part stands in: there may be another one on the page. */
function placeOf(part: Element): CaptchaPlaceOptions {
  const root = part.getRootNode();
  return root instanceof ShadowRoot && root.host instanceof HTMLElement ? { container: root.host } : {};
}

function Terms() {
  const { translator } = useKit();
  return (
    <p class="fine terms">
      {captchaTerms(translator).map(({ text, href }) =>
        href === undefined ? (
          text
        ) : (
          <a key={href} href={href} target="_blank" rel="noopener">
            {text}
          </a>
        ),
      )}
    </p>
  );
}
