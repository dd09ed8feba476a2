import {
  DataTexture,
  FloatType,
  NearestFilter,
  type PixelFormat,
  RedFormat,
  RedIntegerFormat,
  RGBAIntegerFormat,
  RGBAFormat,
  RGBFormat,
  RGFormat,
  Texture,
  UnsignedByteType,
  UnsignedShortType,
} from 'three';
import { COLOUR_TABLE_SIZE, COLOUR_TABLES, type ColourMapName } from '../../core/formats/colour-map';
import type { ImageSize } from '../../core/camera/intrinsics';

/** A texture of 32-bit floats over a grid, one or three for each pixel. The values are not copied. */
export function floatTexture(values: Float32Array<ArrayBuffer>, size: ImageSize, perPixel: 1 | 3): DataTexture {
  const format: PixelFormat = perPixel === 1 ? RedFormat : RGBFormat;
  const texture = new DataTexture(values, size.widthPx, size.heightPx, format, FloatType);
  // three knows no sized format for three floats.
  texture.internalFormat = perPixel === 1 ? 'R32F' : 'RGB32F';
  return uploaded(texture);
}

/** A texture of the mask's bytes as integers. */
export function maskTexture(mask: Uint8Array<ArrayBuffer>, size: ImageSize): DataTexture {
  return uploaded(new DataTexture(mask, size.widthPx, size.heightPx, RedIntegerFormat, UnsignedByteType));
}

/** A texture of what a lasso cuts. A shader reads fractions, so that it need not be there where nothing is cut. */
export function lassoTexture(cut: Uint8Array<ArrayBuffer>, size: ImageSize): DataTexture {
  return uploaded(new DataTexture(cut, size.widthPx, size.heightPx, RedFormat, UnsignedByteType));
}

/** A texture of what the masks make of a scene, four integers for each pixel. */
export function levelTexture(levels: Uint16Array<ArrayBuffer>, size: ImageSize): DataTexture {
  return uploaded(new DataTexture(levels, size.widthPx, size.heightPx, RGBAIntegerFormat, UnsignedShortType));
}

/** A texture of one row: pairs of floats, GPU-side as they are. */
export function pairTexture(pairs: Float32Array<ArrayBuffer>): DataTexture {
  return uploaded(new DataTexture(pairs, pairs.length / 2, 1, RGFormat, FloatType));
}

/**
 * The photo on the grid of its depth, its bytes as they are: they are sRGB, and so is the canvas. Reducing it first takes
 * the GPU 4 MB a million points, where a whole photo and its smaller levels would take 64.
 */
export function photoTexture(photo: ImageBitmap | HTMLImageElement, size: ImageSize): Texture<OffscreenCanvas> {
  const canvas = new OffscreenCanvas(size.widthPx, size.heightPx);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(photo, 0, 0, size.widthPx, size.heightPx);
  const texture = new Texture(canvas);
  texture.flipY = false;
  texture.generateMipmaps = false;
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  return uploaded(texture);
}

/** A colour map of the core as a texture of one row. */
export function colourTableTexture(name: ColourMapName): DataTexture {
  const table = COLOUR_TABLES[name];
  const rgba = new Uint8Array(4 * COLOUR_TABLE_SIZE).fill(255);
  for (let i = 0; i < COLOUR_TABLE_SIZE; i++) rgba.set(table.subarray(3 * i, 3 * i + 3), 4 * i);
  return uploaded(new DataTexture(rgba, COLOUR_TABLE_SIZE, 1, RGBAFormat, UnsignedByteType));
}

function uploaded<AnyTexture extends Texture>(texture: AnyTexture): AnyTexture {
  texture.needsUpdate = true;
  return texture;
}
