import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelFiles, withFile, type ModelName } from '../../../test/fixtures/onnx-models';
import { inspectOnnx, type OnnxSummary } from '../onnx/inspect-onnx';
import { catalogueSchema } from './catalogue';
import { graphMisfits } from './graph-misfits';

const catalogue = catalogueSchema.parse(
  JSON.parse(readFileSync(path.resolve(import.meta.dirname, '../../../models/catalogue.json'), 'utf8')),
);
const entry = (id: string) => catalogue.find((model) => model.id === id)!;

function summaryOf(name: ModelName): OnnxSummary {
  const summary = withFile(modelFiles[name], inspectOnnx);
  if (summary.kind === 'fault') throw new Error(summary.message);
  return summary;
}

describe('graphMisfits', () => {
  it.each([
    ['metric3d-vit-small', 'metric3d-vit-small'],
    ['moge-2-vits-normal', 'moge-2-vits-normal'],
    ['depth-anything-v2-metric-small', 'depth-anything-v2-metric-indoor-small'],
  ] as const)('finds none between a published contract and its graph: %s', (name, id) => {
    expect(graphMisfits(summaryOf(name), entry(id))).toEqual([]);
  });

  it('names every input and output that is another', () => {
    expect(graphMisfits(summaryOf('moge-2-vits-normal'), entry('metric3d-vit-small'))).toEqual([
      'It has no input "pixel_values"; its inputs are "image", "num_tokens".',
      'It asks for "image" (float32 batch_size × 3 × height × width), which Fathom cannot tell it.',
      'It asks for "num_tokens" (int64 one number), which Fathom cannot tell it.',
      'It has no output "predicted_depth"; its outputs are "points", "normal", "mask", "metric_scale".',
      'It has no output "predicted_normal"; its outputs are "points", "normal", "mask", "metric_scale".',
    ]);
  });

  it('names a size that is another', () => {
    const { input, ...metric3d } = entry('metric3d-vit-small');
    const sized = (size: typeof input.size) =>
      graphMisfits(summaryOf('metric3d-vit-small'), { ...metric3d, input: { ...input, size } });
    expect(sized({ kind: 'fixed', widthPx: 1064, heightPx: 588 })).toEqual([
      'It takes 616 × 1064 pixels, not 588 × 1064.',
    ]);
    expect(sized({ kind: 'shorterSide', shorterSidePx: 518, multipleOfPx: 14, maxAspect: 4 })).toEqual([
      'It takes 616 × 1064 pixels only, not a size that fits the photo.',
    ]);
  });

  it('names types and shapes that Fathom cannot read, and operators that nobody has', () => {
    const { inputs, outputs } = summaryOf('metric3d-vit-small');
    const [depth, normal] = outputs;
    const { input, outputs: promised } = entry('metric3d-vit-small');
    const half = { ...depth!, type: { ...depth!.type, elementType: 'float16' as const } } as typeof depth;
    const graph = { inputs, outputs: [half!, { ...normal!, type: depth!.type }], customDomains: ['com.example'] };
    expect(graphMisfits(graph, { input, outputs: promised })).toEqual([
      'It needs operators of "com.example", which ONNX Runtime does not have.',
      'Its output "predicted_depth" gives float16 1 × 616 × 1064; Fathom reads float32.',
      'Its output "predicted_normal" gives 1 × 616 × 1064, not three values a pixel.',
    ]);
  });
});
