/** What a callback's data tell of the person to call. Whatever is no text, or empty, is left out. */
export function personOf(userData: Readonly<Record<string, unknown>>): { name?: string; notes?: string } {
  const name = [userData['firstname'], userData['lastname']].filter(isText).join(' ');
  const { notes } = userData;
  return { ...(name !== '' && { name }), ...(isText(notes) && { notes }) };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
