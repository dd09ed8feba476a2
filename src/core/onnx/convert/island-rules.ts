import type { Islands } from '../../precision/islands';
import { subgraphsOf } from '../graph-parts';
import { domainName, ONNX_DOMAIN } from '../operator-domain';
import type { AttributeProto, NodeProto } from '../protobuf/onnx_pb';
import { type HalfType, LARGEST_FLOAT16, LEAST_NORMAL_FLOAT16 } from './half-float';
import { takesType } from './type-support';

/** Counts changes to the rules and to the rewrite: graphs converted before are then made again. */
export const ISLANDS_VERSION = 1;

/** A node, and what a rule may know of it. */
export interface IslandSite {
  readonly node: NodeProto;
  readonly opset: number;
  /** The greatest magnitude of each of its constant float inputs; all of them are read for it. */
  readonly weightMagnitudes: () => readonly number[];
  /** The greatest magnitude among its other float inputs and its outputs that calibration saw; 0 where it saw none. */
  readonly activationMagnitude: number;
  /** The greatest sum of magnitudes on the way to an element of a product that calibration saw; 0 where it saw none. */
  readonly partialSum: number;
  /** Whether its floats are counted from integers and constants alone. */
  readonly isFromIntegers: boolean;
  readonly isInNorm: boolean;
  readonly isInSoftmax: boolean;
  /** Whether all float32 it takes comes from islands, and all it gives goes to islands. */
  readonly isBetweenIslands: boolean;
  /** Whether it was found to come out wrong in half precision, or belongs to what was. */
  readonly isKept: boolean;
}

/** Why a node stays float32 inside a half-precision graph. */
export interface IslandRule {
  readonly name: string;
  readonly islands: Islands;
  readonly types: readonly HalfType[];
  /** For a person. */
  readonly reason: string;
  readonly holds: (site: IslandSite, type: HalfType) => boolean;
}

const BOTH: readonly HalfType[] = ['float16', 'bfloat16'];
const FLOAT16: readonly HalfType[] = ['float16'];

const oneOf = (...operators: readonly string[]) => {
  const known = new Set(operators);
  return ({ node }: IslandSite): boolean => known.has(node.opType);
};

/** With means of numbers near 1000, as many can be added before float16 ends. */
const LARGEST_POOL = 64;

/** Headroom between the largest magnitude on the calibration photos and float16's end: other photos have others. */
const HEADROOM = 16;

/** Sums hold their worst case already: no sign helps them. */
const SUM_HEADROOM = 2;

/** Float16 holds what calibration saw to come to no more. */
export const LARGEST_ACTIVATION = LARGEST_FLOAT16 / HEADROOM;
export const LARGEST_PARTIAL_SUM = LARGEST_FLOAT16 / SUM_HEADROOM;

/** The one table of what stays float32, and why. Of several rules that hold the first one counts. */
export const ISLAND_RULES: readonly IslandRule[] = [
  {
    name: 'found-wrong',
    islands: 'types',
    types: BOTH,
    reason: 'came out wrong in half precision on this device, where it was looked for',
    holds: ({ isKept }) => isKept,
  },
  {
    name: 'control-flow',
    islands: 'types',
    types: BOTH,
    reason: 'branches and loops keep the types they were written with',
    holds: ({ node }) => subgraphsOf(node).length > 0,
  },
  {
    name: 'foreign-operator',
    islands: 'types',
    types: BOTH,
    reason: 'a function of the file or an operator outside ONNX’s set, whose types nothing here knows',
    holds: ({ node }) => domainName(node.domain) !== ONNX_DOMAIN,
  },
  {
    name: 'no-such-kernel',
    islands: 'types',
    types: BOTH,
    reason: 'the operator set of the model, or ONNX Runtime, has no such operator in this type',
    holds: ({ node, opset }, type) => !takesType(node, type, opset),
  },
  {
    name: 'from-integers',
    islands: 'types',
    types: BOTH,
    reason: 'sizes, positions and scales, whole numbers that half precision cannot count beyond 2048',
    holds: ({ isFromIntegers }) => isFromIntegers,
  },
  {
    name: 'cubic-resize',
    islands: 'range',
    types: FLOAT16,
    reason: 'WebGPU runs no cubic Resize in float16',
    holds: ({ node }) => node.opType === 'Resize' && textAttribute(node, 'mode') === 'cubic',
  },
  {
    name: 'decomposed-norm',
    islands: 'range',
    types: BOTH,
    reason: 'a LayerNorm taken apart, whose squares overflow float16 from ±256 on',
    holds: ({ isInNorm }) => isInNorm,
  },
  {
    name: 'decomposed-softmax',
    islands: 'range',
    types: BOTH,
    reason: 'a Softmax taken apart, whose powers and their sum overflow float16',
    holds: ({ isInSoftmax }) => isInSoftmax,
  },
  {
    name: 'pooling',
    islands: 'range',
    types: BOTH,
    reason: `a mean over more than ${String(LARGEST_POOL)} numbers, whose sum overflows float16`,
    holds: (site) =>
      oneOf('GlobalAveragePool', 'GlobalLpPool')(site) ||
      (oneOf('AveragePool', 'LpPool')(site) && windowOf(site.node) > LARGEST_POOL),
  },
  {
    name: 'reduction',
    islands: 'range',
    types: BOTH,
    reason: 'a sum over many numbers, which overflows float16',
    holds: oneOf(
      ...['ReduceMean', 'ReduceSum', 'ReduceSumSquare', 'ReduceL1', 'ReduceL2', 'ReduceProd'],
      ...['ReduceLogSum', 'ReduceLogSumExp', 'CumSum'],
    ),
  },
  {
    name: 'power',
    islands: 'range',
    types: BOTH,
    reason: 'squares overflow float16 from 256 on, exponentials from 11 on',
    holds: oneOf('Pow', 'Exp'),
  },
  {
    name: 'large-weight',
    islands: 'range',
    types: FLOAT16,
    reason: `a weight beyond ±${String(LARGEST_FLOAT16)}, float16’s largest number`,
    holds: ({ weightMagnitudes }) => weightMagnitudes().some((magnitude) => magnitude > LARGEST_FLOAT16),
  },
  {
    name: 'small-weight',
    islands: 'range',
    types: FLOAT16,
    reason: 'weights all below 0.00006, where float16 runs out of digits',
    holds: ({ weightMagnitudes }) =>
      weightMagnitudes().some((magnitude) => magnitude > 0 && magnitude < LEAST_NORMAL_FLOAT16),
  },
  {
    name: 'large-activation',
    islands: 'range',
    types: FLOAT16,
    reason: `on the calibration photo it came within a factor of ${String(HEADROOM)} of float16’s largest number`,
    holds: ({ activationMagnitude }) => activationMagnitude > LARGEST_ACTIVATION,
  },
  {
    name: 'deep-sum',
    islands: 'range',
    types: FLOAT16,
    reason: 'on the calibration photo the magnitudes it adds up came near float16’s largest number',
    holds: ({ partialSum }) => partialSum > LARGEST_PARTIAL_SUM,
  },
  {
    name: 'resize',
    islands: 'all',
    types: BOTH,
    reason: 'interpolation between pixels, whose weights round badly',
    holds: oneOf('Resize'),
  },
  {
    name: 'norm',
    islands: 'all',
    types: BOTH,
    reason: 'a mean and a deviation over many numbers, which round badly',
    holds: oneOf(
      ...['LayerNormalization', 'InstanceNormalization', 'GroupNormalization', 'RMSNormalization'],
      ...['LpNormalization', 'MeanVarianceNormalization', 'LRN'],
    ),
  },
  {
    name: 'softmax',
    islands: 'all',
    types: BOTH,
    reason: 'powers over their sum, which round badly',
    holds: oneOf('Softmax', 'LogSoftmax'),
  },
  {
    name: 'root-or-logarithm',
    islands: 'all',
    types: BOTH,
    reason: 'steep where its argument is small, and rounded there',
    holds: oneOf('Log', 'Sqrt', 'Reciprocal', 'Softplus', 'Acos', 'Asin', 'Atan'),
  },
  {
    name: 'between-islands',
    islands: 'types',
    types: BOTH,
    reason: 'stands between others of these: two casts would cost more than it',
    holds: ({ isBetweenIslands }) => isBetweenIslands,
  },
];

const attributeOf = ({ attribute }: NodeProto, name: string): AttributeProto | undefined =>
  attribute.find((each) => each.name === name);

const textAttribute = (node: NodeProto, name: string): string =>
  String.fromCharCode(...(attributeOf(node, name)?.s ?? []));

/** How many numbers a pool takes the mean of. */
export const windowOf = (node: NodeProto): number =>
  (attributeOf(node, 'kernel_shape')?.ints ?? []).reduce((area, side) => area * Number(side), 1);
