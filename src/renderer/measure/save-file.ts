/** Has the browser save a text as a file, or Electron ask where to. */
export function saveFile(name: string, type: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // The download has begun with the click; the text need not stay in memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
