/** What a file made of a photo in the page is called: `coffee.jpg` gives `coffee.view.png`. */
export function savedName(photo: string, what: 'view' | 'turntable' | 'measurements', suffix: string): string {
  return `${photo.replace(/\.[^.]+$/, '')}.${what}.${suffix}`;
}

/** Has the browser save a file, or Electron ask where to. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The download has begun with the click; the content need not stay in memory.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
