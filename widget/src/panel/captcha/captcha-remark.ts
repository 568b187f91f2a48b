import { captchaText, type CaptchaText } from '../../i18n/captcha-texts.js';
import type { Translator } from '../../i18n/translate.js';
import type { CaptchaView } from '../../plugins/recaptcha/protocol.js';

/** What is to be said beside a checkbox. */
export interface CaptchaRemark {
  readonly text: string;
  /** Something is wrong, and the visitor can do something about it. */
  readonly isWarning: boolean;
  /** Loading it again may help. */
  readonly mayRetry: boolean;
}

/** Undefined when the captcha speaks for itself. The other kinds show nothing before something is sent; then it is told with the request. */
export function captchaRemark({ provider, state }: CaptchaView, translator: Translator): CaptchaRemark | undefined {
  if (provider !== 'recaptcha-v2-checkbox') return undefined;
  const say = (key: CaptchaText): string => captchaText(key, translator);
  switch (state.at) {
    case 'idle':
    case 'waiting':
    case 'asking':
    case 'solved':
      return undefined;
    case 'loading':
      return { text: say('Loading'), isWarning: false, mayRetry: false };
    case 'expired':
      return { text: say('Expired'), isWarning: true, mayRetry: false };
    case 'refused':
      if (state.reason === 'not-configured') return undefined;
      return { text: say(`Not-${state.reason}`), isWarning: true, mayRetry: state.reason !== 'unsolved' };
    default:
      return state satisfies never;
  }
}

/** A piece of the provider's terms: words, or a link. */
export interface TermsPiece {
  readonly text: string;
  readonly href?: string;
}

/** The words that have to be shown where the provider's badge is hidden. */
export function captchaTerms(translator: Translator): readonly TermsPiece[] {
  const links: Readonly<Record<string, TermsPiece>> = {
    '<%Privacy%>': { text: captchaText('PrivacyPolicy', translator), href: 'https://policies.google.com/privacy' },
    '<%Service%>': { text: captchaText('TermsOfService', translator), href: 'https://policies.google.com/terms' },
  };
  const pieces = captchaText('Terms', translator).split(/(<%Privacy%>|<%Service%>)/);
  return pieces.map((piece) => links[piece] ?? { text: piece });
}
