import type { MaskSettings } from '../../core/depth/mask-depth';
import { levelsOfScene, type MaskedScene } from './mask-options';
import type { ViewOptions } from './view-scene';

/** Asks for the levels of a scene; one that is left out is the scene of the order before. */
export interface LevelsOrder {
  readonly scene?: MaskedScene;
  readonly settings: MaskSettings;
  readonly focalScale: number;
}

let scene: MaskedScene | undefined;

addEventListener('message', ({ data }: MessageEvent<LevelsOrder>) => {
  scene = data.scene ?? scene;
  if (scene === undefined) throw new Error('no scene was sent');
  const levels: ViewOptions['levels'] = levelsOfScene(scene, data.settings, data.focalScale);
  postMessage(levels, { transfer: [levels.buffer] });
});
