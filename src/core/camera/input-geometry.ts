import type { InputSizePolicy } from '../models/descriptor';
import type { ImageSize, Intrinsics } from './intrinsics';
import { pixels, type Pixels } from './units';

/** Past this difference of fx and fy the picture is resized to square pixels first (architecture.md, "Camera"). */
const SQUARE_PIXEL_TOLERANCE = 0.02;

/** Where a photo lies in a model's input, and the focal length the model is fed. */
export interface InputGeometry {
  /** Size of the input tensor. */
  readonly input: ImageSize;
  /** The part of the input that the photo fills; the rest is padding. */
  readonly content: ImageSize & { readonly leftPx: number; readonly topPx: number };
  /** Mean of fx and fy of the content as fed, in input pixels. */
  readonly fedFocalPx: Pixels;
}

/**
 * Lays an oriented photo into a model's input.
 *
 * *fixed*: s = min(W_in / w, H_in / h), content rounded to whole pixels, centred, padded (Metric3D, mono/utils/do_test.py).
 * *fit*: no padding; both sides rounded to the multiple, so sx = w_in / w and sy = h_in / h differ (multiples of 32 near
 * 384 × 512: by up to 7 %, and 9 % beyond 2.6:1); aspects beyond `maxAspect` are letterboxed into an input of that aspect.
 * f_fed = (fx·sx + fy·sy) / 2 with the content's real size.
 */
export function planInput(policy: InputSizePolicy, photo: ImageSize, intrinsics: Intrinsics): InputGeometry {
  const square = withSquarePixels(photo, intrinsics);
  const input = policy.kind === 'fixed' ? policy : fitInput(policy, square);
  const fills = policy.kind === 'fit' && aspect(square) <= policy.maxAspect;
  const content = fills ? { ...sizeOf(input), leftPx: 0, topPx: 0 } : letterbox(square, input);
  const scaleX = content.widthPx / photo.widthPx;
  const scaleY = content.heightPx / photo.heightPx;
  const fedFocalPx = pixels((intrinsics.fxPx * scaleX + intrinsics.fyPx * scaleY) / 2);
  return { input: sizeOf(input), content, fedFocalPx };
}

/** The size the photo would have with square pixels; its own where fx and fy are as good as equal. */
function withSquarePixels(photo: ImageSize, { fxPx, fyPx }: Intrinsics): ImageSize {
  const ratio = fxPx / fyPx;
  if (Math.abs(ratio - 1) <= SQUARE_PIXEL_TOLERANCE) return photo;
  return { widthPx: photo.widthPx, heightPx: photo.heightPx * ratio };
}

function fitInput(policy: Extract<InputSizePolicy, { kind: 'fit' }>, photo: ImageSize): ImageSize {
  const ratio = Math.min(aspect(photo), policy.maxAspect);
  const shorter = Math.sqrt(policy.targetAreaPx / ratio);
  const shorterPx = roundToMultiple(shorter, policy.multipleOfPx);
  const longerPx = roundToMultiple(shorter * ratio, policy.multipleOfPx);
  return photo.widthPx >= photo.heightPx
    ? { widthPx: longerPx, heightPx: shorterPx }
    : { widthPx: shorterPx, heightPx: longerPx };
}

function letterbox(photo: ImageSize, input: ImageSize): InputGeometry['content'] {
  const scale = Math.min(input.widthPx / photo.widthPx, input.heightPx / photo.heightPx);
  const widthPx = clamp(Math.round(photo.widthPx * scale), 1, input.widthPx);
  const heightPx = clamp(Math.round(photo.heightPx * scale), 1, input.heightPx);
  return {
    widthPx,
    heightPx,
    leftPx: Math.floor((input.widthPx - widthPx) / 2),
    topPx: Math.floor((input.heightPx - heightPx) / 2),
  };
}

const sizeOf = ({ widthPx, heightPx }: ImageSize): ImageSize => ({ widthPx, heightPx });
const aspect = ({ widthPx, heightPx }: ImageSize): number => Math.max(widthPx, heightPx) / Math.min(widthPx, heightPx);
const roundToMultiple = (value: number, multiple: number): number =>
  Math.max(multiple, Math.round(value / multiple) * multiple);
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
