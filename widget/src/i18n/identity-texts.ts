import type { Translator } from './translate.js';

/** Why some fields can't be changed, by language; only sites that sign for their visitors fetch it. A site's own text for `ringback.IdentityWhy` goes before. */
export const IDENTITY_TEXTS: Readonly<Record<string, string>> = {
  en: 'Details with a lock come from your account and can’t be changed here.',
  de: 'Angaben mit Schloss stammen aus Ihrem Konto und lassen sich hier nicht ändern.',
  fr: 'Les données marquées d’un cadenas viennent de votre compte et ne se modifient pas ici.',
  es: 'Los datos con un candado vienen de su cuenta y no se pueden cambiar aquí.',
  it: 'I dati con il lucchetto vengono dal Suo account e non si possono cambiare qui.',
  pt: 'Os dados com cadeado vêm da sua conta e não podem ser alterados aqui.',
  nl: 'Gegevens met een slotje komen uit uw account en kunt u hier niet wijzigen.',
  pl: 'Dane z kłódką pochodzą z Twojego konta i nie można ich tu zmienić.',
  ja: '鍵の付いた項目はアカウントの情報で、ここでは変更できません。',
  zh: '带锁的信息来自您的账户，无法在此更改。',
  ar: 'البيانات التي بجانبها قفل مأخوذة من حسابك ولا يمكن تغييرها هنا.',
  he: 'פרטים עם מנעול מגיעים מהחשבון שלך ואי אפשר לשנות אותם כאן.',
};

/** The site's own words, or ours in the language of the panel. */
export function identityText({ resolve, lang }: Pick<Translator, 'resolve' | 'lang'>): string {
  const reference = '@i18n:ringback.IdentityWhy';
  const own = resolve(reference);
  return own !== reference ? own : (IDENTITY_TEXTS[lang.split('-')[0] ?? ''] ?? IDENTITY_TEXTS['en'] ?? '');
}
