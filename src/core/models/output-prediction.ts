import type { InputGeometry } from '../camera/input-geometry';
import type { Prediction } from '../depth/prediction';
import type { ModelDescriptor } from './descriptor';

/**
 * Names a graph's outputs by their role and cuts off the letterbox bars.
 *
 * @param outputs float32 arrays by output name, each of one or three planes of the input's size.
 * @throws Error where the graph lacks an output its descriptor promises, or gives it another size.
 */
export function readPrediction(
  outputs: Readonly<Record<string, Float32Array>>,
  geometry: InputGeometry,
  model: Pick<ModelDescriptor, 'id' | 'outputs'>,
): Prediction {
  const planes = (name: string, count: number): Float32Array => {
    const whole = outputs[name];
    if (whole?.length !== count * geometry.input.widthPx * geometry.input.heightPx) {
      throw new Error(`${model.id}: output "${name}" is missing or not ${String(count)} plane(s) of the input's size`);
    }
    return cropPlanes(whole, count, geometry);
  };
  const { depth, normal, confidence } = model.outputs;
  const { widthPx, heightPx } = geometry.content;
  return {
    size: { widthPx, heightPx },
    depth: planes(depth, 1),
    ...(normal !== undefined && { normals: planes(normal, 3) }),
    ...(confidence !== undefined && { confidence: planes(confidence, 1) }),
  };
}

function cropPlanes(planes: Float32Array, count: number, { input, content }: InputGeometry): Float32Array {
  if (content.widthPx === input.widthPx && content.heightPx === input.heightPx) return planes;
  const cropped = new Float32Array(count * content.widthPx * content.heightPx);
  for (let plane = 0; plane < count; plane++) {
    for (let y = 0; y < content.heightPx; y++) {
      const from = (plane * input.heightPx + content.topPx + y) * input.widthPx + content.leftPx;
      cropped.set(planes.subarray(from, from + content.widthPx), (plane * content.heightPx + y) * content.widthPx);
    }
  }
  return cropped;
}
