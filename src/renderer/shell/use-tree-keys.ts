import type { KeyboardEvent } from 'react';
import type { FolderId } from '../../contract/app/ids';
import { useActions } from '../state/app-context';

/** The keys of a tree, as the ARIA Authoring Practices give them. */
export function useTreeKeys(): (event: KeyboardEvent<HTMLElement>) => void {
  const actions = useActions();
  return (event) => {
    const item = (event.target as HTMLElement).closest<HTMLElement>('[role=treeitem]');
    if (!item) return;
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')];
    const index = items.indexOf(item);
    const folder = { id: item.dataset['folder'] as FolderId, name: item.getAttribute('aria-label') ?? '' };
    const expanded = item.getAttribute('aria-expanded');
    const moves: Partial<Record<string, () => void>> = {
      ArrowDown: () => items[index + 1]?.focus(),
      ArrowUp: () => items[index - 1]?.focus(),
      Home: () => items[0]?.focus(),
      End: () => items.at(-1)?.focus(),
      ArrowRight: () => (expanded === 'false' ? actions.setExpanded(folder.id, true) : items[index + 1]?.focus()),
      ArrowLeft: () =>
        expanded === 'true'
          ? actions.setExpanded(folder.id, false)
          : item.parentElement?.closest<HTMLElement>('[role=treeitem]')?.focus(),
      Enter: () => actions.showFolder(folder),
      ' ': () => actions.showFolder(folder),
      Delete: () => item.getAttribute('aria-level') === '1' && actions.closeRoot(folder.id),
    };
    const move = moves[event.key];
    if (!move) return;
    move();
    event.preventDefault();
  };
}
