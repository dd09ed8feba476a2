import * as z from 'zod';
import type { GpuFinding } from './device';
import { vendorOf, vendorOfId } from './vendor';

const DEVICE_TYPE_CPU = 4;

const properties = z.object({
  deviceName: z.string(),
  deviceType: z.union([z.string(), z.number()]),
  vendorID: z.number(),
});
const features = z.object({ shaderFloat16: z.union([z.boolean(), z.number()]) }).partial();

/** A profile as vulkaninfo writes it since 1.2.170; before, what `properties` and `features` hold stood at the top. */
const profile = z.object({
  capabilities: z.object({
    device: z.object({
      properties: z.object({
        VkPhysicalDeviceProperties: properties,
        VkPhysicalDeviceDriverProperties: z.object({ driverInfo: z.string() }).partial().optional(),
        VkPhysicalDeviceVulkan12Properties: z.object({ driverInfo: z.string() }).partial().optional(),
      }),
      features: z
        .object({
          VkPhysicalDeviceVulkan12Features: features,
          VkPhysicalDeviceShaderFloat16Int8Features: features,
          VkPhysicalDeviceShaderFloat16Int8FeaturesKHR: features,
        })
        .partial()
        .optional(),
    }),
  }),
});
const older = z.object({ VkPhysicalDeviceProperties: properties });

/** The device in a file that `vulkaninfo --json` wrote; undefined where it is none. */
export function parseVulkaninfo(text: string): GpuFinding | undefined {
  const json = parsed(text);
  const whole = profile.safeParse(json).data?.capabilities.device;
  const found = whole?.properties.VkPhysicalDeviceProperties ?? older.safeParse(json).data?.VkPhysicalDeviceProperties;
  if (!found) return undefined;
  return {
    name: found.deviceName,
    vendor: vendorIn(found),
    driver: whole && driverIn(whole.properties),
    shaderFloat16: whole && shaderFloat16In(whole.features ?? {}),
  };
}

function vendorIn({ deviceName, deviceType, vendorID }: z.infer<typeof properties>): GpuFinding['vendor'] {
  if (deviceType === DEVICE_TYPE_CPU || String(deviceType).endsWith('_CPU')) return 'software';
  const byName = vendorOf(deviceName);
  return byName === 'other' ? vendorOfId(vendorID) : byName;
}

type Described = z.infer<typeof profile>['capabilities']['device'];

function driverIn(told: Described['properties']): string | undefined {
  return told.VkPhysicalDeviceDriverProperties?.driverInfo ?? told.VkPhysicalDeviceVulkan12Properties?.driverInfo;
}

function shaderFloat16In(told: NonNullable<Described['features']>): boolean | undefined {
  const flags = Object.values(told).flatMap((each) => each?.shaderFloat16 ?? []);
  return flags.length === 0 ? undefined : flags.some(Boolean);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
