/** What an answer is read of; whoever sends more is cut off. */
const MOST_BYTES = 64 * 1024;

/** The beginning of an answer's body, as text. */
export async function shortText(response: Response): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    size += chunk.byteLength;
    if (size > MOST_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
