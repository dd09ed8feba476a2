/** The arithmetic a session runs in. Graph inputs and outputs are float32 whatever it is. */
export const PRECISIONS = ['bf16', 'fp16', 'fp32', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** What a user may ask for: a precision, or the choice of the best that works. */
export const PRECISION_REQUESTS = ['auto', ...PRECISIONS] as const;
export type PrecisionRequest = (typeof PRECISION_REQUESTS)[number];

/** What was asked, what is used, and why: shown to the user, written to the sidecar. */
export interface PrecisionChoice {
  readonly requested: PrecisionRequest;
  readonly used: Precision;
  readonly reason: string;
}
