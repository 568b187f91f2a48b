/** Where to look for what somebody typed into the search box. */
export type RecordMatch =
  /** One of these runs of digits is part of the number. */
  | { readonly field: 'phone'; readonly digits: readonly string[] }
  /** Part of first and last name, any case. */
  | { readonly field: 'name'; readonly part: string }
  /** Part of the id. */
  | { readonly field: 'id'; readonly part: string };

/**
 * Reads what staff type: any part of a number, as people write it. `(212) 555-01` is looked for as `21255501`; a leading `00` may be
 * the international prefix, a leading `0` the national one, neither of which is in an E.164 number, so the search is
 * for the digits with and without them.
 * @returns undefined when there is nothing to look for
 */
export function recordMatch(field: RecordMatch['field'], typed: string): RecordMatch | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  switch (field) {
    case 'phone': {
      const digits = text.replace(/\D/g, '');
      const bare = digits.replace(/^0{1,2}/, '');
      // Without any digit nothing can match; not "everything".
      if (digits === '') return { field, digits: [] };
      return { field, digits: bare === '' || bare === digits ? [digits] : [digits, bare] };
    }
    case 'name':
      return { field, part: text.replace(/\s+/g, ' ').toLowerCase() };
    case 'id':
      return { field, part: text.toLowerCase() };
  }
}
