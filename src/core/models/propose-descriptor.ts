import { guessLayout, type LayoutGuess, type OutputRole } from '../onnx/guess-layout';
import type { OnnxSummary } from '../onnx/inspect-onnx';
import { quoted } from '../onnx/onnx-fault';
import type { OnnxValue } from '../onnx/value-type';
import {
  modelDescriptorSchema,
  type CameraRule,
  type InputSizePolicy,
  type ModelDescriptor,
  type ModelOutputs,
} from './descriptor';
import { graphMisfits } from './graph-misfits';
import { IMPORT_ANSWERS, NORMALISATIONS, type ImportAnswer, type ImportAnswers } from './import-answers';

/** What an inspected graph and a person's answers come to. */
export type Proposal =
  | { readonly kind: 'descriptor'; readonly descriptor: ModelDescriptor }
  /** Answers are still needed. */
  | { readonly kind: 'incomplete'; readonly missing: readonly ImportAnswer[] }
  /** No answer makes Fathom run this graph, or not this one; a sentence for each reason. */
  | { readonly kind: 'unfit'; readonly reasons: readonly string[] };

type Graph = Pick<OnnxSummary, 'inputs' | 'outputs' | 'customDomains'>;

/** Answers none of which is missing. */
type Answered = { readonly [Name in ImportAnswer]: NonNullable<ImportAnswers[Name]> };

/** A mean grey, as ImageNet has it: what bars beside a photo look like to most networks. */
const PAD_COLOUR: ModelDescriptor['input']['padColour'] = [123.675, 116.28, 103.53];

/** MoGe's middle level of detail, as in the catalogue. */
const TOKENS_LEVEL = 3;

/** Licences that plainly allow commercial use. */
const PERMISSIVE = new Set(['Apache-2.0', 'MIT', 'BSD-2-Clause', 'BSD-3-Clause', 'CC0-1.0', 'CC-BY-4.0', 'ISC']);

/**
 * A descriptor for a graph that nobody has described, from what its names, types and shapes suggest and what a person
 * has answered.
 *
 * @param fileNames of the graph, then of what it keeps beside it.
 */
export function proposeDescriptor(graph: Graph, answers: ImportAnswers, fileNames: readonly string[]): Proposal {
  const layout = guessLayout(graph);
  const { image } = layout;
  if (!image) return { kind: 'unfit', reasons: ['None of its inputs is a picture of 1 × 3 × height × width.'] };
  const isSizeOpen = image.height.kind === 'open' || image.width.kind === 'open';
  const missing = IMPORT_ANSWERS.filter((name) => answers[name] === undefined && (name !== 'size' || isSizeOpen));
  if (missing.length > 0) return { kind: 'incomplete', missing };
  const { id, name, camera, normalise, licence } = answers as Answered;
  const found = outputsFor(camera, graph, layout);
  if (found.kind === 'unfit') return found;
  const parts: ModelDescriptor = {
    id,
    name,
    licence: { spdx: licence, commercialUse: PERMISSIVE.has(licence), note: 'As named by who imported the model.' },
    files: fileNames.map((file) => ({ name: file, urls: [] })),
    input: {
      name: image.name,
      size: sizeFor(image, answers.size),
      mean: [...NORMALISATIONS[normalise].mean],
      deviation: [...NORMALISATIONS[normalise].deviation],
      padColour: PAD_COLOUR,
      minPhotoSidePx: 32,
    },
    ...(layout.extraInputs.some(isTokenCount) && {
      scalarInputs: layout.extraInputs.filter(isTokenCount).map((input) => ({
        name: input.name,
        type: 'int64' as const,
        rule: { kind: 'mogeTokens' as const, level: TOKENS_LEVEL },
      })),
    }),
    outputs: found.outputs,
    camera,
    validDepth: { unit: 'metre', min: 0.01, max: 1000 },
    precisions: ['fp32'],
    notes: ['Imported from a file.'],
  };
  const reasons = graphMisfits(graph, parts);
  return reasons.length > 0
    ? { kind: 'unfit', reasons }
    : { kind: 'descriptor', descriptor: modelDescriptorSchema.parse(parts) };
}

const isTokenCount = ({ role }: LayoutGuess['extraInputs'][number]): boolean => role === 'tokenCount';

/** The answered size, or the graph's own; {@link graphMisfits} tells where they contradict each other. */
function sizeFor({ height, width }: NonNullable<LayoutGuess['image']>, answer: ImportAnswers['size']): InputSizePolicy {
  if (answer?.kind === 'fit') return { ...answer, maxAspect: 4 };
  if (answer) return answer;
  if (height.kind === 'open' || width.kind === 'open') throw new Error('an open size has been asked for');
  return { kind: 'fixed', widthPx: width.px, heightPx: height.px };
}

type FoundOutputs =
  { readonly kind: 'outputs'; readonly outputs: ModelOutputs } | Extract<Proposal, { readonly kind: 'unfit' }>;

/** The outputs a camera rule asks for, and those beside them whose meaning is plain. */
function outputsFor(camera: CameraRule, graph: Graph, { outputs }: LayoutGuess): FoundOutputs {
  const roles: readonly OutputRole[] =
    camera.kind === 'affinePoints'
      ? ['points', 'scale']
      : camera.kind === 'focalOutput'
        ? ['depth', 'focal']
        : ['depth'];
  const names = roles.map((role) => likeliest(role, outputs));
  const absent = roles.filter((_, i) => names[i] === undefined);
  if (absent.length > 0) {
    const found = outputs.map(({ name }) => quoted(name)).join(', ');
    const reasons = absent.map(
      (role) => `None of its outputs (${found}) can be the ${role} that this camera rule needs.`,
    );
    return { kind: 'unfit', reasons };
  }
  const [first, second] = names as [string, string?];
  const common = commonOutputs(graph.outputs, outputs);
  if (camera.kind === 'affinePoints') {
    return { kind: 'outputs', outputs: { points: first, metricScale: second!, ...common } };
  }
  return {
    kind: 'outputs',
    outputs: { depth: first, ...(second !== undefined && { focal: second }), ...common },
  };
}

/** The output that is most plainly of a role: the one with the fewest other readings, the earlier of two. */
function likeliest(role: OutputRole, outputs: LayoutGuess['outputs']): string | undefined {
  const [best] = outputs
    .filter(({ candidates }) => candidates.some((candidate) => candidate.role === role))
    .sort((a, b) => rank(role, a) - rank(role, b));
  return best?.name;
}

function rank(role: OutputRole, { candidates }: LayoutGuess['outputs'][number]): number {
  return candidates.findIndex((candidate) => candidate.role === role) * 10 + candidates.length;
}

/**
 * Masks, sky and normals that say so by their name, in a type and layout that Fathom reads. A confidence is left out: its
 * range is not in the file, nor is it told what it is a confidence in.
 */
function commonOutputs(values: readonly OnnxValue[], guesses: LayoutGuess['outputs']): Partial<ModelOutputs> {
  const plain = (role: OutputRole): OnnxValue | undefined =>
    values.find(({ name, type }) => {
      const candidates = guesses.find((guess) => guess.name === name)?.candidates ?? [];
      const isFloat = type.kind === 'undeclared' || (type.kind === 'tensor' && type.elementType === 'float32');
      // Only a name puts one of these first.
      return candidates[0]?.role === role && isFloat;
    });
  const [mask, sky, normal] = [plain('mask'), plain('sky'), plain('normal')];
  const layout = normal && normalLayout(normal);
  return {
    ...(mask && { validity: { name: mask.name, threshold: 0.5 } }),
    ...(sky && { sky: { name: sky.name, threshold: 0.5 } }),
    ...(normal && layout && { normal: { name: normal.name, layout } }),
  };
}

/** Where the three values of a normal lie; undefined where the file does not say, for a wrong guess would not show. */
function normalLayout({ type }: OnnxValue): 'planar' | 'interleaved' | undefined {
  if (type.kind !== 'tensor' || type.dims === undefined) return undefined;
  const isThree = (index: number): boolean => {
    const dim = type.dims?.at(index);
    return dim?.kind === 'fixed' && dim.size === 3;
  };
  if (isThree(-3)) return 'planar';
  return isThree(-1) ? 'interleaved' : undefined;
}
