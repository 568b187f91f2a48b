import { captchaRemark, captchaTerms } from '../../../panel/captcha/captcha-remark.js';
import { make } from '../../../ui/page-nodes.js';
import { prepareCaptcha } from '../prepare-captcha.js';
import type { CaptchaView } from '../../recaptcha/protocol.js';
import type { SessionParts } from './show-session.js';

/** The place of a captcha in the vendor's form: what its provider draws, and the words around it. Empty on sites without one. */
export interface CaptchaRow {
  readonly element: HTMLElement;
  /** What the provider draws in. */
  readonly place: HTMLElement;
  /** Follows the offer: to be called in an effect. */
  update(): void;
  end(): void;
}

export function createCaptchaRow(parts: SessionParts): CaptchaRow {
  const { document, plugin, session, translator, bind } = parts;
  const place = make(document, 'div', 'cx-captcha-place');
  const words = make(document, 'p', 'cx-captcha-words');
  const again = make(document, 'button', 'cx-btn cx-btn-default', translator.text('ringback.TryAgain'));
  const terms = make(document, 'p', 'cx-captcha-terms');
  const element = make(document, 'div', 'cx-captcha', place, words, again, terms);
  words.setAttribute('role', 'alert');
  again.type = 'button';
  again.hidden = true;
  bind(again, 'click', () => void plugin.command('Recaptcha.prepare', { container: place }));
  const show = (view: CaptchaView): void => {
    const remark = captchaRemark(view, translator);
    words.textContent = remark?.text ?? '';
    again.hidden = !remark?.mayRetry;
    terms.replaceChildren(...(view.terms ? captchaTerms(translator).map(({ text, href }) => pieceOf(text, href, document)) : []));
  };
  let isAsked = false;
  const leave: (() => void)[] = [];
  return {
    element,
    place,
    update() {
      const { captcha } = session.offer.value;
      if (!captcha || isAsked) return;
      isAsked = true;
      leave.push(plugin.subscribe('Recaptcha.changed', ({ data }) => show(data)));
      leave.push(prepareCaptcha(plugin, session, { offer: captcha, container: place }));
    },
    end: () => leave.forEach((stop) => stop()),
  };
}

function pieceOf(text: string, href: string | undefined, document: Document): Node {
  if (href === undefined) return document.createTextNode(text);
  const link = make(document, 'a', '', text);
  Object.assign(link, { href, target: '_blank', rel: 'noopener' });
  return link;
}
