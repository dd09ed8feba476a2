import { app } from 'electron';
import type { AppLog } from './app-log';

/**
 * Writes into the log what a report of a problem needs: versions, and the graphics card as Chromium sees it.
 *
 * @param gpuInfo of Electron's `app.getGPUInfo('complete')`.
 */
export async function logSystemFacts(log: AppLog, gpuInfo: Promise<unknown>): Promise<void> {
  const { electron, chrome, node } = process.versions;
  log.info(`Fathom ${app.getVersion()}, Electron ${electron}, Chromium ${chrome}, Node ${node}`);
  log.info(`${process.platform} ${process.getSystemVersion()} ${process.arch}`);
  try {
    log.info('GPU', JSON.stringify(await gpuInfo));
    log.info('GPU features', JSON.stringify(app.getGPUFeatureStatus()));
  } catch (error) {
    log.warn('Chromium tells nothing of the graphics card:', error);
  }
}
