import * as z from 'zod';
import type { GpuFinding } from './device';
import { vendorOf, vendorOfId } from './vendor';

/** The part of Chromium's GPUInfo that names cards; the rest of it has no documented form. */
const gpuInfoSchema = z.object({
  gpuDevice: z.array(
    z.object({
      vendorId: z.number(),
      deviceId: z.number(),
      deviceString: z.string().optional(),
      driverVersion: z.string().optional(),
    }),
  ),
  auxAttributes: z.object({ glRenderer: z.string() }).partial().optional(),
});

/** The graphics cards in the answer of Electron's `app.getGPUInfo`; none where it is none of its answers. */
export function parseElectronGpuInfo(answer: unknown): GpuFinding[] {
  const info = gpuInfoSchema.safeParse(answer).data;
  return (info?.gpuDevice ?? []).flatMap(({ vendorId, deviceId, deviceString, driverVersion }) => {
    const vendor = vendorOfId(vendorId);
    if (vendorId === 0) return [];
    const renderer = rendererName(info?.auxAttributes?.glRenderer ?? '');
    const name = deviceString ?? (vendorOf(renderer) === vendor ? renderer : `${vendor} ${deviceId.toString(16)}`);
    return { name, vendor, driver: driverVersion === '' ? undefined : driverVersion };
  });
}

/** The card in ANGLE's words: `ANGLE (NVIDIA, NVIDIA GeForce GTX 1080 (0x1B80) Direct3D11 …, D3D11)`. */
function rendererName(renderer: string): string {
  const inside = /^ANGLE \([^,]*, (?:ANGLE Metal Renderer: |Vulkan [\d.]+ \()?([^,(]+)/.exec(renderer)?.[1];
  return (inside ?? renderer).replace(/ Direct3D.*$|\/PCIe.*$/, '').trim();
}
