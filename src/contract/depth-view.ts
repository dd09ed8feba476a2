import { eventIterator, oc, type ContractRouterClient } from '@orpc/contract';
import * as z from 'zod';
import { focalRequestSchema } from './camera';
import { depthFileSchema, depthResultSchema, depthStageSchema, modelChoiceSchema, type DepthResult } from './estimate';
import { callErrors } from './failure';
import { maskRequestShape } from './masks';
import { scaleCorrectionsSchema } from './scale';

/** A photo admitted to the depth view: from then on the window can ask for its depth by its id alone. */
export const admissionSchema = modelChoiceSchema.extend({
  /** What the window calls the photo; says nothing of where it lies. */
  id: z.string(),
  path: z.string(),
  focal: focalRequestSchema.optional(),
  depthFile: depthFileSchema.optional(),
  ...maskRequestShape,
  scales: scaleCorrectionsSchema.prefault({}),
});
export type Admission = z.infer<typeof admissionSchema>;

/** What the depth view is told while it waits; `send`: the depth is on its way. */
const viewStageSchema = z.enum([...depthStageSchema.options, 'send']);
export type ViewStage = z.infer<typeof viewStageSchema>;

const depthEventSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('stage'), stage: viewStageSchema }),
  z.object({ event: z.literal('depth'), depth: depthResultSchema }),
]);
export type DepthEvent = z.infer<typeof depthEventSchema>;

/**
 * The one call of the window's straight port to the engine, so that megabytes of depth do not pass through the host. It
 * takes no path: the host admits a photo, with its focal, model and precision, before the window asks.
 */
export const depthViewContract = {
  /**
   * Metric depth of an admitted photo, after the stages it went through. Errors: `PhotoUnreadable` for an id that was not
   * admitted; else as `depth`.
   */
  depth: oc
    .input(z.object({ id: z.string() }))
    .errors(callErrors)
    .output(eventIterator(depthEventSchema)),
};

export type DepthViewClient = ContractRouterClient<typeof depthViewContract>;

/**
 * The depth at the end of a call of the depth view.
 *
 * @param events the call.
 * @param onStage hears of each stage on the way.
 * @throws what the call throws.
 */
export async function depthFrom(
  events: Promise<AsyncIterable<DepthEvent>>,
  onStage: (stage: ViewStage) => void = () => undefined,
): Promise<DepthResult> {
  for await (const event of await events) {
    if (event.event === 'depth') return event.depth;
    onStage(event.stage);
  }
  throw new Error('the call for depth ended without any');
}
