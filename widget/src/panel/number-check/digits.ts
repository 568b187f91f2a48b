/** First of ten digits in a row, by script: what a keyboard may give instead of ours. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x966, 0xff10];

/** The digits of a text in any script, as ours; a pasted message gives the code in it. */
export const digitsOf = (text: string): string =>
  [...text]
    .map((char) => {
      const point = char.codePointAt(0) ?? 0;
      const zero = ZEROS.find((start) => point >= start && point < start + 10);
      return zero === undefined ? '' : String(point - zero);
    })
    .join('');
