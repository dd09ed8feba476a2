import { pixels } from '../../../src/core/camera/units';
import type { ImageSize } from '../../../src/core/camera/intrinsics';
import type { ViewScene } from '../../../src/renderer/viewer/view-scene';

/** A wavy wall in front of a photo of any width: a point for each pixel of the grid. */
export function wavyWall(size: ImageSize, photoWidthPx: number): ViewScene {
  const { widthPx, heightPx } = size;
  const count = widthPx * heightPx;
  const focalPx = pixels(0.85 * widthPx);
  return {
    size,
    intrinsics: { fxPx: focalPx, fyPx: focalPx, cxPx: pixels(widthPx / 2), cyPx: pixels(heightPx / 2) },
    followsFocal: false,
    depthMetres: Float32Array.from({ length: count }, (_, i) => depthAt((i % widthPx) / widthPx, i / count)),
    mask: new Uint8Array(count),
    photo: gradientOf(photoWidthPx, Math.round((photoWidthPx * 3) / 4)),
  };
}

/** The same wall with what some models tell besides: normals and confidence. */
export function wavyWallWithAll(size: ImageSize, photoWidthPx: number): ViewScene {
  const count = size.widthPx * size.heightPx;
  const normals = new Float32Array(3 * count);
  const confidence = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const turn = 1.5 * Math.sin(i / 300);
    normals[3 * i] = Math.sin(turn);
    normals[3 * i + 2] = -Math.cos(turn);
    confidence[i] = (1 + Math.sin(i / 500)) / 2;
  }
  return { ...wavyWall(size, photoWidthPx), normals, confidence };
}

/** Of a place in shares of the picture: waves, and before them a post whose outline is an edge. */
function depthAt(across: number, down: number): number {
  if (Math.abs(across - 0.4) < 0.05) return 3;
  return 5 - down + 0.3 * Math.sin(20 * across) + 0.2 * Math.cos(15 * down);
}

function gradientOf(width: number, height: number): ImageBitmap {
  const paper = new OffscreenCanvas(width, height);
  const context = paper.getContext('2d')!;
  const gradient = context.createLinearGradient(0, 0, width, height);
  gradient.addColorStop(0, '#e8b04a');
  gradient.addColorStop(1, '#2a5a8a');
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
  return paper.transferToImageBitmap();
}
