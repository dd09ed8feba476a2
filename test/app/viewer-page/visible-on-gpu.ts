import { Camera, GLSL3, Mesh, PlaneGeometry, RawShaderMaterial, Scene, WebGLRenderer, WebGLRenderTarget } from 'three';
import { makeCloudUniforms, writeCloudUniforms } from '../../../src/renderer/viewer/cloud-uniforms';
import { HEADER, UNPROJECT } from '../../../src/renderer/viewer/point-shaders';
import {
  floatTexture,
  lassoTexture,
  levelTexture,
  maskTexture,
  pairTexture,
} from '../../../src/renderer/viewer/scene-textures';
import type { ViewOptions, ViewScene } from '../../../src/renderer/viewer/view-scene';

const VERTEX_SHADER = `in vec3 position;
void main() { gl_Position = vec4(position.xy, 0.0, 1.0); }`;

/** The viewer's own rule, asked for each pixel of the grid rather than for each point that is drawn. */
const FRAGMENT_SHADER = `${HEADER}${UNPROJECT}
out vec4 drawn;
void main() {
  ivec2 pixel = ivec2(gl_FragCoord.xy);
  drawn = vec4(isVisible(pixel, shownDepth(pixel)) ? 1.0 : 0.0);
}`;

/** Which pixels of a scene the GPU shows: 255 or 0, [h,w]. */
export function visibleOnGpu(scene: ViewScene, options: ViewOptions): Uint8Array {
  const { widthPx, heightPx } = scene.size;
  const uniforms = makeCloudUniforms();
  writeCloudUniforms(uniforms, scene, options);
  uniforms.depthMap.value = floatTexture(scene.depthMetres, scene.size, 1);
  uniforms.maskMap.value = maskTexture(scene.mask, scene.size);
  uniforms.levelMap.value = levelTexture(options.levels, scene.size);
  uniforms.clipColumns.value = options.clip ? pairTexture(options.clip.columns) : null;
  uniforms.clipRows.value = options.clip ? pairTexture(options.clip.rows) : null;
  uniforms.lassoMap.value = options.lasso ? lassoTexture(options.lasso, scene.size) : null;
  const renderer = new WebGLRenderer({ canvas: new OffscreenCanvas(1, 1) });
  const target = new WebGLRenderTarget(widthPx, heightPx);
  const material = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX_SHADER,
    fragmentShader: FRAGMENT_SHADER,
    uniforms,
  });
  renderer.setRenderTarget(target);
  renderer.render(new Scene().add(new Mesh(new PlaneGeometry(2, 2), material)), new Camera());
  const rgba = new Uint8Array(4 * widthPx * heightPx);
  renderer.readRenderTargetPixels(target, 0, 0, widthPx, heightPx, rgba);
  renderer.dispose();
  return Uint8Array.from({ length: widthPx * heightPx }, (_, i) => rgba[4 * i]!);
}
