/** The arithmetic a session runs in. Graph inputs and outputs are float32 whatever it is. */
export type Precision = 'fp32' | 'fp16' | 'bf16' | 'int8';

/** What a user may ask for: a precision, or the choice of the best that works. */
export type PrecisionRequest = 'auto' | Precision;

export const PRECISION_REQUESTS: readonly PrecisionRequest[] = ['auto', 'bf16', 'fp16', 'fp32', 'int8'];

/** What was asked, what is used, and why: shown to the user, written to the sidecar. */
export interface PrecisionChoice {
  readonly requested: PrecisionRequest;
  readonly used: Precision;
  readonly reason: string;
}
