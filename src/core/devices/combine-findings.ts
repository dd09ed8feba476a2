import type { Device, GpuFinding, Vendor } from './device';
import { gpuCapability } from './gpu-capability';

/** Of the operating systems that Node names, those that have providers for graphics cards. */
export type GpuSystem = 'linux' | 'win32' | 'darwin';

/** The providers of ONNX Runtime that reach a maker's cards, best first. */
const PROVIDERS: Readonly<Record<GpuSystem, (vendor: Vendor) => readonly string[]>> = {
  linux: (vendor) => (vendor === 'nvidia' ? ['cuda', 'webgpu'] : ['webgpu']),
  win32: () => ['dml', 'webgpu'],
  darwin: () => ['coreml', 'webgpu'],
};

/**
 * The graphics cards behind what several tools say, each once.
 *
 * @param reports what each tool found, the most trusted first: where two speak of one card, the first goes before.
 * @param system as Node's `os.platform()`.
 * @param built the providers that this build of ONNX Runtime has.
 */
export function combineFindings(
  reports: readonly (readonly GpuFinding[])[],
  system: string,
  built: readonly string[],
): Device[] {
  const cards: GpuFinding[] = [];
  for (const report of reports) {
    // A tool lists each of several equal cards: one of its rows goes to one card.
    const taken = new Set<number>();
    for (const finding of report) {
      const at = cards.findIndex((card, i) => !taken.has(i) && isSameCard(card, finding));
      if (at >= 0) cards[at] = merge(cards[at]!, finding);
      taken.add(at >= 0 ? at : cards.push(finding) - 1);
    }
  }
  return cards.map((card) => deviceOf(card, system, built));
}

function deviceOf(card: GpuFinding, system: string, built: readonly string[]): Device {
  const { name, vendor, memoryBytes, driver, computeCapability, shaderFloat16 } = card;
  const capability = gpuCapability(vendor, name, computeCapability);
  // A card that no row names may still say that its shaders know float16; how fast, only a measurement can tell.
  const fp16 = capability.architecture === 'unknown' && shaderFloat16 ? 'full' : capability.fp16;
  const providers = isGpuSystem(system) && vendor !== 'software' ? PROVIDERS[system](vendor) : [];
  return {
    vendor,
    name,
    ...capability,
    fp16,
    memoryBytes,
    driver,
    providers: providers.filter((provider) => built.includes(provider)),
  };
}

function isSameCard(a: GpuFinding, b: GpuFinding): boolean {
  const [nameA, nameB] = [plainName(a.name), plainName(b.name)];
  return a.vendor === b.vendor && (nameA.includes(nameB) || nameB.includes(nameA));
}

const plainName = (name: string): string =>
  name.toLowerCase().replaceAll(/\(.*?\)|nvidia|amd|intel|corporation|\W/g, '');

const isGpuSystem = (system: string): system is GpuSystem => system in PROVIDERS;

function merge(first: GpuFinding, second: GpuFinding): GpuFinding {
  return {
    ...first,
    computeCapability: first.computeCapability ?? second.computeCapability,
    memoryBytes: first.memoryBytes ?? second.memoryBytes,
    driver: first.driver ?? second.driver,
    shaderFloat16: first.shaderFloat16 ?? second.shaderFloat16,
  };
}
