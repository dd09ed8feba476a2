import * as z from 'zod';
import { DEFAULT_MASKS, type MaskSettings } from '../core/depth/mask-depth';

/** What a request may say of masks; the core's `MaskSettings` says what each means, `DEFAULT_MASKS` what is left out. */
export const maskRequestShape = {
  edgeThreshold: z.number().nonnegative().optional(),
  grazingDegrees: z.number().min(0).max(90).optional(),
  doubtfulPercent: z.number().min(0).max(100).optional(),
  smallestIslandPx: z.int().nonnegative().optional(),
  keepSky: z.boolean().optional(),
};

type MaskRequest = { readonly [Name in keyof MaskSettings]?: MaskSettings[Name] | undefined };

/** The masks a request asks for, without whatever else it says. */
export function maskSettingsOf(request: MaskRequest): MaskSettings {
  return {
    edgeThreshold: request.edgeThreshold ?? DEFAULT_MASKS.edgeThreshold,
    grazingDegrees: request.grazingDegrees ?? DEFAULT_MASKS.grazingDegrees,
    doubtfulPercent: request.doubtfulPercent ?? DEFAULT_MASKS.doubtfulPercent,
    smallestIslandPx: request.smallestIslandPx ?? DEFAULT_MASKS.smallestIslandPx,
    keepSky: request.keepSky ?? DEFAULT_MASKS.keepSky,
  };
}
