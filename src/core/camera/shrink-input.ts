import type { InputSizePolicy, ModelDescriptor } from '../models/descriptor';
import { planInput, type InputGeometry } from './input-geometry';
import { centredIntrinsics, type ImageSize } from './intrinsics';

/**
 * The policy that fits photos into about a share of the pixels.
 *
 * @param share over 0, up to 1.
 * @returns undefined where the graph takes one size only.
 */
export function shrinkPolicy(policy: InputSizePolicy, share: number): InputSizePolicy | undefined {
  switch (policy.kind) {
    case 'fixed':
    case 'stretch':
      return undefined;
    case 'fit':
      return { ...policy, targetAreaPx: policy.targetAreaPx * share };
    case 'shorterSide':
      return { ...policy, shorterSidePx: Math.max(1, Math.round(policy.shorterSidePx * Math.sqrt(share))) };
  }
}

/**
 * A picture that fills a model's whole input, laid into one of about a share of the pixels.
 *
 * @returns undefined where the graph takes no smaller input.
 */
export function shrinkWholeInput(
  { input: { size } }: Pick<ModelDescriptor, 'input'>,
  { input, fedFocalPx }: InputGeometry,
  share: number,
): InputGeometry | undefined {
  const policy = shrinkPolicy(size, share);
  if (!policy) return undefined;
  const { input: smaller, ...rest } = planInput(policy, input, centredIntrinsics(input, fedFocalPx));
  if (!hasFewerPixels(smaller, input)) return undefined;
  return { ...rest, input: smaller, content: { ...smaller, leftPx: 0, topPx: 0 } };
}

/** Rounding to multiples may have left none to spare. */
function hasFewerPixels(a: ImageSize, b: ImageSize): boolean {
  return a.widthPx * a.heightPx < b.widthPx * b.heightPx;
}
