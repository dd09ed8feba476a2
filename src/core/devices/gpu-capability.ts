import type { Capability, Float16Rate, Vendor } from './device';

type Row = readonly [name: RegExp, architecture: string, fp16: Float16Rate, bf16: boolean, tensorCores: boolean];
type NvidiaRow = readonly [name: RegExp, computeCapability: string, tensorCores?: boolean];

/**
 * NVIDIA's cards by name, for drivers that do not tell the compute capability (nvidia-smi up to 470 at least). The first
 * that fits counts. From developer.nvidia.com/cuda-gpus and its page of legacy GPUs.
 */
const NVIDIA: readonly NvidiaRow[] = [
  [/jetson.*thor|\bthor\b/, '11.0'],
  [/\bgb10\b|dgx spark/, '12.1'],
  [/\bg?b300\b/, '10.3'],
  [/\bg?b[12]00\b/, '10.0'],
  [/rtx 50\d0|blackwell/, '12.0'],
  [/\bh[128]00\b|\bh20\b|\bgh200\b|hopper/, '9.0'],
  [/rtx 40\d0|\bada\b|\bl4\b|\bl40s?\b|\bl20\b/, '8.9'],
  [/\borin\b/, '8.7'],
  [/\ba[138]00\b|\ba100x?\b|\ba30\b/, '8.0'],
  [/rtx 30\d0|rtx 2050|rtx a\d{3,4}|\ba(2|10g?|16|40)\b|mx570/, '8.6'],
  [/\bxavier\b/, '7.2'],
  [/rtx 20\d0|titan rtx|quadro rtx|rtx [3-8]000|\bt4g?\b/, '7.5'],
  [/gtx 16\d0|mx450|mx550|\bt(400|500|550|600|1000|1200|2000)\b|cmp 30hx/, '7.5', false],
  [/\bv100s?\b|titan v\b|gv100/, '7.0'],
  [/\bp100\b|gp100/, '6.0'],
  [/\btx2\b|tegra x2/, '6.2'],
  [/gtx 10\d0|gt 10[13]0|(?<!gtx )titan xp?\b|quadro p\d+|\bp(4|6|40)\b|mx[123][135]0/, '6.1'],
  [/tegra x1|jetson nano|\btx1\b/, '5.3'],
  [/gtx titan x|gtx 9[5-8]0|quadro m\d{4}|\bm(4|6|40|60)\b|gtx 9[67]\dm/, '5.2'],
  [/gtx 7[45]\d|gtx 9[3-6]\d|9[1-4]0m|8[345]0m|\bm10\b|quadro k[126]2\d0|mx110/, '5.0'],
  [/\bk(40|80|20x?)\b|gtx [67]\d0|gtx titan|quadro k/, '3.5'],
];

const NVIDIA_ARCHITECTURES: readonly (readonly [least: number, name: string])[] = [
  [100, 'Blackwell'],
  [90, 'Hopper'],
  [89, 'Ada'],
  [80, 'Ampere'],
  [75, 'Turing'],
  [70, 'Volta'],
  [60, 'Pascal'],
  [50, 'Maxwell'],
  [30, 'Kepler'],
];

/** The first that fits counts. AMD: gpuopen.com on matrix cores; Intel: its guide to XMX; Apple: Metal's feature set. */
const OTHERS: Readonly<Partial<Record<Vendor, readonly Row[]>>> = {
  amd: [
    [/mi3[2-5]\d/, 'CDNA 4', 'full', true, true],
    [/mi300/, 'CDNA 3', 'full', true, true],
    [/mi2[0-9]0/, 'CDNA 2', 'full', true, true],
    [/mi100/, 'CDNA 1', 'full', true, true],
    [/mi(50|60|25)\b|radeon vii|pro vii|vega/, 'GCN 5', 'full', false, false],
    [/rx 90\d0|r9[67]00/, 'RDNA 4', 'full', true, true],
    [/80[456]0s|8[4-9]0m/, 'RDNA 3.5', 'full', true, true],
    [/rx 7\d{3}|w7\d00|7[468]0m|radeon pro v710/, 'RDNA 3', 'full', true, true],
    [/rx 6\d{3}|w6\d00|6[168]0m|vangogh|custom gpu 0(405|932)|pro v620/, 'RDNA 2', 'full', false, false],
    [/rx 5[3-7]\d0|w5\d00|pro 5[3-7]00/, 'RDNA 1', 'full', false, false],
    [/rx [45]\d0|wx \d{4}|polaris|r9 |r7 |pro 5[5-8]0/, 'GCN', 'slow', false, false],
  ],
  intel: [
    [/arc.*b3\d0|panther/, 'Xe3', 'full', true, true],
    [/arc.*b[57]\d0|arc pro b/, 'Xe2-HPG', 'full', true, true],
    [/arc.*1[34]0v|lunar/, 'Xe2-LPG', 'full', true, true],
    [/arc.*1[34]0t/, 'Xe-LPG+', 'full', true, true],
    [/arc.*a\d{2,3}|\bdg2\b|flex 1[47]0/, 'Xe-HPG', 'full', true, true],
    [/gpu max|ponte vecchio/, 'Xe-HPC', 'full', true, true],
    [/arc|meteor/, 'Xe-LPG', 'full', false, false],
    [/xe|uhd graphics 7\d0/, 'Xe-LP', 'full', false, false],
    [/iris|uhd|hd graphics/, 'Gen 9', 'full', false, false],
  ],
  apple: [
    [/m5/, 'Apple M5', 'full', true, true],
    [/m4/, 'Apple M4', 'full', true, false],
    [/m3/, 'Apple M3', 'full', true, false],
    [/m2/, 'Apple M2', 'full', true, false],
    [/m1/, 'Apple M1', 'full', false, false],
  ],
  qualcomm: [[/x[12]|adreno/, 'Adreno', 'full', false, false]],
};

const UNKNOWN: Capability = { architecture: 'unknown', fp16: 'none', bf16: false, tensorCores: false };

/**
 * What a graphics card can compute in, by its maker and name; of one that no row names, nothing but float32 is supposed.
 *
 * @param computeCapability as NVIDIA's driver tells it, which goes before the name.
 */
export function gpuCapability(vendor: Vendor, name: string, computeCapability?: string): Capability {
  const plain = name
    .toLowerCase()
    .replaceAll(/\((tm|r)\)|nvidia |amd |laptop gpu/g, '')
    .trim();
  if (vendor === 'nvidia') return nvidiaCapability(plain, computeCapability);
  const row = OTHERS[vendor]?.find(([pattern]) => pattern.test(plain));
  if (!row) return UNKNOWN;
  const [, architecture, fp16, bf16, tensorCores] = row;
  return { architecture, fp16, bf16, tensorCores };
}

/** From the compute capability: rates as in CUDA's guide, "Throughput of Native Arithmetic Instructions". */
function nvidiaCapability(name: string, told: string | undefined): Capability {
  const row = NVIDIA.find(([pattern]) => pattern.test(name));
  const computeCapability = told ?? row?.[1];
  if (computeCapability === undefined) return UNKNOWN;
  const number = versionNumber(computeCapability);
  return {
    architecture: NVIDIA_ARCHITECTURES.find(([least]) => number >= least)?.[1] ?? 'unknown',
    computeCapability,
    fp16: number < 53 ? 'none' : number === 61 ? 'slow' : 'full',
    bf16: number >= 80,
    // Turing's small chips have the capability of the large ones, and no tensor cores: the name alone tells.
    tensorCores: number >= 70 && row?.[2] !== false,
  };
}

/** `8.6` as 86. */
function versionNumber(computeCapability: string): number {
  const [major = 0, minor = 0] = computeCapability.split('.').map(Number);
  return 10 * major + minor;
}
