import { BrowserWindow, nativeTheme, screen } from 'electron';
import { APP_ORIGIN } from './app-origin';
import { boundsOnScreen, LEAST_SIZE_PX } from './window-bounds';
import { webPreferences } from './web-preferences';
import { readWindowMemory, writeWindowMemory } from './window-memory';

/** Where the window's page and memory lie. */
export interface WindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly memoryFile: string;
  readonly allowsDevTools: boolean;
}

/** Opens the app's window where it last was, and remembers where it is when it closes. */
export function openMainWindow({ preload, icon, memoryFile, allowsDevTools }: WindowOptions): BrowserWindow {
  const memory = readWindowMemory(memoryFile);
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  const window = new BrowserWindow({
    ...boundsOnScreen(
      memory?.bounds,
      [main, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: LEAST_SIZE_PX.width,
    minHeight: LEAST_SIZE_PX.height,
    title: 'Fathom',
    icon,
    show: false,
    // The colour of the page, so that nothing flashes before it is there.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#17191c' : '#eef0f2',
    webPreferences: webPreferences(preload, allowsDevTools),
  });
  if (memory?.isMaximised) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    writeWindowMemory(memoryFile, { bounds: window.getNormalBounds(), isMaximised: window.isMaximized() }),
  );
  void window.loadURL(`${APP_ORIGIN}/`);
  return window;
}
