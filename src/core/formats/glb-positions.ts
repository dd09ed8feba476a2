import type { CloudBounds } from '../cloud/cloud-bounds';
import type { GltfJson } from './glb';

/** How the positions of a GLB file are stored: see {@link glbPositions}. */
export type GlbPositions =
  | { readonly kind: 'float'; readonly bounds: CloudBounds }
  | {
      readonly kind: 'quantised';
      readonly bounds: CloudBounds;
      /** What a stored 1 is along each axis: no coordinate is off by more than half of it. */
      readonly stepMetres: readonly [number, number, number];
    };

const FLOAT = 5126;
const UNSIGNED_SHORT = 5123;
const LARGEST_UINT16 = 65535;

/** The coarsest step that is still taken. A box is then at most 65.5 m long. */
const COARSEST_STEP_METRES = 0.001;

/**
 * Decides how positions within a box are stored: as float32, or where `quantise` asks for it as 16-bit shares of the box
 * (KHR_mesh_quantization), which the node's scale and translation put in place. Where that would be coarser than a
 * millimetre along any axis they stay float32.
 */
export function glbPositions(bounds: CloudBounds, quantise: boolean): GlbPositions {
  const step = (axis: 0 | 1 | 2): number => (bounds.max[axis] - bounds.min[axis]) / LARGEST_UINT16;
  const stepMetres = [step(0), step(1), step(2)] as const;
  if (!quantise || Math.max(...stepMetres) > COARSEST_STEP_METRES) return { kind: 'float', bounds };
  return { kind: 'quantised', bounds, stepMetres };
}

/** What the accessor of the positions says of them. */
export function positionAccessor(positions: GlbPositions): GltfJson {
  if (positions.kind === 'float') return { componentType: FLOAT, type: 'VEC3', ...positions.bounds };
  const max = positions.stepMetres.map((step) => (step > 0 ? LARGEST_UINT16 : 0));
  return { componentType: UNSIGNED_SHORT, normalized: true, type: 'VEC3', min: [0, 0, 0], max };
}

/** What the node says that holds them: of a flat box, any scale will do. */
export function positionNode(positions: GlbPositions): GltfJson {
  if (positions.kind === 'float') return {};
  const { bounds, stepMetres } = positions;
  return { translation: bounds.min, scale: stepMetres.map((step) => (step > 0 ? step * LARGEST_UINT16 : 1)) };
}

/** The extensions used, KHR_materials_unlit in any case, and those without which the file cannot be read. */
export function glbExtensions({ kind }: GlbPositions): GltfJson {
  if (kind === 'float') return { extensionsUsed: ['KHR_materials_unlit'] };
  return {
    extensionsUsed: ['KHR_materials_unlit', 'KHR_mesh_quantization'],
    extensionsRequired: ['KHR_mesh_quantization'],
  };
}

/** Writes vector `i` of interleaved ones as the three stored numbers nearest to it. */
export function quantiserOf({
  bounds,
  stepMetres,
}: Extract<GlbPositions, { kind: 'quantised' }>): (
  view: DataView,
  offset: number,
  vectors: Float32Array,
  i: number,
) => void {
  const [leastX, leastY, leastZ] = bounds.min;
  const [perX, perY, perZ] = stepMetres.map((step) => (step > 0 ? 1 / step : 0)) as [number, number, number];
  return (view, offset, vectors, i) => {
    // `setUint16` cuts the fraction off by itself.
    view.setUint16(offset, (vectors[3 * i]! - leastX) * perX + 0.5, true);
    view.setUint16(offset + 2, (vectors[3 * i + 1]! - leastY) * perY + 0.5, true);
    view.setUint16(offset + 4, (vectors[3 * i + 2]! - leastZ) * perZ + 0.5, true);
  };
}
