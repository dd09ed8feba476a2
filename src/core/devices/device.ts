/** Whom a device is by; `software` computes on the processor what a graphics card would. */
export const VENDORS = ['nvidia', 'amd', 'intel', 'apple', 'qualcomm', 'software', 'other'] as const;
export type Vendor = (typeof VENDORS)[number];

/**
 * How a device computes in float16 against float32: not at all, no faster (Pascal GP10x: 1/64, GCN 4: alike), or at twice
 * the rate and more.
 */
export type Float16Rate = 'none' | 'slow' | 'full';

/** What a chip can compute in, whatever drivers and libraries make of it. */
export interface Capability {
  /** As its maker calls it: Pascal, RDNA 3, Xe-HPG. */
  readonly architecture: string;
  /** NVIDIA's alone, `8.6`. */
  readonly computeCapability?: string | undefined;
  readonly fp16: Float16Rate;
  /** In hardware: what a library emulates does not count. */
  readonly bf16: boolean;
  /** Units for matrices, whatever the maker calls them. */
  readonly tensorCores: boolean;
}

/** Something that can run a model. */
export interface Device extends Capability {
  readonly vendor: Vendor;
  readonly name: string;
  /** Its own memory; undefined where it has none, or nothing tells. */
  readonly memoryBytes?: number | undefined;
  /** The driver's version. */
  readonly driver?: string | undefined;
  /** The providers of ONNX Runtime that can reach it, best first. */
  readonly providers: readonly string[];
}

/** What one tool says of one graphics card. */
export interface GpuFinding {
  readonly name: string;
  readonly vendor: Vendor;
  readonly computeCapability?: string | undefined;
  readonly memoryBytes?: number | undefined;
  readonly driver?: string | undefined;
  /** Whether shaders may compute in float16; undefined where the tool does not tell. */
  readonly shaderFloat16?: boolean | undefined;
}
