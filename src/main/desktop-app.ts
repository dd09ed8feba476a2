import path from 'node:path';
import { app, protocol, session, shell, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';
import type { Settings } from '../contract/app/settings';
import { LINKS, type Link } from '../contract/app/about';
import { createHost } from '../host/create-host';
import type { Host } from '../host/host';
import { readLinks } from '../host/links';
import type { Shell } from '../host/shell';
import { engineConfig, type AppFolders } from './app-folders';
import type { AppLog } from './app-log';
import { appMenu } from './app-menu';
import { APP_SCHEME } from './app-origin';
import { electronShell } from './electron-shell';
import { createEngineRoom } from './engine-room';
import { followHost } from './follow-host';
import { linkRefusal } from './link-refusal';
import { openMainWindow } from './main-window';
import { nativeWords, type NativeWords } from './native-words';
import { keepPageAlive } from './page-health';
import { servePage } from './page-server';
import { readAddress } from './opened-address';
import { guardQuit } from './quit-guard';
import { guardSession } from './session-guard';
import { tellGraphics } from './tell-graphics';
import { servePorts } from './window-ports';
import { tellUnsavedFiles } from './unsaved-file';

/** The running app, as far as the system's messages need it. */
export interface DesktopApp {
  /** Opens files and folders, and brings the window forward. */
  open(paths: readonly string[]): void;
  /** Opens what a link names, or says why not. */
  openAddress(address: string): void;
}

/**
 * Starts the host and its window. Electron must be ready.
 *
 * @param gpuInfo of Electron's `app.getGPUInfo('complete')`, which takes Chromium's graphics process.
 */
export async function startDesktopApp(
  folders: AppFolders,
  log: AppLog,
  gpuInfo: Promise<unknown>,
): Promise<DesktopApp> {
  const allowsDevTools = !app.isPackaged;
  guardSession(session.defaultSession, allowsDevTools);
  const engines = createEngineRoom((settings) => ({
    entry: folders.engine,
    config: engineConfig(app.getVersion(), folders, settings),
    childEntries: [folders.engine, folders.probe],
    log: (line) => log.info('engine:', line),
  }));
  tellGraphics(engines, gpuInfo, log);
  // Dialogs and menus come after the host and the window, which are made from them.
  let window: BrowserWindow | undefined = undefined;
  const words = (): NativeWords => nativeWords(host.settings().language, app.getLocale());
  const native = electronShell({ window: () => window, words, links: readLinks(folders.manifest) });
  const host: Host = await createHost({
    appVersion: app.getVersion(),
    dataFolder: folders.data,
    samplesFolder: folders.samples,
    destinations: [path.join(app.getPath('documents'), 'Fathom')],
    folders: [],
    startEngine: engines.start,
    shell: native,
  });
  protocol.handle(APP_SCHEME, (request) =>
    servePage(request, { uiFolder: folders.ui, picture: (asked) => host.picture(asked) }),
  );
  const open = (paths: readonly string[]): void => {
    for (const opened of paths.slice(0, 10)) app.addRecentDocument(opened);
    host.open(paths).catch((error: unknown) => log.error('Could not open', paths.length, 'paths:', error));
  };
  servePorts({ host, engines, onDropped: open, onRefused: (channel) => log.warn('Refused a message on', channel) });

  const main = openMainWindow({
    preload: folders.preload,
    icon: folders.icon,
    memoryFile: path.join(folders.data, 'window.json'),
    allowsDevTools,
  });
  window = main;
  keepPageAlive(main.webContents, log);
  tellUnsavedFiles(session.defaultSession, main, words);
  guardQuit({ host, window: main, log, words, lookingAtGraphics: gpuInfo });
  followHost(host, main, (settings) => menuOf(settings, host, native, log)).catch((error: unknown) =>
    log.error('No longer following the host:', error),
  );
  return desktopOf(main, open, linkRefusal(main, words));
}

/** What the system's messages do to the window. */
function desktopOf(
  main: BrowserWindow,
  open: (paths: readonly string[]) => void,
  refuse: ReturnType<typeof linkRefusal>,
): DesktopApp {
  const desktop: DesktopApp = {
    open(paths) {
      if (paths.length > 0) open(paths);
      if (main.isMinimized()) main.restore();
      main.show();
      main.focus();
    },
    openAddress(address) {
      const opened = readAddress(address);
      desktop.open(opened.kind === 'paths' ? opened.paths : []);
      if (opened.kind === 'refused') refuse(opened.fault);
    },
  };
  return desktop;
}

function menuOf({ language }: Settings, host: Host, native: Shell, log: AppLog): MenuItemConstructorOptions[] {
  return appMenu({
    words: nativeWords(language, app.getLocale()),
    platform: process.platform,
    allowsDevTools: !app.isPackaged,
    links: LINKS.filter((link: Link) => native.links[link] !== undefined),
    command: (command) => host.command(command),
    openLink: (link) => native.openLink(link),
    showLog: () => shell.showItemInFolder(log.file),
  });
}
