import type { Translator } from './translate.js';

/** What the offer of messages says; `Not-...` by the reason for which there are none. */
export type PushText = 'Offer' | 'Why' | 'On' | 'Asking' | `Not-${'denied' | 'dismissed' | 'unsupported' | 'not-configured' | 'failed'}`;

/**
 * By language. Not among the packed texts: few sites offer messages, and those who never see the offer shouldn't fetch its words.
 * A site's own text for `ringback.PushOffer` and so on goes before.
 */
export const PUSH_TEXTS: Readonly<Record<string, Readonly<Record<PushText, string>>>> = {
  en: {
    Offer: 'Tell me when it’s my turn',
    Why: 'Your browser asks first. We only send messages about this call.',
    On: 'We’ll tell you, even when this page is closed.',
    Asking: 'One moment…',
    'Not-denied': 'Messages are blocked for this site. You can allow them in your browser’s settings. Your booking stands.',
    'Not-dismissed': 'No messages then. Your booking stands, and you can change your mind.',
    'Not-unsupported': 'This browser can’t show messages. Your booking stands.',
    'Not-not-configured': 'Messages aren’t available on this site. Your booking stands.',
    'Not-failed': 'Messages couldn’t be switched on. Your booking stands; please try again later.',
  },
  de: {
    Offer: 'Bescheid geben, wenn ich dran bin',
    Why: 'Ihr Browser fragt zuerst. Wir schicken nur Nachrichten zu diesem Anruf.',
    On: 'Wir sagen Ihnen Bescheid, auch wenn diese Seite geschlossen ist.',
    Asking: 'Einen Moment…',
    'Not-denied':
      'Nachrichten sind für diese Website blockiert. In den Einstellungen Ihres Browsers können Sie sie erlauben. Ihr Rückruf bleibt gebucht.',
    'Not-dismissed': 'Dann keine Nachrichten. Ihr Rückruf bleibt gebucht, und Sie können es sich anders überlegen.',
    'Not-unsupported': 'Dieser Browser kann keine Nachrichten zeigen. Ihr Rückruf bleibt gebucht.',
    'Not-not-configured': 'Auf dieser Website gibt es keine Nachrichten. Ihr Rückruf bleibt gebucht.',
    'Not-failed': 'Nachrichten konnten nicht eingeschaltet werden. Ihr Rückruf bleibt gebucht; versuchen Sie es später noch einmal.',
  },
  fr: {
    Offer: 'Prévenez-moi quand c’est mon tour',
    Why: 'Votre navigateur demande d’abord. Nous n’envoyons que des messages sur cet appel.',
    On: 'Nous vous préviendrons, même si cette page est fermée.',
    Asking: 'Un instant…',
    'Not-denied':
      'Les messages sont bloqués pour ce site. Vous pouvez les autoriser dans les réglages du navigateur. Votre demande est maintenue.',
    'Not-dismissed': 'Pas de messages, alors. Votre demande est maintenue, et vous pouvez changer d’avis.',
    'Not-unsupported': 'Ce navigateur ne peut pas afficher de messages. Votre demande est maintenue.',
    'Not-not-configured': 'Ce site n’envoie pas de messages. Votre demande est maintenue.',
    'Not-failed': 'Les messages n’ont pas pu être activés. Votre demande est maintenue ; réessayez plus tard.',
  },
  es: {
    Offer: 'Avísenme cuando sea mi turno',
    Why: 'El navegador pregunta primero. Solo enviamos mensajes sobre esta llamada.',
    On: 'Le avisaremos, aunque cierre esta página.',
    Asking: 'Un momento…',
    'Not-denied': 'Los mensajes están bloqueados en este sitio. Puede permitirlos en los ajustes del navegador. Su solicitud sigue en pie.',
    'Not-dismissed': 'Entonces, sin mensajes. Su solicitud sigue en pie y puede cambiar de idea.',
    'Not-unsupported': 'Este navegador no puede mostrar mensajes. Su solicitud sigue en pie.',
    'Not-not-configured': 'Este sitio no ofrece mensajes. Su solicitud sigue en pie.',
    'Not-failed': 'No se han podido activar los mensajes. Su solicitud sigue en pie; inténtelo más tarde.',
  },
  it: {
    Offer: 'Avvisatemi quando tocca a me',
    Why: 'Il browser chiede prima il permesso. Inviamo solo messaggi su questa chiamata.',
    On: 'La avviseremo, anche a pagina chiusa.',
    Asking: 'Un momento…',
    'Not-denied':
      'I messaggi sono bloccati per questo sito. Può consentirli nelle impostazioni del browser. La Sua richiesta resta valida.',
    'Not-dismissed': 'Allora niente messaggi. La Sua richiesta resta valida e può cambiare idea.',
    'Not-unsupported': 'Questo browser non può mostrare messaggi. La Sua richiesta resta valida.',
    'Not-not-configured': 'Questo sito non offre messaggi. La Sua richiesta resta valida.',
    'Not-failed': 'Non è stato possibile attivare i messaggi. La Sua richiesta resta valida; riprovi più tardi.',
  },
  pt: {
    Offer: 'Avise-me quando for a minha vez',
    Why: 'O navegador pergunta antes. Só enviamos mensagens sobre esta ligação.',
    On: 'Avisaremos você, mesmo com esta página fechada.',
    Asking: 'Um momento…',
    'Not-denied':
      'As mensagens estão bloqueadas neste site. Você pode permiti-las nas configurações do navegador. Seu pedido continua valendo.',
    'Not-dismissed': 'Sem mensagens, então. Seu pedido continua valendo, e você pode mudar de ideia.',
    'Not-unsupported': 'Este navegador não mostra mensagens. Seu pedido continua valendo.',
    'Not-not-configured': 'Este site não oferece mensagens. Seu pedido continua valendo.',
    'Not-failed': 'Não foi possível ativar as mensagens. Seu pedido continua valendo; tente mais tarde.',
  },
  nl: {
    Offer: 'Laat me weten wanneer ik aan de beurt ben',
    Why: 'Uw browser vraagt het eerst. We sturen alleen berichten over dit gesprek.',
    On: 'We laten het u weten, ook als deze pagina gesloten is.',
    Asking: 'Een ogenblik…',
    'Not-denied':
      'Berichten zijn voor deze site geblokkeerd. U kunt ze toestaan in de instellingen van uw browser. Uw aanvraag blijft staan.',
    'Not-dismissed': 'Dan geen berichten. Uw aanvraag blijft staan, en u kunt zich nog bedenken.',
    'Not-unsupported': 'Deze browser kan geen berichten tonen. Uw aanvraag blijft staan.',
    'Not-not-configured': 'Deze site stuurt geen berichten. Uw aanvraag blijft staan.',
    'Not-failed': 'Berichten konden niet worden aangezet. Uw aanvraag blijft staan; probeer het later opnieuw.',
  },
  pl: {
    Offer: 'Powiadom mnie, gdy nadejdzie moja kolej',
    Why: 'Przeglądarka najpierw zapyta o zgodę. Wysyłamy tylko wiadomości o tej rozmowie.',
    On: 'Powiadomimy nawet wtedy, gdy ta strona będzie zamknięta.',
    Asking: 'Chwileczkę…',
    'Not-denied':
      'Powiadomienia są zablokowane dla tej strony. Można na nie zezwolić w ustawieniach przeglądarki. Zgłoszenie pozostaje ważne.',
    'Not-dismissed': 'W takim razie bez powiadomień. Zgłoszenie pozostaje ważne, a zdanie można zmienić.',
    'Not-unsupported': 'Ta przeglądarka nie pokazuje powiadomień. Zgłoszenie pozostaje ważne.',
    'Not-not-configured': 'Ta strona nie wysyła powiadomień. Zgłoszenie pozostaje ważne.',
    'Not-failed': 'Nie udało się włączyć powiadomień. Zgłoszenie pozostaje ważne; prosimy spróbować później.',
  },
  ja: {
    Offer: '順番が来たら知らせる',
    Why: '最初にブラウザーが許可を求めます。この通話に関する通知だけを送ります。',
    On: 'このページを閉じていてもお知らせします。',
    Asking: 'お待ちください…',
    'Not-denied': 'このサイトの通知はブロックされています。ブラウザーの設定で許可できます。ご予約はそのまま有効です。',
    'Not-dismissed': '通知は送りません。ご予約はそのまま有効で、後から変更できます。',
    'Not-unsupported': 'このブラウザーは通知を表示できません。ご予約はそのまま有効です。',
    'Not-not-configured': 'このサイトでは通知を利用できません。ご予約はそのまま有効です。',
    'Not-failed': '通知を有効にできませんでした。ご予約はそのまま有効です。後でもう一度お試しください。',
  },
  zh: {
    Offer: '轮到我时通知我',
    Why: '浏览器会先征求您的许可。我们只发送与本次通话有关的消息。',
    On: '即使关闭此页面，我们也会通知您。',
    Asking: '请稍候…',
    'Not-denied': '此网站的通知已被屏蔽。您可以在浏览器设置中允许。您的预约仍然有效。',
    'Not-dismissed': '那就不发送通知。您的预约仍然有效，您可以随时改变主意。',
    'Not-unsupported': '此浏览器无法显示通知。您的预约仍然有效。',
    'Not-not-configured': '此网站不提供通知。您的预约仍然有效。',
    'Not-failed': '无法开启通知。您的预约仍然有效，请稍后再试。',
  },
  ar: {
    Offer: 'أخبروني عندما يحين دوري',
    Why: 'سيطلب المتصفح إذنك أولاً. لا نرسل إلا رسائل تخص هذه المكالمة.',
    On: 'سنخبرك حتى لو كانت هذه الصفحة مغلقة.',
    Asking: 'لحظة من فضلك…',
    'Not-denied': 'الإشعارات محظورة لهذا الموقع. يمكنك السماح بها من إعدادات المتصفح. حجزك ما زال قائماً.',
    'Not-dismissed': 'لن نرسل إشعارات إذاً. حجزك ما زال قائماً، ويمكنك تغيير رأيك.',
    'Not-unsupported': 'لا يستطيع هذا المتصفح عرض الإشعارات. حجزك ما زال قائماً.',
    'Not-not-configured': 'لا يقدم هذا الموقع إشعارات. حجزك ما زال قائماً.',
    'Not-failed': 'تعذر تفعيل الإشعارات. حجزك ما زال قائماً؛ حاول مرة أخرى لاحقاً.',
  },
  he: {
    Offer: 'להודיע לי כשיגיע תורי',
    Why: 'הדפדפן ישאל קודם. נשלח רק הודעות על השיחה הזאת.',
    On: 'נודיע לך גם אם הדף הזה ייסגר.',
    Asking: 'רק רגע…',
    'Not-denied': 'ההודעות חסומות באתר הזה. אפשר לאשר אותן בהגדרות הדפדפן. ההזמנה שלך בתוקף.',
    'Not-dismissed': 'אז בלי הודעות. ההזמנה שלך בתוקף, ותמיד אפשר להתחרט.',
    'Not-unsupported': 'הדפדפן הזה לא יכול להציג הודעות. ההזמנה שלך בתוקף.',
    'Not-not-configured': 'האתר הזה לא שולח הודעות. ההזמנה שלך בתוקף.',
    'Not-failed': 'לא הצלחנו להפעיל הודעות. ההזמנה שלך בתוקף; כדאי לנסות שוב מאוחר יותר.',
  },
};

/** The site's own text, or ours in the language of the panel. */
export function pushText(key: PushText, { resolve, lang }: Pick<Translator, 'resolve' | 'lang'>): string {
  const reference = `@i18n:ringback.Push${key}`;
  const own = resolve(reference);
  if (own !== reference) return own;
  return (PUSH_TEXTS[lang.split('-')[0] ?? ''] ?? PUSH_TEXTS['en'])?.[key] ?? '';
}
