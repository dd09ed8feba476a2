import { parseElectronGpuInfo } from '../core/devices/electron-gpu-info';
import type { AppLog } from './app-log';
import type { EngineRoom } from './engine-room';

/**
 * Tells every engine of the graphics cards that Chromium sees: on systems whose own tools are not there, nobody else knows
 * of them. An engine that has ended meanwhile is no fault; the next one is told as well.
 *
 * @param gpuInfo of Electron's `app.getGPUInfo('complete')`.
 */
export function tellGraphics(engines: EngineRoom, gpuInfo: Promise<unknown>, log: AppLog): void {
  const cards = gpuInfo.then(parseElectronGpuInfo, (error: unknown) => {
    log.warn('Chromium tells nothing of the graphics card:', error);
    return [];
  });
  engines.onStarted((engine) => {
    cards
      .then((found) => (found.length === 0 ? undefined : engine.client.tellGraphics(found)))
      .catch((error: unknown) => log.warn('The engine was not told of the graphics cards:', error));
  });
}
