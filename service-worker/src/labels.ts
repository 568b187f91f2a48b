/** What the buttons of a notification say; texts of the notification itself come with the message, in the callback's language. */
interface Labels {
  readonly confirm: string;
  readonly getNumber: string;
  readonly call: string;
  readonly cancel: string;
}

const LABELS: Readonly<Record<string, Labels>> = {
  en: { confirm: "I'm ready", getNumber: 'Get the number', call: 'Call now', cancel: 'Cancel' },
  de: { confirm: 'Ich bin bereit', getNumber: 'Nummer holen', call: 'Jetzt anrufen', cancel: 'Absagen' },
  fr: { confirm: 'Je suis prêt(e)', getNumber: 'Obtenir le numéro', call: 'Appeler', cancel: 'Annuler' },
  es: { confirm: 'Estoy listo', getNumber: 'Obtener el número', call: 'Llamar ahora', cancel: 'Cancelar' },
  it: { confirm: 'Ci sono', getNumber: 'Ricevi il numero', call: 'Chiama ora', cancel: 'Annulla' },
  pt: { confirm: 'Estou pronto', getNumber: 'Obter o número', call: 'Ligar agora', cancel: 'Cancelar' },
  nl: { confirm: 'Ik ben er klaar voor', getNumber: 'Nummer ophalen', call: 'Nu bellen', cancel: 'Annuleren' },
  pl: { confirm: 'Czekam na telefon', getNumber: 'Pobierz numer', call: 'Zadzwoń teraz', cancel: 'Anuluj' },
  ja: { confirm: '準備できました', getNumber: '番号を取得', call: '今すぐ電話', cancel: 'キャンセル' },
  zh: { confirm: '我准备好了', getNumber: '获取号码', call: '立即拨打', cancel: '取消' },
  ar: { confirm: 'أنا جاهز', getNumber: 'احصل على الرقم', call: 'اتصل الآن', cancel: 'إلغاء' },
  he: { confirm: 'אני מוכן', getNumber: 'קבלת המספר', call: 'להתקשר עכשיו', cancel: 'ביטול' },
};

/** Of the first language that there is one for, else English. */
export function labelsFor(languages: readonly string[]): Labels {
  for (const language of languages) {
    const labels = LABELS[language.split('-')[0]?.toLowerCase() ?? ''];
    if (labels) return labels;
  }
  return LABELS['en'] as Labels;
}
