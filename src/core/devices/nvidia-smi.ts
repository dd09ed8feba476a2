import type { GpuFinding } from './device';

/** What to ask nvidia-smi for. Drivers up to 470 at least know no `compute_cap`: ask again without it. */
export const NVIDIA_SMI_FIELDS = ['name', 'driver_version', 'memory.total', 'compute_cap'] as const;

const MEBIBYTE = 2 ** 20;

/**
 * The cards in what `nvidia-smi --query-gpu=… --format=csv,noheader` printed for {@link NVIDIA_SMI_FIELDS}, with or
 * without the last. Lines that are no such rows (it prints its errors to the same place) are left out.
 */
export function parseNvidiaSmi(text: string): GpuFinding[] {
  return text.split('\n').flatMap((line) => {
    const [name, driver, memory, computeCapability] = line.split(',').map((field) => field.trim());
    if (!name || !driver || !/^\d+\.\d+(\.\d+)*$/.test(driver)) return [];
    const mebibytes = /^(\d+) MiB$/.exec(memory ?? '')?.[1];
    return {
      name,
      vendor: 'nvidia' as const,
      driver,
      memoryBytes: mebibytes === undefined ? undefined : Number(mebibytes) * MEBIBYTE,
      computeCapability: /^\d+\.\d+$/.test(computeCapability ?? '') ? computeCapability : undefined,
    };
  });
}
