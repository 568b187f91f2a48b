/*
 * CSV as RFC 4180 has it. Spreadsheets run what begins like a formula, so such a cell begins with an apostrophe
 * instead, which they take for "this is text".
 */

/** Also the wide forms that some spreadsheets take for the narrow ones, and what they skip at the beginning. */
const LIKE_FORMULA = /^[\s\u00a0]*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;
/** An E.164 number does no harm and has to stay one. */
const E164_NUMBER = /^\+[1-9]\d{1,14}$/;
const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/** One cell, safe to open in a spreadsheet. */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  const text = String(value);
  const harmless = !LIKE_FORMULA.test(text) || E164_NUMBER.test(text) || PLAIN_NUMBER.test(text);
  const safe = harmless ? text : `'${text}`;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line with its end. */
export const csvLine = (cells: readonly (string | number | undefined)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** Tells spreadsheets that the file is UTF-8; they take it for their own code page otherwise. */
export const CSV_START = '\ufeff';
