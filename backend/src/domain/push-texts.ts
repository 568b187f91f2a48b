import type { PushEvent } from '@ringback/contract';

/** What is told, in a language: title and body. `{number}` and `{code}` are filled in. */
interface Texts {
  readonly upcoming: readonly [title: string, body: string];
  /** Where the customer calls us. */
  readonly upcomingCallIn: readonly [title: string, body: string];
  readonly ready: readonly [title: string, body: string];
  readonly callIn: readonly [title: string, body: string];
  readonly callInWithCode: readonly [title: string, body: string];
  readonly purged: readonly [title: string, body: string];
  readonly attemptFailed: readonly [title: string, body: string];
  readonly finalAttemptFailed: readonly [title: string, body: string];
}

const TEXTS: Readonly<Record<string, Texts>> = {
  en: {
    upcoming: ['Your callback is near', 'We will call you in a few minutes. Please keep your phone at hand.'],
    upcomingCallIn: ['Your turn is near', 'In a few minutes you can call us without waiting.'],
    ready: ['It is your turn', 'Somebody is free to take your call. Get the number to call now.'],
    callIn: ['Call us now', 'Call {number}.'],
    callInWithCode: ['Call us now', 'Call {number} and enter the code {code}.'],
    purged: ['We could not call you in time', 'Your request has been removed from the queue. Please ask for a new callback.'],
    attemptFailed: ['We could not reach you', 'We will try to call you again later.'],
    finalAttemptFailed: ['We could not reach you', 'We have tried several times. Please ask for a new callback when it suits you.'],
  },
  de: {
    upcoming: ['Ihr Rückruf steht bevor', 'Wir rufen Sie in wenigen Minuten an. Bitte halten Sie Ihr Telefon bereit.'],
    upcomingCallIn: ['Sie sind bald an der Reihe', 'In wenigen Minuten können Sie uns ohne Wartezeit anrufen.'],
    ready: ['Sie sind an der Reihe', 'Jemand ist für Ihren Anruf frei. Rufen Sie jetzt die Nummer ab.'],
    callIn: ['Rufen Sie uns jetzt an', 'Wählen Sie {number}.'],
    callInWithCode: ['Rufen Sie uns jetzt an', 'Wählen Sie {number} und geben Sie den Code {code} ein.'],
    purged: [
      'Wir konnten Sie nicht rechtzeitig anrufen',
      'Ihre Anfrage ist nicht mehr in der Warteschlange. Bitte fordern Sie einen neuen Rückruf an.',
    ],
    attemptFailed: ['Wir haben Sie nicht erreicht', 'Wir versuchen es später noch einmal.'],
    finalAttemptFailed: [
      'Wir haben Sie nicht erreicht',
      'Wir haben es mehrmals versucht. Bitte fordern Sie einen neuen Rückruf an, wenn es Ihnen passt.',
    ],
  },
  fr: {
    upcoming: ['Votre rappel approche', 'Nous vous appelons dans quelques minutes. Gardez votre téléphone à portée de main.'],
    upcomingCallIn: ['C’est bientôt votre tour', 'Dans quelques minutes, vous pourrez nous appeler sans attendre.'],
    ready: ['C’est votre tour', 'Quelqu’un est disponible pour votre appel. Obtenez le numéro à appeler.'],
    callIn: ['Appelez-nous maintenant', 'Composez le {number}.'],
    callInWithCode: ['Appelez-nous maintenant', 'Composez le {number} et saisissez le code {code}.'],
    purged: ['Nous n’avons pas pu vous appeler à temps', 'Votre demande a été retirée de la file. Veuillez demander un nouveau rappel.'],
    attemptFailed: ['Nous n’avons pas pu vous joindre', 'Nous vous rappellerons plus tard.'],
    finalAttemptFailed: [
      'Nous n’avons pas pu vous joindre',
      'Nous avons essayé plusieurs fois. Demandez un nouveau rappel quand vous voudrez.',
    ],
  },
  es: {
    upcoming: ['Su llamada se acerca', 'Le llamaremos en unos minutos. Tenga el teléfono a mano.'],
    upcomingCallIn: ['Pronto será su turno', 'En unos minutos podrá llamarnos sin esperar.'],
    ready: ['Es su turno', 'Hay alguien libre para atender su llamada. Obtenga ahora el número.'],
    callIn: ['Llámenos ahora', 'Llame al {number}.'],
    callInWithCode: ['Llámenos ahora', 'Llame al {number} e introduzca el código {code}.'],
    purged: ['No pudimos llamarle a tiempo', 'Su solicitud se ha retirado de la cola. Solicite una nueva llamada.'],
    attemptFailed: ['No pudimos contactar con usted', 'Volveremos a llamarle más tarde.'],
    finalAttemptFailed: [
      'No pudimos contactar con usted',
      'Lo hemos intentado varias veces. Solicite una nueva llamada cuando le convenga.',
    ],
  },
  it: {
    upcoming: ['La sua richiamata è vicina', 'La chiameremo tra pochi minuti. Tenga il telefono a portata di mano.'],
    upcomingCallIn: ['Tra poco è il suo turno', 'Tra pochi minuti potrà chiamarci senza attendere.'],
    ready: ['È il suo turno', 'Qualcuno è libero per la sua chiamata. Richieda ora il numero.'],
    callIn: ['Ci chiami ora', 'Chiami il {number}.'],
    callInWithCode: ['Ci chiami ora', 'Chiami il {number} e inserisca il codice {code}.'],
    purged: ['Non siamo riusciti a chiamarla in tempo', 'La sua richiesta è stata tolta dalla coda. Richieda una nuova richiamata.'],
    attemptFailed: ['Non siamo riusciti a contattarla', 'Riproveremo più tardi.'],
    finalAttemptFailed: ['Non siamo riusciti a contattarla', 'Abbiamo provato più volte. Richieda una nuova richiamata quando preferisce.'],
  },
  pt: {
    upcoming: ['Sua chamada está próxima', 'Ligaremos em alguns minutos. Mantenha o telefone por perto.'],
    upcomingCallIn: ['Está quase na sua vez', 'Em alguns minutos você poderá ligar sem esperar.'],
    ready: ['É a sua vez', 'Há alguém livre para atender você. Obtenha o número agora.'],
    callIn: ['Ligue agora', 'Ligue para {number}.'],
    callInWithCode: ['Ligue agora', 'Ligue para {number} e digite o código {code}.'],
    purged: ['Não conseguimos ligar a tempo', 'Seu pedido saiu da fila. Solicite uma nova chamada.'],
    attemptFailed: ['Não conseguimos falar com você', 'Tentaremos ligar de novo mais tarde.'],
    finalAttemptFailed: ['Não conseguimos falar com você', 'Tentamos várias vezes. Solicite uma nova chamada quando quiser.'],
  },
  nl: {
    upcoming: ['Uw terugbelverzoek is bijna aan de beurt', 'We bellen u over een paar minuten. Houd uw telefoon bij de hand.'],
    upcomingCallIn: ['U bent bijna aan de beurt', 'Over een paar minuten kunt u ons bellen zonder te wachten.'],
    ready: ['U bent aan de beurt', 'Er is iemand vrij voor uw gesprek. Vraag nu het nummer op.'],
    callIn: ['Bel ons nu', 'Bel {number}.'],
    callInWithCode: ['Bel ons nu', 'Bel {number} en toets de code {code} in.'],
    purged: ['We konden u niet op tijd bellen', 'Uw verzoek staat niet meer in de wachtrij. Vraag een nieuw gesprek aan.'],
    attemptFailed: ['We konden u niet bereiken', 'We proberen het later opnieuw.'],
    finalAttemptFailed: [
      'We konden u niet bereiken',
      'We hebben het meermaals geprobeerd. Vraag een nieuw gesprek aan wanneer het u uitkomt.',
    ],
  },
  pl: {
    upcoming: ['Wkrótce oddzwonimy', 'Zadzwonimy za kilka minut. Prosimy mieć telefon pod ręką.'],
    upcomingCallIn: ['Wkrótce Twoja kolej', 'Za kilka minut możesz do nas zadzwonić bez czekania.'],
    ready: ['Twoja kolej', 'Ktoś czeka na Twoje połączenie. Pobierz teraz numer.'],
    callIn: ['Zadzwoń teraz', 'Zadzwoń pod {number}.'],
    callInWithCode: ['Zadzwoń teraz', 'Zadzwoń pod {number} i wpisz kod {code}.'],
    purged: ['Nie udało się oddzwonić na czas', 'Zgłoszenie usunięto z kolejki. Prosimy zamówić nową rozmowę.'],
    attemptFailed: ['Nie udało się połączyć', 'Spróbujemy ponownie później.'],
    finalAttemptFailed: ['Nie udało się połączyć', 'Próbowaliśmy kilka razy. Prosimy zamówić nową rozmowę w dogodnym czasie.'],
  },
  ja: {
    upcoming: ['まもなくお電話いたします', '数分後にお電話いたします。電話をお手元にご用意ください。'],
    upcomingCallIn: ['まもなくお客様の番です', '数分後に、お待ちいただかずにお電話いただけます。'],
    ready: ['お客様の番です', '担当者がお電話をお受けできます。今すぐ電話番号を取得してください。'],
    callIn: ['今すぐお電話ください', '{number} におかけください。'],
    callInWithCode: ['今すぐお電話ください', '{number} におかけになり、コード {code} を入力してください。'],
    purged: ['時間内にお電話できませんでした', 'ご依頼は待ち行列から外れました。あらためてお申し込みください。'],
    attemptFailed: ['お電話がつながりませんでした', '後ほどあらためておかけいたします。'],
    finalAttemptFailed: ['お電話がつながりませんでした', '何度かおかけしました。ご都合のよいときにあらためてお申し込みください。'],
  },
  zh: {
    upcoming: ['即将给您回电', '我们将在几分钟内致电，请保持电话畅通。'],
    upcomingCallIn: ['即将轮到您', '几分钟后您可以直接致电，无需等待。'],
    ready: ['轮到您了', '已有客服可以接听。请立即获取电话号码。'],
    callIn: ['请立即致电', '请拨打 {number}。'],
    callInWithCode: ['请立即致电', '请拨打 {number}，并输入验证码 {code}。'],
    purged: ['我们未能及时回电', '您的请求已移出队列，请重新预约回电。'],
    attemptFailed: ['未能联系到您', '我们稍后会再次致电。'],
    finalAttemptFailed: ['未能联系到您', '我们已多次致电，请在方便时重新预约回电。'],
  },
  ar: {
    upcoming: ['موعد الاتصال بك قريب', 'سنتصل بك خلال دقائق. يُرجى إبقاء هاتفك بالقرب منك.'],
    upcomingCallIn: ['اقترب دورك', 'خلال دقائق يمكنك الاتصال بنا دون انتظار.'],
    ready: ['حان دورك', 'يوجد من يمكنه استقبال مكالمتك. احصل على الرقم الآن.'],
    callIn: ['اتصل بنا الآن', 'اتصل على {number}.'],
    callInWithCode: ['اتصل بنا الآن', 'اتصل على {number} وأدخل الرمز {code}.'],
    purged: ['لم نتمكن من الاتصال بك في الوقت المناسب', 'أُزيل طلبك من قائمة الانتظار. يُرجى طلب مكالمة جديدة.'],
    attemptFailed: ['لم نتمكن من الوصول إليك', 'سنحاول الاتصال بك مرة أخرى لاحقًا.'],
    finalAttemptFailed: ['لم نتمكن من الوصول إليك', 'حاولنا عدة مرات. يُرجى طلب مكالمة جديدة في الوقت الذي يناسبك.'],
  },
  he: {
    upcoming: ['השיחה אליך מתקרבת', 'נתקשר אליך בעוד דקות אחדות. כדאי שהטלפון יהיה בהישג יד.'],
    upcomingCallIn: ['תורך מתקרב', 'בעוד דקות אחדות אפשר יהיה להתקשר אלינו בלי להמתין.'],
    ready: ['הגיע תורך', 'יש מי שפנוי לקבל את השיחה. אפשר לקבל עכשיו את המספר.'],
    callIn: ['אפשר להתקשר אלינו עכשיו', 'חייגו {number}.'],
    callInWithCode: ['אפשר להתקשר אלינו עכשיו', 'חייגו {number} והקישו את הקוד {code}.'],
    purged: ['לא הספקנו להתקשר אליך בזמן', 'הבקשה הוסרה מהתור. אפשר לבקש שיחה חדשה.'],
    attemptFailed: ['לא הצלחנו להשיג אותך', 'ננסה להתקשר שוב מאוחר יותר.'],
    finalAttemptFailed: ['לא הצלחנו להשיג אותך', 'ניסינו כמה פעמים. אפשר לבקש שיחה חדשה בזמן שנוח לך.'],
  },
};

/** Languages that have texts, by their ISO 639 code. */
export const PUSH_LANGUAGES: readonly string[] = Object.keys(TEXTS);

/** What the words depend on. */
export type Told =
  | { readonly event: Exclude<PushEvent, 'CALL_IN_READY'>; readonly callsUs: boolean }
  | { readonly event: 'CALL_IN_READY'; readonly phoneNumber: string; readonly accessCode: string | undefined };

/** PU2: title and body in the callback's language (`de-AT` as `de`), in English where there is none. */
export function pushText(language: string | undefined, told: Told): { title: string; body: string } {
  const texts = TEXTS[(language ?? 'en').toLowerCase().split(/[-_]/)[0] ?? 'en'] ?? (TEXTS['en'] as Texts);
  const [title, body] = wordsOf(texts, told);
  if (told.event !== 'CALL_IN_READY') return { title, body };
  return { title, body: body.replace('{number}', told.phoneNumber).replace('{code}', told.accessCode ?? '') };
}

function wordsOf(texts: Texts, told: Told): readonly [string, string] {
  switch (told.event) {
    case 'CALLBACK_UPCOMING':
      return told.callsUs ? texts.upcomingCallIn : texts.upcoming;
    case 'CALLBACK_READY':
      return texts.ready;
    case 'CALL_IN_READY':
      return told.accessCode === undefined ? texts.callIn : texts.callInWithCode;
    case 'CALLBACK_PURGED':
      return texts.purged;
    case 'CALLBACK_ATTEMPT_FAILED':
      return texts.attemptFailed;
    case 'CALLBACK_FINAL_ATTEMPT_FAILED':
      return texts.finalAttemptFailed;
  }
}
