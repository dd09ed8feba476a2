import type { ImageSize } from '../camera/intrinsics';

/**
 * The arithmetic a session runs in. Graph inputs and outputs are float32 whatever it is. tf32 is a float32 graph whose
 * products NVIDIA's tensor cores round to ten bits: what CUDA does from compute capability 8.0 on unless told otherwise.
 */
export const PRECISIONS = ['bf16', 'fp16', 'tf32', 'fp32', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** What a user may ask for: a precision, or the choice of the best that works. tf32 is one only the choice may take. */
export const PRECISION_REQUESTS = ['auto', 'bf16', 'fp16', 'fp32', 'int8'] as const;
export type PrecisionRequest = (typeof PRECISION_REQUESTS)[number];

/** What was asked, what is used, and why: shown to the user, written to the sidecar. */
export interface PrecisionChoice {
  readonly requested: PrecisionRequest;
  readonly used: Precision;
  readonly reason: string;
  /** Where memory did not suffice for the model's input: the size that was asked for, and the one that was run. */
  readonly smallerInput?: { readonly asked: ImageSize; readonly used: ImageSize } | undefined;
}
