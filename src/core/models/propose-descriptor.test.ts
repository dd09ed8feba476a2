import { describe, expect, it } from 'vitest';
import { modelFiles, withFile, type ModelName } from '../../../test/fixtures/onnx-models';
import { inspectOnnx, type OnnxSummary } from '../onnx/inspect-onnx';
import type { OnnxValue } from '../onnx/value-type';
import { importAnswersSchema, type ImportAnswers } from './import-answers';
import { proposeDescriptor } from './propose-descriptor';

const answers: ImportAnswers = importAnswersSchema.parse({
  id: 'mine',
  name: 'Mine',
  camera: { kind: 'metric' },
  normalise: 'imagenet',
  size: { kind: 'fit', targetAreaPx: 200_000, multipleOfPx: 14 },
  licence: 'MIT',
});

function summaryOf(name: ModelName): OnnxSummary {
  const summary = withFile(modelFiles[name], inspectOnnx);
  if (summary.kind === 'fault') throw new Error(summary.message);
  return summary;
}

const tensor = (
  name: string,
  dims: readonly (number | string)[],
  elementType: 'float32' | 'float16' | 'int64' = 'float32',
): OnnxValue => ({
  name,
  type: {
    kind: 'tensor',
    elementType,
    dims: dims.map((dim) => (typeof dim === 'number' ? { kind: 'fixed', size: dim } : { kind: 'open', symbol: dim })),
  },
});
const image = tensor('image', [1, 3, 'h', 'w']);
const graph = (outputs: OnnxValue[], inputs = [image]) => ({ inputs, outputs, customDomains: [] });
const propose = (outputs: OnnxValue[], changes: ImportAnswers = {}, inputs = [image]) =>
  proposeDescriptor(graph(outputs, inputs), { ...answers, ...changes }, ['model.onnx']);
const outputsOf = (...parameters: Parameters<typeof propose>) => {
  const proposal = propose(...parameters);
  return proposal.kind === 'descriptor' ? proposal.descriptor.outputs : proposal;
};

describe('proposeDescriptor', () => {
  it('describes real graphs as the catalogue does, as far as their files tell', () => {
    const points = proposeDescriptor(
      summaryOf('moge-2-vits-normal'),
      { ...answers, camera: { kind: 'affinePoints' }, normalise: 'none' },
      ['model.onnx', 'weights'],
    );
    expect(points).toMatchObject({
      kind: 'descriptor',
      descriptor: {
        files: [{ name: 'model.onnx' }, { name: 'weights' }],
        input: { name: 'image', mean: [0, 0, 0], deviation: [255, 255, 255] },
        scalarInputs: [{ name: 'num_tokens', type: 'int64' }],
        // Its normals have no declared layout, so nobody knows which of two it is.
        outputs: { points: 'points', metricScale: 'metric_scale', validity: { name: 'mask', threshold: 0.5 } },
      },
    });
    expect(points).not.toHaveProperty('descriptor.outputs.normal');
    const { size, ...noSize } = answers;
    expect(size).toBeDefined();
    const canonical = { ...noSize, camera: { kind: 'canonical' as const, focalPx: 1000 } };
    expect(proposeDescriptor(summaryOf('metric3d-vit-small'), canonical, ['model.onnx'])).toMatchObject({
      descriptor: {
        input: { name: 'pixel_values', size: { kind: 'fixed', widthPx: 1064, heightPx: 616 } },
        outputs: { depth: 'predicted_depth', normal: { name: 'predicted_normal', layout: 'planar' } },
        camera: { kind: 'canonical', focalPx: 1000 },
      },
    });
  });

  it('says which answers are missing; the size only where the graph leaves it open', () => {
    const missing = (summary: OnnxSummary) => proposeDescriptor(summary, {}, ['model.onnx']);
    const always = ['id', 'name', 'camera', 'normalise'];
    expect(missing(summaryOf('fathom-s'))).toEqual({ kind: 'incomplete', missing: [...always, 'size', 'licence'] });
    expect(missing(summaryOf('metric3d-vit-small'))).toEqual({ kind: 'incomplete', missing: [...always, 'licence'] });
  });

  it('takes the output that is most plainly depth', () => {
    const map = (name: string) => tensor(name, [1, 'h', 'w']);
    expect(outputsOf([map('a'), map('predicted_depth')])).toEqual({ depth: 'predicted_depth' });
    expect(outputsOf([map('a'), map('b')])).toEqual({ depth: 'a' });
    expect(outputsOf([map('confidence'), map('output')])).toEqual({ depth: 'output' });
  });

  it('takes a focal length where the camera rule asks for one', () => {
    const outputs = [tensor('depth', [1, 'h', 'w']), tensor('focallength_px', [1])];
    expect(outputsOf(outputs, { camera: { kind: 'focalOutput' } })).toEqual({
      depth: 'depth',
      focal: 'focallength_px',
    });
    expect(outputsOf(outputs)).toEqual({ depth: 'depth' });
  });

  it('takes interleaved normals, a mask and a sky by their names', () => {
    const outputs = [
      tensor('depth', [1, 'h', 'w']),
      tensor('normal', [1, 'h', 'w', 3]),
      tensor('mask', [1, 'h', 'w']),
      tensor('sky', [1, 'h', 'w'], 'float16'),
    ];
    expect(outputsOf(outputs)).toEqual({
      depth: 'depth',
      normal: { name: 'normal', layout: 'interleaved' },
      validity: { name: 'mask', threshold: 0.5 },
    });
  });

  it.each<[string, Parameters<typeof propose>, RegExp]>([
    ['no picture goes in', [[tensor('depth', ['h', 'w'])], {}, [tensor('text', [1, 77])]], /None of its inputs/],
    [
      'the picture is float16',
      [[tensor('depth', ['h', 'w'])], {}, [tensor('image', [1, 3, 'h', 'w'], 'float16')]],
      /float16/,
    ],
    ['nothing can be depth', [[tensor('classes', [1, 1000])]], /"classes"\) can be the depth/],
    [
      'the points are missing',
      [[tensor('depth', [1, 'h', 'w'])], { camera: { kind: 'affinePoints' } }],
      /be the points/,
    ],
    ['the depth is int64', [[tensor('depth', [1, 'h', 'w'], 'int64')]], /can be the depth/],
    ['it asks for more', [[tensor('depth', ['h', 'w'])], {}, [image, tensor('intrinsics', [1, 3, 3])]], /"intrinsics"/],
    [
      'its size is another',
      [[tensor('depth', [1, 'h', 'w'])], {}, [tensor('image', [1, 3, 392, 518])]],
      /392 × 518 pixels only/,
    ],
  ])('refuses a graph in words where %s', (_, parameters, words) => {
    const proposal = propose(...parameters);
    expect(proposal.kind).toBe('unfit');
    expect((proposal as { readonly reasons: readonly string[] }).reasons.join(' ')).toMatch(words);
  });

  it('allows commercial use only under licences that plainly do', () => {
    const allowed = (licence: string) => {
      const proposal = propose([tensor('depth', [1, 'h', 'w'])], { licence });
      return proposal.kind === 'descriptor' && proposal.descriptor.licence.commercialUse;
    };
    expect(['MIT', 'Apache-2.0', 'CC-BY-NC-4.0', 'of my employer'].map(allowed)).toEqual([true, true, false, false]);
  });
});

describe('importAnswersSchema', () => {
  it.each([
    'Mine',
    '../mine',
    'a..b',
    'mine.',
    '.mine',
    'con',
    'nul.1',
    'descriptor.json',
    'x.part',
    '',
    'a'.repeat(65),
  ])('takes no id that is no folder’s name everywhere: "%s"', (id) => {
    expect(importAnswersSchema.safeParse({ id }).success).toBe(false);
  });

  it.each(['mine', 'metric3d-vit-small', 'v2.1', 'console'])('takes the id "%s"', (id) => {
    expect(importAnswersSchema.safeParse({ id }).success).toBe(true);
  });
});
