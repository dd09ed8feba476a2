/** What a key asks for: Ctrl+Z or ⌘Z to undo, with Shift or as Ctrl+Y to redo; undefined for any other. */
export function undoKeyOf({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): 'undo' | 'redo' | undefined {
  if (!ctrlKey && !metaKey) return undefined;
  const letter = key.toLowerCase();
  if (letter === 'y' || (letter === 'z' && shiftKey)) return 'redo';
  return letter === 'z' ? 'undo' : undefined;
}
