import type { MenuItemConstructorOptions } from 'electron';
import type { Link } from '../contract/app/about';
import type { Command } from '../contract/app/events';
import type { NativeWords } from './native-words';

/** What the menu is made of, and what its items do. */
export interface MenuOptions {
  readonly words: NativeWords;
  readonly platform: NodeJS.Platform;
  readonly allowsDevTools: boolean;
  /** The links that lead somewhere. */
  readonly links: readonly Link[];
  readonly command: (command: Command) => void;
  readonly openLink: (link: Link) => void;
  readonly showLog: () => void;
}

type Item = MenuItemConstructorOptions;

const separator: Item = { type: 'separator' };

/** The native menu. Every command has its key here, so that there is one list of them. */
export function appMenu(options: MenuOptions): Item[] {
  const isMac = options.platform === 'darwin';
  const menus = [fileMenu(options, isMac), editMenu(options), viewMenu(options), helpMenu(options)];
  return isMac ? [macAppMenu(options), ...menus.slice(0, 3), macWindowMenu(options), ...menus.slice(3)] : menus;
}

function commandItem({ words, command }: MenuOptions, label: keyof NativeWords, name: Command, keys?: string): Item {
  return { id: name, label: words[label], click: () => command(name), ...(keys && { accelerator: keys }) };
}

function settingsItem(options: MenuOptions): Item {
  return commandItem(options, 'settings', 'showSettings', 'CmdOrCtrl+,');
}

function fileMenu(options: MenuOptions, isMac: boolean): Item {
  const { words } = options;
  const recent: Item[] = [{ role: 'clearRecentDocuments', label: words.clearRecent }];
  return {
    label: words.file,
    submenu: [
      commandItem(options, 'openFolder', 'openFolder', 'CmdOrCtrl+O'),
      commandItem(options, 'openPhotos', 'openPhotos', 'CmdOrCtrl+Shift+O'),
      ...(isMac ? [{ role: 'recentDocuments', label: words.openRecent, submenu: recent } satisfies Item] : []),
      commandItem(options, 'openSamples', 'openSamples'),
      separator,
      commandItem(options, 'export', 'export', 'CmdOrCtrl+E'),
      ...(isMac
        ? []
        : [separator, settingsItem(options), separator, { role: 'quit', label: words.quit } satisfies Item]),
    ],
  };
}

function editMenu(options: MenuOptions): Item {
  const { words } = options;
  return {
    label: words.edit,
    submenu: [
      { role: 'undo', label: words.undo },
      { role: 'redo', label: words.redo },
      separator,
      { role: 'cut', label: words.cut },
      { role: 'copy', label: words.copy },
      { role: 'paste', label: words.paste },
      commandItem(options, 'selectAll', 'selectAll', 'CmdOrCtrl+A'),
    ],
  };
}

function viewMenu(options: MenuOptions): Item {
  const { words } = options;
  const forDevelopers: Item[] = [
    separator,
    { role: 'reload', label: words.reload },
    { role: 'toggleDevTools', label: words.developerTools },
  ];
  return {
    label: words.view,
    submenu: [
      commandItem(options, 'library', 'showLibrary', 'CmdOrCtrl+1'),
      commandItem(options, 'viewer', 'showViewer', 'CmdOrCtrl+2'),
      commandItem(options, 'queue', 'showQueue', 'CmdOrCtrl+3'),
      separator,
      { role: 'resetZoom', label: words.resetZoom },
      { role: 'zoomIn', label: words.zoomIn },
      { role: 'zoomOut', label: words.zoomOut },
      { role: 'togglefullscreen', label: words.fullScreen },
      ...(options.allowsDevTools ? forDevelopers : []),
    ],
  };
}

function helpMenu({ words, links, openLink, showLog }: MenuOptions): Item {
  return {
    role: 'help',
    label: words.help,
    submenu: [
      ...links.map((link): Item => ({ id: link, label: words[link], click: () => openLink(link) })),
      { id: 'showLog', label: words.showLog, click: showLog },
    ],
  };
}

function macAppMenu(options: MenuOptions): Item {
  const { words } = options;
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about', label: words.about },
      separator,
      settingsItem(options),
      separator,
      { role: 'hide', label: words.hide },
      { role: 'hideOthers', label: words.hideOthers },
      { role: 'unhide', label: words.showAll },
      separator,
      { role: 'quit', label: words.quit },
    ],
  };
}

function macWindowMenu({ words }: MenuOptions): Item {
  return { role: 'windowMenu', label: words.window, submenu: [{ role: 'minimize', label: words.minimise }] };
}
