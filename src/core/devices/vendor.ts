import type { Vendor } from './device';

const SOFTWARE = /llvmpipe|lavapipe|swiftshader|basic render|softpipe|software rasterizer/i;

const NAMES: readonly (readonly [Vendor, RegExp])[] = [
  ['nvidia', /nvidia|geforce|quadro|tesla|\brtx\b|\bgtx\b|tegra|jetson/i],
  ['amd', /\bamd\b|advanced micro|\bati\b|radeon|instinct|firepro/i],
  ['intel', /\bintel\b|\biris\b|\barc\b/i],
  ['apple', /\bapple\b/i],
  ['qualcomm', /qualcomm|adreno|snapdragon/i],
];

/** PCI-SIG's numbers, and Khronos's for Mesa's software devices. */
const IDS: Readonly<Record<number, Vendor>> = {
  0x10_de: 'nvidia',
  0x10_02: 'amd',
  0x10_22: 'amd',
  0x80_86: 'intel',
  0x10_6b: 'apple',
  0x51_43: 'qualcomm',
  0x4d_4f_43_51: 'qualcomm',
  0x1_00_05: 'software',
  0x1a_e0: 'software',
};

/** Whom a graphics card is by, from whatever words there are about it. */
export function vendorOf(...words: readonly string[]): Vendor {
  const text = words.join(' ');
  if (SOFTWARE.test(text)) return 'software';
  return NAMES.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}

/** Whom a PCI or Vulkan vendor number belongs to. */
export function vendorOfId(id: number): Vendor {
  return IDS[id] ?? 'other';
}
