import type { InputGeometry } from '../camera/input-geometry';
import type { ImageSize } from '../camera/intrinsics';
import type { Prediction } from '../depth/prediction';
import type { ModelDescriptor, ModelOutputs, OutputName } from './descriptor';

/** How the values of an output lie in memory. */
type Layout = 'planar' | 'interleaved';

/** The outputs a model's graph has to have, each by the names it may go by. */
export function outputNames(outputs: ModelOutputs): readonly (readonly string[])[] {
  const { normal, confidence, validity, sky } = outputs;
  const own = 'points' in outputs ? [outputs.points, outputs.metricScale] : [outputs.depth, outputs.focal];
  return [...own, normal?.name, confidence, validity?.name, sky?.name]
    .filter((name) => name !== undefined)
    .map(alternatives);
}

/**
 * Names a graph's outputs by their role and cuts off the letterbox bars.
 *
 * @param outputs float32 arrays by output name: single numbers, or one or three values per pixel of the input.
 * @throws Error where the graph lacks an output its descriptor promises, or gives it another size.
 */
export function readPrediction(
  outputs: Readonly<Record<string, Float32Array>>,
  geometry: InputGeometry,
  model: Pick<ModelDescriptor, 'id' | 'outputs'>,
): Prediction {
  const find = (name: OutputName): Float32Array | undefined =>
    alternatives(name)
      .map((alternative) => outputs[alternative])
      .find((values) => values !== undefined);
  const plane = (name: OutputName, channels: 1 | 3 = 1, from: Layout = 'planar', to: Layout = from): Float32Array => {
    const whole = find(name);
    if (!whole) throw new Error(`${model.id}: output "${nameOf(name)}" is missing`);
    const { widthPx, heightPx } = geometry.input;
    if (whole.length !== channels * widthPx * heightPx) {
      const planes = `${String(channels)} plane(s) of the input's ${String(widthPx)} × ${String(heightPx)} pixels`;
      throw new Error(
        `${model.id}: output "${nameOf(name)}" gives ${String(whole.length)} numbers, not ${planes}. Where the graph gives one size ` +
          'whatever it is fed, import the model with that as its fixed input size',
      );
    }
    return cropPlanes(whole, channels, from, to, geometry);
  };
  const scalar = (name: OutputName): number => {
    const values = find(name);
    if (values?.length !== 1) throw new Error(`${model.id}: output "${nameOf(name)}" is missing or not one number`);
    return values[0]!;
  };
  const { widthPx, heightPx } = geometry.content;
  const roles = model.outputs;
  return {
    size: { widthPx, heightPx },
    ...('points' in roles
      ? { points: plane(roles.points, 3, 'interleaved'), metricScale: scalar(roles.metricScale) }
      : { depth: plane(roles.depth), ...(roles.focal !== undefined && { focalPx: scalar(roles.focal) }) }),
    ...(roles.normal && { normals: plane(roles.normal.name, 3, roles.normal.layout, 'planar') }),
    ...(roles.confidence !== undefined && { confidence: plane(roles.confidence) }),
    ...(roles.validity && { validity: plane(roles.validity.name) }),
    ...(roles.sky && { sky: plane(roles.sky.name) }),
  };
}

const alternatives = (name: OutputName): readonly string[] => (typeof name === 'string' ? [name] : name);
const nameOf = (name: OutputName): string => alternatives(name).join('" or "');

function cropPlanes(
  values: Float32Array,
  channels: number,
  from: Layout,
  to: Layout,
  { input, content }: InputGeometry,
): Float32Array {
  if (from === to && content.widthPx === input.widthPx && content.heightPx === input.heightPx) return values;
  return from === to
    ? cropRows(values, from === 'planar' ? channels : 1, from === 'planar' ? 1 : channels, input, content)
    : cropIntoLayout(values, channels, from, to, input, content);
}

/** Without a change of layout a row of the content is one piece of memory: copied as such, ten times as fast. */
function cropRows(
  values: Float32Array,
  planes: number,
  valuesPerPixel: number,
  input: ImageSize,
  content: InputGeometry['content'],
): Float32Array {
  const rowLength = content.widthPx * valuesPerPixel;
  const cropped = new Float32Array(planes * content.heightPx * rowLength);
  for (let plane = 0; plane < planes; plane++) {
    for (let y = 0; y < content.heightPx; y++) {
      const row = (plane * input.heightPx + content.topPx + y) * input.widthPx + content.leftPx;
      const start = row * valuesPerPixel;
      cropped.set(values.subarray(start, start + rowLength), (plane * content.heightPx + y) * rowLength);
    }
  }
  return cropped;
}

function cropIntoLayout(
  values: Float32Array,
  channels: number,
  from: Layout,
  to: Layout,
  input: ImageSize,
  content: InputGeometry['content'],
): Float32Array {
  const cropped = new Float32Array(channels * content.widthPx * content.heightPx);
  const source = strides(from, channels, input.widthPx * input.heightPx);
  const target = strides(to, channels, content.widthPx * content.heightPx);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < content.heightPx; y++) {
      const row = (content.topPx + y) * input.widthPx + content.leftPx;
      let read = channel * source.channel + row * source.pixel;
      let write = channel * target.channel + y * content.widthPx * target.pixel;
      for (let x = 0; x < content.widthPx; x++, read += source.pixel, write += target.pixel) {
        cropped[write] = values[read]!;
      }
    }
  }
  return cropped;
}

/** How far apart neighbouring channels and neighbouring pixels lie. */
function strides(layout: Layout, channels: number, pixelCount: number): { channel: number; pixel: number } {
  return layout === 'planar' ? { channel: pixelCount, pixel: 1 } : { channel: 1, pixel: channels };
}
