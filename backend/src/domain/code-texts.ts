/** SE5: what a code comes with, in a language. `{code}` is filled in: as it is to be read, or digit by digit to be said. */
interface Texts {
  readonly sms: string;
  readonly voice: string;
}

const TEXTS: Readonly<Record<string, Texts>> = {
  en: {
    sms: '{code} is your code to confirm the callback. It is good for 10 minutes. Not you? Then ignore this message, and tell nobody the code.',
    voice: 'Hello. Your code to confirm the callback is: {code}. I repeat: {code}. If you did not ask for it, just hang up.',
  },
  de: {
    sms: '{code} ist Ihr Code, um den Rückruf zu bestätigen. Er gilt 10 Minuten. Nicht angefordert? Dann nicht beachten und niemandem weitergeben.',
    voice:
      'Guten Tag. Ihr Code, um den Rückruf zu bestätigen, lautet: {code}. Ich wiederhole: {code}. Haben Sie ihn nicht angefordert, legen Sie einfach auf.',
  },
  fr: {
    sms: '{code} est votre code pour confirmer le rappel. Il est valable 10 minutes. Pas demandé ? Ignorez ce message et ne donnez ce code à personne.',
    voice: 'Bonjour. Votre code pour confirmer le rappel est : {code}. Je répète : {code}. Si vous ne l’avez pas demandé, raccrochez.',
  },
  es: {
    sms: '{code} es su código para confirmar la llamada. Vale 10 minutos. ¿No lo ha pedido? Ignore este mensaje y no dé el código a nadie.',
    voice: 'Hola. Su código para confirmar la llamada es: {code}. Repito: {code}. Si no lo ha pedido, cuelgue.',
  },
  it: {
    sms: '{code} è il codice per confermare la richiamata. Vale 10 minuti. Non l’ha chiesto? Ignori il messaggio e non dia il codice a nessuno.',
    voice: 'Buongiorno. Il codice per confermare la richiamata è: {code}. Ripeto: {code}. Se non l’ha chiesto, riagganci.',
  },
  pt: {
    sms: '{code} é o seu código para confirmar a ligação. Vale por 10 minutos. Não pediu? Ignore esta mensagem e não passe o código a ninguém.',
    voice: 'Olá. O seu código para confirmar a ligação é: {code}. Repito: {code}. Se não pediu, é só desligar.',
  },
  nl: {
    sms: '{code} is uw code om het terugbelverzoek te bevestigen. Hij is 10 minuten geldig. Niet aangevraagd? Negeer dit bericht en geef de code aan niemand.',
    voice: 'Hallo. Uw code om het terugbelverzoek te bevestigen is: {code}. Ik herhaal: {code}. Hebt u er niet om gevraagd, hang dan op.',
  },
  pl: {
    sms: '{code} to kod potwierdzający prośbę o telefon. Jest ważny 10 minut. To nie Ty? Zignoruj tę wiadomość i nikomu nie podawaj kodu.',
    voice: 'Dzień dobry. Kod potwierdzający prośbę o telefon to: {code}. Powtarzam: {code}. Jeśli to pomyłka, proszę się rozłączyć.',
  },
  ja: {
    sms: '折り返し電話の確認コードは {code} です。10分間有効です。お心当たりがない場合は無視し、コードを誰にも教えないでください。',
    voice: 'こんにちは。折り返し電話の確認コードは、{code}、です。繰り返します。{code}。お心当たりがない場合は、電話をお切りください。',
  },
  zh: {
    sms: '{code} 是您确认回电的验证码，10 分钟内有效。如非本人操作，请忽略此消息，切勿将验证码告诉他人。',
    voice: '您好。您确认回电的验证码是：{code}。重复一遍：{code}。如非本人操作，请直接挂断。',
  },
  ar: {
    sms: '{code} هو رمز تأكيد طلب الاتصال. صالح لمدة 10 دقائق. لم تطلبه؟ تجاهل هذه الرسالة ولا تعط الرمز لأحد.',
    voice: 'مرحباً. رمز تأكيد طلب الاتصال هو: {code}. أكرر: {code}. إذا لم تطلبه، فأغلق الخط.',
  },
  he: {
    sms: '{code} הוא הקוד לאישור השיחה החוזרת. הוא בתוקף ל-10 דקות. לא ביקשת? אפשר להתעלם מההודעה, ולא למסור את הקוד לאיש.',
    voice: 'שלום. הקוד לאישור השיחה החוזרת הוא: {code}. אני חוזר: {code}. אם לא ביקשת אותו, אפשר לנתק.',
  },
};

/** Languages that have texts, by their ISO 639 code. */
export const CODE_LANGUAGES: readonly string[] = Object.keys(TEXTS);

/** The words for a code in the visitor's language (`de-AT` as `de`), in English where there are none, and the language that they are in. */
export function codeText(
  way: keyof Texts,
  code: string,
  language: string | undefined,
): { readonly text: string; readonly language: string } {
  const asked = (language ?? '').toLowerCase().split(/[-_]/)[0] ?? '';
  const known = Object.hasOwn(TEXTS, asked) ? asked : 'en';
  // With pauses, a digit at a time: a number of six digits nobody can write down.
  const shown = way === 'voice' ? [...code].join(', ') : code;
  return { text: (TEXTS[known] as Texts)[way].replaceAll('{code}', shown), language: known };
}
