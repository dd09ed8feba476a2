import { oc, type ContractRouterClient } from '@orpc/contract';
import * as z from 'zod';
import { focalRequestSchema } from './camera';
import { depthResultSchema, modelChoiceSchema } from './estimate';
import { callErrors } from './failure';

/** A photo admitted to the depth view: from then on the window can ask for its depth by its id alone. */
export const admissionSchema = modelChoiceSchema.extend({
  /** What the window calls the photo; says nothing of where it lies. */
  id: z.string(),
  path: z.string(),
  focal: focalRequestSchema.optional(),
  edgeThreshold: z.number().nonnegative().optional(),
});
export type Admission = z.infer<typeof admissionSchema>;

/**
 * The one call of the window's straight port to the engine, so that megabytes of depth do not pass through the host. It
 * takes no path: the host admits a photo, with its focal, model and precision, before the window asks.
 */
export const depthViewContract = {
  /** Metric depth of an admitted photo. Errors: `PhotoUnreadable` for an id that was not admitted; else as `depth`. */
  depth: oc
    .input(z.object({ id: z.string() }))
    .errors(callErrors)
    .output(depthResultSchema),
};

export type DepthViewClient = ContractRouterClient<typeof depthViewContract>;
