import {
  AlwaysDepth,
  BufferGeometry,
  DepthTexture,
  GLSL3,
  Mesh,
  NearestFilter,
  NoBlending,
  type PerspectiveCamera,
  RawShaderMaterial,
  Scene,
  UnsignedIntType,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';

const VERTEX_SHADER = `
void main() {
  // One triangle over the whole screen.
  gl_Position = vec4(4.0 * float(gl_VertexID & 1) - 1.0, 4.0 * float(gl_VertexID >> 1) - 1.0, 0.0, 1.0);
}
`;

/** A pixel is the darker, the farther it lies behind its neighbours; by ratios of distance, so that any scale is equal. */
const FRAGMENT_SHADER = `
precision highp float;
precision highp int;
uniform sampler2D drawing;
uniform highp sampler2D drawingDepth;
uniform vec2 planes; // near and far, metres
uniform float strength;
uniform int reach; // drawn pixels
out vec4 lit;

/** Of strength 1: a neighbour 1 % nearer on every side leaves about a third of the light. */
const float RESPONSE = 75.0;

float logDistance(ivec2 at) {
  float depth = texelFetch(drawingDepth, clamp(at, ivec2(0), textureSize(drawingDepth, 0) - 1), 0).r;
  return log2(planes.x * planes.y / (planes.y - depth * (planes.y - planes.x)));
}

void main() {
  ivec2 at = ivec2(gl_FragCoord.xy);
  vec4 colour = texelFetch(drawing, at, 0);
  float own = logDistance(at);
  float behind = 0.0;
  for (int y = -1; y <= 1; y++) {
    for (int x = -1; x <= 1; x++) behind += max(0.0, own - logDistance(at + reach * ivec2(x, y)));
  }
  lit = vec4(colour.rgb * exp(-RESPONSE * strength * behind / 8.0), colour.a);
  gl_FragDepth = texelFetch(drawingDepth, at, 0).r;
}
`;

/** How much a drawing is shaded. */
export interface Relief {
  /** Above 0, at most 1. */
  readonly strength: number;
  /** Drawn pixels per CSS pixel: how far off neighbours are looked for. */
  readonly pixelRatio: number;
}

/**
 * Shades a drawing by its depth alone (eye-dome lighting; Boucheny, "Visualisation scientifique de grands volumes de
 * données", 2009): shapes show in clouds without normals. Holds nothing on the GPU until it is first used.
 */
export class EyeDomeLighting {
  readonly #scene = new Scene();
  readonly #geometry = new BufferGeometry();
  readonly #material = new RawShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: VERTEX_SHADER,
    fragmentShader: FRAGMENT_SHADER,
    blending: NoBlending,
    depthFunc: AlwaysDepth,
    uniforms: {
      drawing: { value: null },
      drawingDepth: { value: null },
      planes: { value: new Vector2() },
      strength: { value: 0 },
      reach: { value: 1 },
    },
  });
  #target: WebGLRenderTarget | undefined;

  constructor() {
    const screen = new Mesh(this.#geometry, this.#material);
    screen.frustumCulled = false;
    this.#geometry.setDrawRange(0, 3);
    this.#scene.add(screen);
  }

  /** Draws a scene on the canvas, lit, and its depth as it is, for what is drawn over it. */
  render(renderer: WebGLRenderer, scene: Scene, camera: PerspectiveCamera, { strength, pixelRatio }: Relief): void {
    const target = this.#targetFor(renderer.domElement.width, renderer.domElement.height);
    const { drawing, drawingDepth, planes, strength: strengthUniform, reach } = this.#material.uniforms;
    drawing!.value = target.texture;
    drawingDepth!.value = target.depthTexture;
    (planes!.value as Vector2).set(camera.near, camera.far);
    strengthUniform!.value = strength;
    reach!.value = Math.max(1, Math.round(pixelRatio));
    renderer.setRenderTarget(target);
    renderer.clear();
    renderer.render(scene, camera);
    renderer.setRenderTarget(null);
    renderer.render(this.#scene, camera);
  }

  /** Frees what it holds on the GPU; the next drawing takes it again. */
  free(): void {
    this.#target?.depthTexture?.dispose();
    this.#target?.dispose();
    this.#target = undefined;
    this.#geometry.dispose();
    this.#material.dispose();
  }

  #targetFor(width: number, height: number): WebGLRenderTarget {
    if (this.#target?.width === width && this.#target.height === height) return this.#target;
    this.free();
    this.#target = new WebGLRenderTarget(width, height, {
      minFilter: NearestFilter,
      magFilter: NearestFilter,
      depthTexture: new DepthTexture(width, height, UnsignedIntType),
    });
    return this.#target;
  }
}
