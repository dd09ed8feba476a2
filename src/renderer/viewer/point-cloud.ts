import {
  BufferGeometry,
  CustomBlending,
  GLSL3,
  type IUniform,
  NoBlending,
  OneFactor,
  OneMinusSrcAlphaFactor,
  Points,
  RawShaderMaterial,
  Scene,
  type Texture,
  Vector2,
} from 'three';
import type { ColourMapName } from '../../core/formats/colour-map';
import { makeCloudUniforms, writeCloudUniforms } from './cloud-uniforms';
import { type DrawOrder, drawOrderOf, verticesFor } from './draw-order';
import { effectiveColourMode } from './effective-colour-mode';
import {
  CLOUD_FRAGMENT_SHADER,
  CLOUD_VERTEX_SHADER,
  MARKER_FRAGMENT_SHADER,
  MARKER_VERTEX_SHADER,
  PICK_FRAGMENT_SHADER,
  PICK_VERTEX_SHADER,
} from './point-shaders';
import {
  colourTableTexture,
  floatTexture,
  levelTexture,
  maskTexture,
  pairTexture,
  photoTexture,
} from './scene-textures';
import type { GridPixel, ViewOptions, ViewScene } from './view-scene';

/** Largest side of a point and side of the marker, in CSS pixels. */
const GREATEST_POINT_SIDE = 128;
const MARKER_SIDE = 22;

/**
 * A scene as things to draw: its points in colour, the same points as indices to pick from, and a marker. There are no
 * positions: a vertex is a pixel's number, and the vertex shader unprojects it, so every option is a uniform.
 */
export class PointCloud {
  /** The points in colour. */
  readonly visibleScene = new Scene();
  /** What is drawn over the points and is none of them: the marker, and what others add. */
  readonly overlayScene = new Scene();
  /** The points as indices. */
  readonly pickScene = new Scene();
  readonly #uniforms = makeCloudUniforms();
  readonly #visibleSize = sizeUniforms();
  readonly #runOrder = { runOrder: { value: [1, 1] as [number, number] } };
  readonly #pickSize = sizeUniforms();
  readonly #marked = { markedPixel: { value: new Vector2() }, markerSize: { value: MARKER_SIDE } };
  readonly #geometry = new BufferGeometry();
  readonly #pickGeometry = new BufferGeometry();
  readonly #markerGeometry = new BufferGeometry();
  readonly #materials = {
    cloud: pointMaterial(CLOUD_VERTEX_SHADER, CLOUD_FRAGMENT_SHADER, {
      ...this.#uniforms,
      ...this.#visibleSize,
      ...this.#runOrder,
    }),
    pick: pointMaterial(PICK_VERTEX_SHADER, PICK_FRAGMENT_SHADER, { ...this.#uniforms, ...this.#pickSize }),
    marker: markerMaterial({ ...this.#uniforms, ...this.#marked }),
  };
  readonly #marker = new Points(this.#markerGeometry, this.#materials.marker);
  #scene: ViewScene | undefined;
  #order: DrawOrder | undefined;
  #colourMap: ColourMapName | undefined;

  constructor() {
    const cloud = new Points(this.#geometry, this.#materials.cloud);
    const pick = new Points(this.#pickGeometry, this.#materials.pick);
    // Where the points lie only the shader knows.
    for (const points of [cloud, pick, this.#marker]) points.frustumCulled = false;
    this.#marker.renderOrder = 1;
    this.overlayScene.visible = false;
    this.#marker.visible = false;
    this.#markerGeometry.setDrawRange(0, 1);
    this.visibleScene.visible = false;
    this.visibleScene.add(cloud);
    this.overlayScene.add(this.#marker);
    this.pickScene.add(pick);
  }

  /** Takes a scene over from the one before, of which nothing stays on the GPU. */
  show(scene: ViewScene | undefined, options: ViewOptions): void {
    this.#free();
    this.#scene = scene;
    this.visibleScene.visible = scene !== undefined;
    this.overlayScene.visible = scene !== undefined;
    if (scene === undefined) return;
    this.#uniforms.depthMap.value = floatTexture(scene.depthMetres, scene.size, 1);
    this.#uniforms.maskMap.value = maskTexture(scene.mask, scene.size);
    this.#uniforms.photo.value = photoTexture(scene.photo, scene.size);
    this.#order = drawOrderOf(scene.size);
    this.#runOrder.runOrder.value = [this.#order.runsPerLattice, this.#order.runStep];
    this.#pickGeometry.setDrawRange(0, scene.mask.length);
    this.setPoints(Infinity);
    this.setOptions(options);
  }

  setOptions(options: ViewOptions): void {
    const scene = this.#scene;
    if (scene === undefined) return;
    writeCloudUniforms(this.#uniforms, scene, options);
    this.#provideTextures(scene, options);
  }

  /** Rings the point of a pixel, or none. A hidden point gets no ring. */
  mark(pixel: GridPixel | undefined): void {
    this.#marker.visible = pixel !== undefined;
    if (pixel) this.#marked.markedPixel.value.set(pixel.column, pixel.row);
  }

  /** Leaves the marker out of drawings, and takes it in again. */
  setMarkerShown(isShown: boolean): void {
    this.#materials.marker.visible = isShown;
  }

  /** Draws about so many of the points, evenly spread and as much larger. Picking draws them all. */
  setPoints(points: number): void {
    if (this.#order === undefined) return;
    const vertices = verticesFor(this.#order, points);
    this.#visibleSize.spread.value = Math.sqrt(this.#order.vertices / vertices);
    this.#geometry.setDrawRange(0, vertices);
  }

  /** @param heightPx of the drawing, and how many of its pixels are one of CSS */
  setDrawingSize(heightPx: number, pixelRatio: number): void {
    this.#visibleSize.viewportHeight.value = heightPx;
    this.#visibleSize.greatestSize.value = GREATEST_POINT_SIDE * pixelRatio;
    this.#marked.markerSize.value = MARKER_SIDE * pixelRatio;
  }

  /** Picking draws in CSS pixels. */
  setPickSize(heightPx: number): void {
    this.#pickSize.viewportHeight.value = heightPx;
    this.#pickSize.greatestSize.value = GREATEST_POINT_SIDE;
  }

  /** Lets go of all that lies on the GPU, programs too. What is shown comes back with the next frame. */
  forgetGpu(): void {
    for (const { value } of this.#textures) value?.dispose();
    for (const geometry of [this.#geometry, this.#pickGeometry, this.#markerGeometry]) geometry.dispose();
    for (const material of Object.values(this.#materials)) material.dispose();
  }

  dispose(): void {
    this.forgetGpu();
    this.#scene = undefined;
  }

  /** Levels are of the options; textures that not every colour mode reads are made when the first one does. */
  #provideTextures(scene: ViewScene, options: ViewOptions): void {
    const { levelMap, normalMap, confidenceMap, colourTable } = this.#uniforms;
    if (levelMap.value?.image.data !== options.levels) {
      levelMap.value?.dispose();
      levelMap.value = levelTexture(options.levels, scene.size);
    }
    this.#provideClip(options);
    const mode = effectiveColourMode(scene, options.colourMode);
    if (mode === 'normal' && scene.normals) normalMap.value ??= floatTexture(scene.normals, scene.size, 3);
    if (mode === 'confidence' && scene.confidence)
      confidenceMap.value ??= floatTexture(scene.confidence, scene.size, 1);
    if ((mode === 'depth' || mode === 'confidence') && this.#colourMap !== options.colourMap) {
      colourTable.value?.dispose();
      colourTable.value = colourTableTexture(options.colourMap);
      this.#colourMap = options.colourMap;
    }
  }

  #provideClip({ clip }: ViewOptions): void {
    const { clipColumns, clipRows } = this.#uniforms;
    if (clipColumns.value?.image.data === clip?.columns && clipRows.value?.image.data === clip?.rows) return;
    clipColumns.value?.dispose();
    clipRows.value?.dispose();
    clipColumns.value = clip ? pairTexture(clip.columns) : null;
    clipRows.value = clip ? pairTexture(clip.rows) : null;
  }

  /** Frees what the GPU holds for the scene. Programs stay: compiling them anew would delay the next photo. */
  #free(): void {
    for (const texture of this.#textures) {
      texture.value?.dispose();
      texture.value = null;
    }
    this.#colourMap = undefined;
    for (const geometry of [this.#geometry, this.#pickGeometry, this.#markerGeometry]) geometry.dispose();
  }

  get #textures(): readonly { value: Texture | null }[] {
    const { depthMap, maskMap, levelMap, clipColumns, clipRows, photo, normalMap, confidenceMap, colourTable } =
      this.#uniforms;
    return [depthMap, maskMap, levelMap, clipColumns, clipRows, photo, normalMap, confidenceMap, colourTable];
  }
}

function sizeUniforms() {
  return { viewportHeight: { value: 1 }, greatestSize: { value: 1 }, spread: { value: 1 } };
}

function pointMaterial(vertexShader: string, fragmentShader: string, uniforms: Record<string, IUniform>) {
  return new RawShaderMaterial({ glslVersion: GLSL3, vertexShader, fragmentShader, uniforms, blending: NoBlending });
}

function markerMaterial(uniforms: Record<string, IUniform>) {
  return new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: MARKER_VERTEX_SHADER,
    fragmentShader: MARKER_FRAGMENT_SHADER,
    uniforms,
    transparent: true,
    depthTest: false,
    depthWrite: false,
    blending: CustomBlending,
    blendSrc: OneFactor,
    blendDst: OneMinusSrcAlphaFactor,
  });
}
