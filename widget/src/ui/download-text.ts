/** Hands a text to the visitor as a file, by a link that is gone at once. */
export function downloadText(document: Document, file: { name: string; type: string; text: string }): void {
  const view = document.defaultView ?? globalThis;
  const url = view.URL.createObjectURL(new view.Blob([file.text], { type: file.type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  view.URL.revokeObjectURL(url);
}
