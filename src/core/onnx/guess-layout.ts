import type { ElementType } from './element-type';
import type { OnnxSummary } from './inspect-onnx';
import type { Dimension, OnnxValue, ValueType } from './value-type';

/** One side of the image: the graph's own, in pixels, or open within what the network allows. */
export type SideGuess =
  { readonly kind: 'fixed'; readonly px: number } | { readonly kind: 'open'; readonly symbol: string | undefined };

/** The input that takes the photo, as [batch, 3, height, width]. */
export interface ImageInputGuess {
  readonly name: string;
  readonly elementType: ElementType;
  readonly height: SideGuess;
  readonly width: SideGuess;
  readonly reason: string;
}

/** What an input besides the image may ask for. */
export type ExtraInputRole = 'tokenCount' | 'focal' | 'intrinsics' | 'unknown';

/** An input besides the image. */
export interface ExtraInputGuess {
  readonly name: string;
  readonly mayBeScalar: boolean;
  readonly role: ExtraInputRole;
  readonly reason: string;
}

/** What an output may mean. A mask is true where there is a surface to measure, a sky map where there is none. */
export type OutputRole = 'depth' | 'points' | 'normal' | 'confidence' | 'mask' | 'sky' | 'focal' | 'scale';

/** An output with what it may mean, likeliest first; nothing where neither its name nor its shape suggests anything. */
export interface OutputGuess {
  readonly name: string;
  readonly candidates: readonly { readonly role: OutputRole; readonly reason: string }[];
}

/** How a graph may be fed and read, each guess with its reason in words. */
export interface LayoutGuess {
  /** Undefined where no input has the shape of an image. */
  readonly image: ImageInputGuess | undefined;
  readonly extraInputs: readonly ExtraInputGuess[];
  readonly outputs: readonly OutputGuess[];
}

/**
 * Guesses from names, types and shapes how a graph of a depth model is to be fed and read.
 *
 * A guess is a proposal to a person. Units, the range of colours and the camera rule are not in the file, and a name
 * may lie.
 */
export function guessLayout({ inputs, outputs }: Pick<OnnxSummary, 'inputs' | 'outputs'>): LayoutGuess {
  const image = guessImage(inputs);
  return {
    image,
    extraInputs: inputs.filter(({ name }) => name !== image?.name).map(guessExtraInput),
    outputs: outputs.map(guessOutput),
  };
}

const imageTypes: readonly ElementType[] = ['float32', 'float16', 'bfloat16'];
const imageName = /image|img|pixel|rgb|photo/i;

function guessImage(inputs: readonly OnnxValue[]): ImageInputGuess | undefined {
  const images = inputs.flatMap(asImage);
  return images.find(({ name }) => imageName.test(name)) ?? images[0];
}

function asImage({ name, type }: OnnxValue): ImageInputGuess[] {
  if (type.kind !== 'tensor' || type.dims === undefined || !imageTypes.includes(type.elementType)) return [];
  if (!fits(type.dims, '13ss')) return [];
  const [, , height, width] = type.dims;
  const nameWords = imageName.test(name) ? 'Its name says image' : 'Its name says nothing';
  return [
    {
      name,
      elementType: type.elementType,
      height: sideOf(height!),
      width: sideOf(width!),
      reason: `${nameWords}; its shape may be [batch, 3, height, width].`,
    },
  ];
}

function sideOf(dim: Dimension): SideGuess {
  return dim.kind === 'fixed' ? { kind: 'fixed', px: dim.size } : dim;
}

const extraInputNames: readonly (readonly [ExtraInputRole, RegExp])[] = [
  ['tokenCount', /tokens/i],
  ['focal', /focal|^f_?px$|^f[xy]$/i],
  ['intrinsics', /intrinsic|^k$/i],
];

function guessExtraInput({ name, type }: OnnxValue): ExtraInputGuess {
  const mayBeScalar = type.kind === 'tensor' && shapesOf(type.dims).includes('scalar');
  const [role] = extraInputNames.find(([, pattern]) => pattern.test(name)) ?? ['unknown' as const];
  const nameWords = role === 'unknown' ? 'Its name says nothing' : `Its name says ${role}`;
  const shapeWords = mayBeScalar ? 'may be one number' : 'is not one number';
  return { name, mayBeScalar, role, reason: `${nameWords}; its shape ${shapeWords}.` };
}

/** What an output may be: one value a pixel, three, or one number. */
export type Shape = 'map' | 'vectors' | 'scalar';

/** Each shape for a person. */
export const wordsOfShape: Record<Shape, string> = {
  map: 'one value a pixel',
  vectors: 'three values a pixel',
  scalar: 'one number',
};

/** The axes of each shape, `s` a side of the image. One more for the batch may stand in front. */
const layouts: readonly (readonly [Shape, string])[] = [
  ['map', 'ss'],
  ['map', '1ss'],
  ['map', 'ss1'],
  ['vectors', '3ss'],
  ['vectors', 'ss3'],
  ['scalar', ''],
  ['scalar', '1'],
];

/** The shapes a tensor may turn out to have when the graph runs; all of them where none is declared. */
export function shapesOf(dims: readonly Dimension[] | undefined): Shape[] {
  const fitting = layouts.filter(([, axes]) => dims === undefined || fits(dims, axes) || fits(dims, `1${axes}`));
  return [...new Set(fitting.map(([shape]) => shape))];
}

function fits(dims: readonly Dimension[], axes: string): boolean {
  if (dims.length !== axes.length) return false;
  return dims.every((dim, i) => dim.kind === 'open' || isAxis(dim.size, axes[i]!));
}

/** Tells an image or a map from a matrix of a few rows, such as intrinsics. */
const MIN_SIDE_PX = 16;

function isAxis(size: number, axis: string): boolean {
  return axis === 's' ? size >= MIN_SIDE_PX : size === Number(axis);
}

/** Likelier roles first: a `normal_confidence` is a confidence, a `depth_mask` a mask. */
const outputNames: readonly (readonly [OutputRole, RegExp])[] = [
  ['confidence', /conf|certain/i],
  ['sky', /sky/i],
  ['mask', /mask|valid/i],
  ['normal', /normal/i],
  ['points', /point|pts|xyz/i],
  ['depth', /depth/i],
  ['focal', /focal/i],
  ['scale', /scale/i],
];

const outputShapes: Record<OutputRole, Shape> = {
  depth: 'map',
  points: 'vectors',
  normal: 'vectors',
  confidence: 'map',
  mask: 'map',
  sky: 'map',
  focal: 'scalar',
  scale: 'scalar',
};

/** What an output without a telling name may be, likeliest first. */
const rolesByShape: Record<Shape, readonly OutputRole[]> = {
  map: ['depth', 'confidence', 'mask'],
  vectors: ['points', 'normal'],
  scalar: ['scale', 'focal'],
};

const floatTypes: readonly ElementType[] = [...imageTypes, 'float64'];

function guessOutput({ name, type }: OnnxValue): OutputGuess {
  if (type.kind === 'other') return { name, candidates: [] };
  const shapes = shapesOf(type.kind === 'tensor' ? type.dims : undefined);
  const suits = (role: OutputRole) => shapes.includes(outputShapes[role]) && suitsType(role, type);
  const named = outputNames.filter(([, pattern]) => pattern.test(name)).map(([role]) => role);
  const roles = named.length > 0 ? named : shapes.flatMap((shape) => rolesByShape[shape]);
  const candidates = roles.filter(suits).map((role) => {
    const nameWords = named.length > 0 ? role : 'nothing';
    return { role, reason: `Its name says ${nameWords}; its shape may be ${wordsOfShape[outputShapes[role]]}.` };
  });
  return { name, candidates };
}

/** Masks also come as booleans and small integers. */
function suitsType(role: OutputRole, type: ValueType): boolean {
  return role === 'mask' || role === 'sky' || type.kind !== 'tensor' || floatTypes.includes(type.elementType);
}
