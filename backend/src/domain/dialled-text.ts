/** A number as a telephony side writes it, in E.164 where that can be told; whatever else it is stays as it is. */
export function dialledNumber(text: string): string {
  const bare = text.replaceAll(/[\s().-]/g, '');
  if (/^\+[1-9]\d{1,14}$/.test(bare)) return bare;
  if (/^00[1-9]\d{5,14}$/.test(bare)) return `+${bare.slice(2)}`;
  return /^[1-9]\d{7,14}$/.test(bare) ? `+${bare}` : text.trim();
}

/** The digits of a code as somebody types it on a phone. */
export const dialledCode = (text: string): string => text.replaceAll(/\D/g, '');
