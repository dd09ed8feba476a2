import { type DataTexture, type Texture, Vector2, Vector4 } from 'three';
import type { TestLimits } from '../../core/depth/mask-depth';
import { effectiveColourMode } from './effective-colour-mode';
import { COLOUR_MODE_NUMBERS } from './point-shaders';
import { shownDepthScale, shownIntrinsics } from './shown-point';
import type { ViewOptions, ViewScene } from './view-scene';
import { hidingReasons } from './visible-pixel';

/** Greatest number a shader's float holds, for a cut at Infinity. */
const GREATEST_FLOAT = 3e38;

/** What the shaders of a cloud read. The passes share these objects, so that none shows what another does not. */
export function makeCloudUniforms() {
  return {
    depthMap: { value: null as DataTexture | null },
    maskMap: { value: null as DataTexture | null },
    levelMap: { value: null as DataTexture | null },
    photo: { value: null as Texture | null },
    normalMap: { value: null as DataTexture | null },
    confidenceMap: { value: null as DataTexture | null },
    colourTable: { value: null as DataTexture | null },
    shownCamera: { value: new Vector4() },
    depthScale: { value: 1 },
    normalStretch: { value: 1 },
    hidingReasons: { value: 0 },
    levelLimits: { value: [0, 0, 0, 0] as TestLimits },
    depthCut: { value: new Vector2() },
    isClipped: { value: false },
    clipColumns: { value: null as DataTexture | null },
    clipRows: { value: null as DataTexture | null },
    isLassoed: { value: false },
    lassoMap: { value: null as DataTexture | null },
    pointSize: { value: 1 },
    colourMode: { value: 0 },
    nearnessTerms: { value: new Vector2() },
  };
}

export type CloudUniforms = ReturnType<typeof makeCloudUniforms>;

/** Writes all that follows from a scene and its options, textures apart. */
export function writeCloudUniforms(uniforms: CloudUniforms, scene: ViewScene, options: ViewOptions): void {
  const { fxPx, fyPx, cxPx, cyPx } = shownIntrinsics(scene, options.focalScale);
  uniforms.shownCamera.value.set(fxPx, fyPx, cxPx, cyPx);
  uniforms.depthScale.value = shownDepthScale(scene, options.focalScale);
  uniforms.normalStretch.value = 1 / options.focalScale;
  uniforms.hidingReasons.value = hidingReasons(options);
  uniforms.levelLimits.value = options.levelLimits;
  uniforms.depthCut.value.set(options.nearMetres, Math.min(options.farMetres, GREATEST_FLOAT));
  uniforms.isClipped.value = options.clip !== undefined;
  uniforms.isLassoed.value = options.lasso !== undefined;
  uniforms.pointSize.value = options.pointSize;
  uniforms.colourMode.value = COLOUR_MODE_NUMBERS[effectiveColourMode(scene, options.colourMode)];
  uniforms.nearnessTerms.value.set(...nearnessTerms(options.depthRangeMetres));
}

/** a and b of nearness = a − b · ln z, the form of the core's `nearnessOn` that a shader computes. */
export function nearnessTerms([nearMetres, farMetres]: readonly [number, number]): readonly [number, number] {
  const slope = 1 / (Math.log(farMetres) - Math.log(nearMetres));
  return [slope * Math.log(farMetres), slope];
}
