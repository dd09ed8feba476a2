import { app, dialog } from 'electron';
import * as z from 'zod';
import { appFolders } from './app-folders';
import { startLog } from './app-log';
import { registerAppScheme } from './app-scheme';
import { guardContents } from './contents-guard';
import { startDesktopApp, type DesktopApp } from './desktop-app';
import { nativeWords } from './native-words';
import { ADDRESS_SCHEME, addressesInArguments } from './opened-address';
import { existingPaths, pathsInArguments } from './opened-paths';
import { logSystemFacts } from './system-facts';

/** What a second start hands over; any program of this user's could send it. */
const handedOverSchema = z.object({ paths: z.array(z.string()), addresses: z.array(z.string()) });

const folders = appFolders(app.getAppPath(), process.env);
// The single instance is one for each profile, so this comes first.
app.setPath('userData', folders.profile);
registerAppScheme();
// Where a person has switched Chromium's sandbox off, as root in a container has to, insisting on it would end the
// processes that it is for. Pages are sandboxed by their own preferences all the same.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.on('web-contents-created', (_event, contents) => guardContents(contents));

const paths = pathsInArguments({
  argv: process.argv,
  workingFolder: process.cwd(),
  appPath: app.isPackaged ? undefined : app.getAppPath(),
});

const addresses = addressesInArguments(process.argv);

if (app.requestSingleInstanceLock({ paths, addresses })) void start();
else app.quit();

async function start(): Promise<void> {
  const log = startLog(folders.logs, app.isPackaged);
  let running: DesktopApp | undefined;
  const waiting = { paths: [...paths], addresses: [...addresses] };
  const open = (more: readonly string[]): void => {
    if (running) running.open(more);
    else waiting.paths.push(...more);
  };
  const openAddress = (address: string): void => {
    if (running) running.openAddress(address);
    else waiting.addresses.push(address);
  };
  app.on('second-instance', (_event, _argv, _workingFolder, data) => {
    const handedOver = handedOverSchema.safeParse(data);
    open(handedOver.success ? existingPaths(handedOver.data.paths) : []);
    if (handedOver.success) handedOver.data.addresses.forEach(openAddress);
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    open(existingPaths([file]));
  });
  app.on('open-url', (event, address) => {
    event.preventDefault();
    openAddress(address);
  });
  // From its sources the app is one of many that Electron runs: links are for the one that is installed.
  if (app.isPackaged) app.setAsDefaultProtocolClient(ADDRESS_SCHEME);
  try {
    await app.whenReady();
    const gpuInfo = app.getGPUInfo('complete');
    void logSystemFacts(log, gpuInfo);
    running = await startDesktopApp(folders, log, gpuInfo);
    if (waiting.paths.length > 0) running.open(waiting.paths);
    waiting.addresses.forEach(openAddress);
  } catch (error) {
    log.error('Could not start:', error);
    const { startFailed } = nativeWords('system', app.getLocale());
    dialog.showErrorBox(startFailed, error instanceof Error ? error.message : String(error));
    app.exit(1);
  }
}
