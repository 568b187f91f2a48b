import type { Translator } from './translate.js';

/** What is said of a signed identity: why some fields can't be changed, and that a request came without a good one. */
export type IdentityText = 'Why' | 'Refused';

/** By language. Only sites that sign for their visitors fetch it. A site's own text for `ringback.IdentityWhy` and so on goes before. */
export const IDENTITY_TEXTS: Readonly<Record<string, Readonly<Record<IdentityText, string>>>> = {
  en: {
    Why: 'Details with a lock come from your account and can’t be changed here.',
    Refused: 'Calls can be booked only while you are signed in on this site. Please sign in again or reload the page.',
  },
  de: {
    Why: 'Angaben mit Schloss stammen aus Ihrem Konto und lassen sich hier nicht ändern.',
    Refused:
      'Rückrufe können nur gebucht werden, solange Sie auf dieser Website angemeldet sind. Bitte melden Sie sich neu an oder laden Sie die Seite neu.',
  },
  fr: {
    Why: 'Les données marquées d’un cadenas viennent de votre compte et ne se modifient pas ici.',
    Refused: 'Un rappel ne peut être demandé que si vous êtes connecté à ce site. Reconnectez-vous ou rechargez la page.',
  },
  es: {
    Why: 'Los datos con un candado vienen de su cuenta y no se pueden cambiar aquí.',
    Refused: 'Solo se pueden pedir llamadas con la sesión iniciada en este sitio. Inicie sesión de nuevo o recargue la página.',
  },
  it: {
    Why: 'I dati con il lucchetto vengono dal Suo account e non si possono cambiare qui.',
    Refused: 'Si può prenotare una chiamata solo dopo aver effettuato l’accesso al sito. Acceda di nuovo o ricarichi la pagina.',
  },
  pt: {
    Why: 'Os dados com cadeado vêm da sua conta e não podem ser alterados aqui.',
    Refused: 'Só é possível pedir ligações com a sessão iniciada neste site. Entre novamente ou recarregue a página.',
  },
  nl: {
    Why: 'Gegevens met een slotje komen uit uw account en kunt u hier niet wijzigen.',
    Refused: 'U kunt alleen een gesprek boeken als u op deze site bent ingelogd. Log opnieuw in of laad de pagina opnieuw.',
  },
  pl: {
    Why: 'Dane z kłódką pochodzą z Twojego konta i nie można ich tu zmienić.',
    Refused: 'Rozmowę można umówić tylko po zalogowaniu się w tej witrynie. Zaloguj się ponownie lub odśwież stronę.',
  },
  ja: {
    Why: '鍵の付いた項目はアカウントの情報で、ここでは変更できません。',
    Refused: 'お電話の予約には、このサイトへのログインが必要です。もう一度ログインするか、ページを再読み込みしてください。',
  },
  zh: {
    Why: '带锁的信息来自您的账户，无法在此更改。',
    Refused: '登录本网站后才能预约来电。请重新登录或刷新页面。',
  },
  ar: {
    Why: 'البيانات التي بجانبها قفل مأخوذة من حسابك ولا يمكن تغييرها هنا.',
    Refused: 'لا يمكن حجز مكالمة إلا بعد تسجيل الدخول إلى هذا الموقع. سجّل الدخول من جديد أو أعد تحميل الصفحة.',
  },
  he: {
    Why: 'פרטים עם מנעול מגיעים מהחשבון שלך ואי אפשר לשנות אותם כאן.',
    Refused: 'אפשר להזמין שיחה רק כשמחוברים לאתר. נא להתחבר שוב או לטעון את הדף מחדש.',
  },
};

/** The site's own words, or ours in the language of the panel. */
export function identityText(key: IdentityText, { resolve, lang }: Pick<Translator, 'resolve' | 'lang'>): string {
  const reference = `@i18n:ringback.Identity${key}`;
  const own = resolve(reference);
  return own !== reference ? own : ((IDENTITY_TEXTS[lang.split('-')[0] ?? ''] ?? IDENTITY_TEXTS['en'])?.[key] ?? '');
}
