import type { Translator } from './translate.js';

/** What the captcha says. */
export type CaptchaText =
  'Loading' | 'Expired' | 'Terms' | 'PrivacyPolicy' | 'TermsOfService' | `Not-${'unreachable' | 'unsolved' | 'dismissed' | 'failed'}`;

/**
 * By language. Not among the packed texts: few sites have a captcha, and visitors of the others shouldn't fetch its words.
 * A site's own text for `ringback.CaptchaLoading` and so on goes before. In `Terms` the two links have their places.
 */
export const CAPTCHA_TEXTS: Readonly<Record<string, Readonly<Record<CaptchaText, string>>>> = {
  en: {
    Loading: 'Loading the check that you are a person…',
    Expired: 'The check has run out. Please tick the box again.',
    Terms: 'This site is protected by reCAPTCHA and the Google <%Privacy%> and <%Service%> apply.',
    PrivacyPolicy: 'Privacy Policy',
    TermsOfService: 'Terms of Service',
    'Not-unreachable':
      'The check that you are a person couldn’t be loaded. Nothing is lost: look at your connection, or allow reCAPTCHA in your blocker.',
    'Not-unsolved': 'Please tick the box, then confirm again.',
    'Not-dismissed': 'The check was closed before it was done. Nothing was sent.',
    'Not-failed': 'The check that you are a person didn’t work. Nothing was sent.',
  },
  de: {
    Loading: 'Wir laden die Prüfung, ob Sie ein Mensch sind…',
    Expired: 'Die Prüfung ist abgelaufen. Bitte setzen Sie das Häkchen noch einmal.',
    Terms: 'Diese Website ist durch reCAPTCHA geschützt. Es gelten die <%Privacy%> und die <%Service%> von Google.',
    PrivacyPolicy: 'Datenschutzerklärung',
    TermsOfService: 'Nutzungsbedingungen',
    'Not-unreachable':
      'Die Prüfung, ob Sie ein Mensch sind, konnte nicht geladen werden. Nichts ist verloren: Prüfen Sie Ihre Verbindung, oder erlauben Sie reCAPTCHA in Ihrem Blocker.',
    'Not-unsolved': 'Bitte setzen Sie das Häkchen und bestätigen Sie dann noch einmal.',
    'Not-dismissed': 'Die Prüfung wurde geschlossen, bevor sie fertig war. Es wurde nichts gesendet.',
    'Not-failed': 'Die Prüfung, ob Sie ein Mensch sind, hat nicht funktioniert. Es wurde nichts gesendet.',
  },
  fr: {
    Loading: 'Chargement de la vérification que vous êtes une personne…',
    Expired: 'La vérification a expiré. Veuillez cocher la case à nouveau.',
    Terms: 'Ce site est protégé par reCAPTCHA ; les <%Privacy%> et les <%Service%> de Google s’appliquent.',
    PrivacyPolicy: 'règles de confidentialité',
    TermsOfService: 'conditions d’utilisation',
    'Not-unreachable':
      'La vérification que vous êtes une personne n’a pas pu être chargée. Rien n’est perdu : vérifiez votre connexion, ou autorisez reCAPTCHA dans votre bloqueur.',
    'Not-unsolved': 'Veuillez cocher la case, puis confirmer à nouveau.',
    'Not-dismissed': 'La vérification a été fermée avant la fin. Rien n’a été envoyé.',
    'Not-failed': 'La vérification que vous êtes une personne n’a pas fonctionné. Rien n’a été envoyé.',
  },
  es: {
    Loading: 'Cargando la comprobación de que es una persona…',
    Expired: 'La comprobación ha caducado. Marque la casilla otra vez.',
    Terms: 'Este sitio está protegido por reCAPTCHA y se aplican la <%Privacy%> y los <%Service%> de Google.',
    PrivacyPolicy: 'Política de Privacidad',
    TermsOfService: 'Términos del Servicio',
    'Not-unreachable':
      'No se ha podido cargar la comprobación de que es una persona. No se ha perdido nada: revise su conexión o permita reCAPTCHA en su bloqueador.',
    'Not-unsolved': 'Marque la casilla y confirme otra vez.',
    'Not-dismissed': 'La comprobación se cerró antes de terminar. No se ha enviado nada.',
    'Not-failed': 'La comprobación de que es una persona no ha funcionado. No se ha enviado nada.',
  },
  it: {
    Loading: 'Stiamo caricando la verifica che Lei sia una persona…',
    Expired: 'La verifica è scaduta. Spunti di nuovo la casella.',
    Terms: 'Questo sito è protetto da reCAPTCHA e si applicano le <%Privacy%> e i <%Service%> di Google.',
    PrivacyPolicy: 'Norme sulla privacy',
    TermsOfService: 'Termini di servizio',
    'Not-unreachable':
      'Non è stato possibile caricare la verifica che Lei sia una persona. Nulla è perso: controlli la connessione o consenta reCAPTCHA nel Suo blocco.',
    'Not-unsolved': 'Spunti la casella, poi confermi di nuovo.',
    'Not-dismissed': 'La verifica è stata chiusa prima della fine. Non è stato inviato nulla.',
    'Not-failed': 'La verifica che Lei sia una persona non ha funzionato. Non è stato inviato nulla.',
  },
  pt: {
    Loading: 'Carregando a verificação de que você é uma pessoa…',
    Expired: 'A verificação expirou. Marque a caixa novamente.',
    Terms: 'Este site é protegido pelo reCAPTCHA, e aplicam-se a <%Privacy%> e os <%Service%> do Google.',
    PrivacyPolicy: 'Política de Privacidade',
    TermsOfService: 'Termos de Serviço',
    'Not-unreachable':
      'Não foi possível carregar a verificação de que você é uma pessoa. Nada se perdeu: confira sua conexão ou permita o reCAPTCHA no seu bloqueador.',
    'Not-unsolved': 'Marque a caixa e confirme novamente.',
    'Not-dismissed': 'A verificação foi fechada antes do fim. Nada foi enviado.',
    'Not-failed': 'A verificação de que você é uma pessoa não funcionou. Nada foi enviado.',
  },
  nl: {
    Loading: 'We laden de controle of u een mens bent…',
    Expired: 'De controle is verlopen. Zet het vinkje opnieuw.',
    Terms: 'Deze site wordt beschermd door reCAPTCHA. Het <%Privacy%> en de <%Service%> van Google zijn van toepassing.',
    PrivacyPolicy: 'privacybeleid',
    TermsOfService: 'servicevoorwaarden',
    'Not-unreachable':
      'De controle of u een mens bent kon niet worden geladen. Er is niets verloren: kijk naar uw verbinding, of sta reCAPTCHA toe in uw blokkeerder.',
    'Not-unsolved': 'Zet het vinkje en bevestig dan opnieuw.',
    'Not-dismissed': 'De controle is gesloten voordat ze klaar was. Er is niets verstuurd.',
    'Not-failed': 'De controle of u een mens bent is niet gelukt. Er is niets verstuurd.',
  },
  pl: {
    Loading: 'Wczytujemy sprawdzenie, czy jest Pan/Pani człowiekiem…',
    Expired: 'Sprawdzenie wygasło. Proszę ponownie zaznaczyć pole.',
    Terms: 'Ta strona jest chroniona przez reCAPTCHA. Obowiązują <%Privacy%> i <%Service%> Google.',
    PrivacyPolicy: 'polityka prywatności',
    TermsOfService: 'warunki korzystania z usług',
    'Not-unreachable':
      'Nie udało się wczytać sprawdzenia, czy jest Pan/Pani człowiekiem. Nic nie przepadło: proszę sprawdzić połączenie albo zezwolić na reCAPTCHA w programie blokującym.',
    'Not-unsolved': 'Proszę zaznaczyć pole i potwierdzić jeszcze raz.',
    'Not-dismissed': 'Sprawdzenie zamknięto przed końcem. Nic nie zostało wysłane.',
    'Not-failed': 'Sprawdzenie, czy jest Pan/Pani człowiekiem, nie powiodło się. Nic nie zostało wysłane.',
  },
  ja: {
    Loading: '人による操作かどうかの確認を読み込んでいます…',
    Expired: '確認の有効期限が切れました。もう一度チェックを入れてください。',
    Terms: 'このサイトは reCAPTCHA で保護されており、Google の<%Privacy%>と<%Service%>が適用されます。',
    PrivacyPolicy: 'プライバシーポリシー',
    TermsOfService: '利用規約',
    'Not-unreachable':
      '人による操作かどうかの確認を読み込めませんでした。入力内容は失われていません。接続をご確認いただくか、ブロッカーで reCAPTCHA を許可してください。',
    'Not-unsolved': 'チェックを入れてから、もう一度確定してください。',
    'Not-dismissed': '確認が途中で閉じられました。何も送信されていません。',
    'Not-failed': '人による操作かどうかを確認できませんでした。何も送信されていません。',
  },
  zh: {
    Loading: '正在加载真人验证…',
    Expired: '验证已过期，请重新勾选。',
    Terms: '本网站受 reCAPTCHA 保护，并适用 Google 的<%Privacy%>和<%Service%>。',
    PrivacyPolicy: '隐私权政策',
    TermsOfService: '服务条款',
    'Not-unreachable': '无法加载真人验证。您填写的内容没有丢失：请检查网络连接，或在拦截工具中允许 reCAPTCHA。',
    'Not-unsolved': '请先勾选，然后再次确认。',
    'Not-dismissed': '验证在完成前被关闭，没有发送任何内容。',
    'Not-failed': '真人验证未能完成，没有发送任何内容。',
  },
  ar: {
    Loading: 'جارٍ تحميل التحقق من أنك إنسان…',
    Expired: 'انتهت مدة التحقق. يُرجى وضع العلامة مرة أخرى.',
    Terms: 'هذا الموقع محمي بواسطة reCAPTCHA وتنطبق عليه <%Privacy%> و<%Service%> من Google.',
    PrivacyPolicy: 'سياسة الخصوصية',
    TermsOfService: 'بنود الخدمة',
    'Not-unreachable': 'تعذر تحميل التحقق من أنك إنسان. لم يُفقد شيء: تحقق من اتصالك أو اسمح بـ reCAPTCHA في أداة الحجب.',
    'Not-unsolved': 'يُرجى وضع العلامة في المربع ثم التأكيد مرة أخرى.',
    'Not-dismissed': 'أُغلق التحقق قبل اكتماله. لم يُرسل شيء.',
    'Not-failed': 'لم ينجح التحقق من أنك إنسان. لم يُرسل شيء.',
  },
  he: {
    Loading: 'טוענים את הבדיקה שבצד השני יש אדם…',
    Expired: 'תוקף הבדיקה פג. נא לסמן את התיבה שוב.',
    Terms: 'האתר הזה מוגן על ידי reCAPTCHA וחלים עליו <%Privacy%> ו<%Service%> של Google.',
    PrivacyPolicy: 'מדיניות הפרטיות',
    TermsOfService: 'התנאים וההגבלות',
    'Not-unreachable': 'לא הצלחנו לטעון את הבדיקה שבצד השני יש אדם. שום דבר לא אבד: כדאי לבדוק את החיבור, או לאפשר reCAPTCHA בחוסם.',
    'Not-unsolved': 'נא לסמן את התיבה ואז לאשר שוב.',
    'Not-dismissed': 'הבדיקה נסגרה לפני שהסתיימה. שום דבר לא נשלח.',
    'Not-failed': 'הבדיקה שבצד השני יש אדם לא הצליחה. שום דבר לא נשלח.',
  },
};

/** The site's own text, or ours in the language of the panel. */
export function captchaText(key: CaptchaText, { resolve, lang }: Pick<Translator, 'resolve' | 'lang'>): string {
  const reference = `@i18n:ringback.Captcha${key}`;
  const own = resolve(reference);
  if (own !== reference) return own;
  return (CAPTCHA_TEXTS[lang.split('-')[0] ?? ''] ?? CAPTCHA_TEXTS['en'])?.[key] ?? '';
}
