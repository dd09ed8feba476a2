import { shapesOf, wordsOfShape, type Shape } from '../onnx/guess-layout';
import type { OnnxSummary } from '../onnx/inspect-onnx';
import { quoted, shortList } from '../onnx/onnx-fault';
import type { Dimension, OnnxValue } from '../onnx/value-type';
import type { InputSizePolicy, ModelDescriptor, ModelOutputs, OutputName } from './descriptor';

type Graph = Pick<OnnxSummary, 'inputs' | 'outputs' | 'customDomains'>;
type Promises = Pick<ModelDescriptor, 'input' | 'scalarInputs' | 'outputs'>;

/**
 * Why a graph cannot be fed and read as a descriptor says, a sentence each; none where it can, as far as the file tells.
 */
export function graphMisfits(graph: Graph, model: Promises): string[] {
  return [
    ...graph.customDomains.map(
      (domain) => `It needs operators of ${quoted(domain)}, which ONNX Runtime does not have.`,
    ),
    ...imageMisfits(graph.inputs, model.input),
    ...otherInputMisfits(graph.inputs, model),
    ...promisedOutputs(model.outputs).flatMap((promise) => outputMisfits(graph.outputs, promise)),
  ];
}

function imageMisfits(inputs: readonly OnnxValue[], { name, layout, size }: Promises['input']): string[] {
  const image = inputs.find((input) => input.name === name);
  if (!image) return [`It has no input ${quoted(name)}; its inputs are ${namesOf(inputs)}.`];
  if (image.type.kind !== 'tensor' || image.type.elementType !== 'float32') {
    return [`Its input ${quoted(name)} takes ${typeWords(image)}; Fathom feeds float32.`];
  }
  const { dims } = image.type;
  if (dims === undefined) return [];
  const [batch, channels, height, width] = layout === 'nhwc' ? [dims[0], dims[3], dims[1], dims[2]] : dims;
  const isPicture = dims.length === 4 && allows(batch!, 1) && allows(channels!, 3);
  return isPicture
    ? sizeMisfits([height!, width!], size)
    : [`Its input ${quoted(name)} is no picture: it takes ${shapeWords(dims)}.`];
}

function sizeMisfits(sides: readonly [Dimension, Dimension], size: InputSizePolicy): string[] {
  const [height, width] = sides;
  switch (size.kind) {
    case 'fixed':
    case 'stretch':
      if (allows(height, size.heightPx) && allows(width, size.widthPx)) return [];
      return [`It takes ${shapeWords(sides)} pixels, not ${String(size.heightPx)} × ${String(size.widthPx)}.`];
    case 'fit':
    case 'shorterSide':
      if (height.kind === 'open' && width.kind === 'open') return [];
      return [`It takes ${shapeWords(sides)} pixels only, not a size that fits the photo.`];
  }
}

function otherInputMisfits(inputs: readonly OnnxValue[], { input, scalarInputs = [] }: Promises): string[] {
  const missing = scalarInputs.filter(({ name }) => inputs.every((other) => other.name !== name));
  const wrong = inputs.filter(({ name, type }) => {
    const scalar = scalarInputs.find((each) => each.name === name);
    if (!scalar || type.kind !== 'tensor') return false;
    return type.elementType !== scalar.type || (type.dims !== undefined && type.dims.length > 0);
  });
  const unknown = inputs.filter(
    ({ name }) => name !== input.name && scalarInputs.every((scalar) => scalar.name !== name),
  );
  return [
    ...missing.map(({ name }) => `It has no input ${quoted(name)}.`),
    ...wrong.map((value) => `Its input ${quoted(value.name)} takes ${typeWords(value)}, not one whole number.`),
    ...unknown.map((value) => `It asks for ${quoted(value.name)} (${typeWords(value)}), which Fathom cannot tell it.`),
  ];
}

interface PromisedOutput {
  readonly names: readonly string[];
  readonly shape: Shape;
}

function promisedOutputs(outputs: ModelOutputs): PromisedOutput[] {
  const { normal, confidence, validity, sky } = outputs;
  const own: [OutputName | undefined, Shape][] =
    'points' in outputs
      ? [
          [outputs.points, 'vectors'],
          [outputs.metricScale, 'scalar'],
        ]
      : [
          [outputs.depth, 'map'],
          [outputs.focal, 'scalar'],
        ];
  const common: [OutputName | undefined, Shape][] = [
    [normal?.name, 'vectors'],
    [confidence, 'map'],
    [validity?.name, 'map'],
    [sky?.name, 'map'],
  ];
  return [...own, ...common].flatMap(([name, shape]) =>
    name === undefined ? [] : [{ names: typeof name === 'string' ? [name] : name, shape }],
  );
}

function outputMisfits(outputs: readonly OnnxValue[], { names, shape }: PromisedOutput): string[] {
  const output = names.map((name) => outputs.find((each) => each.name === name)).find((each) => each !== undefined);
  if (!output) return [`It has no output ${names.map(quoted).join(' or ')}; its outputs are ${namesOf(outputs)}.`];
  const { type, name } = output;
  // ONNX Runtime works out what is not declared; the trial run shows it.
  if (type.kind === 'undeclared') return [];
  if (type.kind !== 'tensor' || type.elementType !== 'float32') {
    return [`Its output ${quoted(name)} gives ${typeWords(output)}; Fathom reads float32.`];
  }
  return shapesOf(type.dims).includes(shape)
    ? []
    : [`Its output ${quoted(name)} gives ${shapeWords(type.dims!)}, not ${wordsOfShape[shape]}.`];
}

/** A value's type and shape for a person, such as `float32 1 × 3 × height × ?`. */
export function typeWords({ type }: OnnxValue): string {
  if (type.kind !== 'tensor') return 'no tensor';
  return type.dims === undefined ? `${type.elementType} of any shape` : `${type.elementType} ${shapeWords(type.dims)}`;
}

function shapeWords(dims: readonly Dimension[]): string {
  if (dims.length === 0) return 'one number';
  return dims.map((dim) => (dim.kind === 'fixed' ? String(dim.size) : (dim.symbol ?? '?'))).join(' × ');
}

const allows = (dim: Dimension, size: number): boolean => dim.kind === 'open' || dim.size === size;
const namesOf = (values: readonly OnnxValue[]): string =>
  values.length === 0 ? 'none' : shortList(values.map(({ name }) => quoted(name)));
