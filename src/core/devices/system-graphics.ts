import * as z from 'zod';
import type { GpuFinding } from './device';
import { vendorOf } from './vendor';

const MEBIBYTE = 2 ** 20;

/**
 * What the package systeminformation gathers of graphics cards, from lspci on Linux, system_profiler on macOS and CIM with
 * the registry on Windows.
 */
const graphicsSchema = z.object({
  controllers: z.array(
    z.object({
      vendor: z.string().nullish(),
      model: z.string().nullish(),
      /** MiB; memory that a card has not for itself counts here too. */
      vram: z.number().nullish(),
      vramDynamic: z.boolean().nullish(),
      driverVersion: z.string().nullish(),
    }),
  ),
});

/** The graphics cards in the answer of systeminformation's `graphics()`; none where it is none of its answers. */
export function parseSystemGraphics(answer: unknown): GpuFinding[] {
  const controllers = graphicsSchema.safeParse(answer).data?.controllers ?? [];
  return controllers.flatMap(({ vendor, model, vram, vramDynamic, driverVersion }) => {
    const name = readableName(model ?? '');
    if (!name || /remote|virtual|basic display|parsec|vmware|cirrus|qxl|bochs|matrox|aspeed/i.test(name)) return [];
    return {
      name,
      vendor: vendorOf(name, vendor ?? ''),
      memoryBytes: vram && !vramDynamic ? vram * MEBIBYTE : undefined,
      driver: driverVersion ?? undefined,
    };
  });
}

/** lspci names chips, and cards in brackets: `AD102 [GeForce RTX 4090]`. */
function readableName(model: string): string {
  return (/\[([^\]]+)\]/.exec(model)?.[1] ?? model).trim();
}
