import type { GraphValue, ModelInspection } from '../../contract/import-model';
import { typeWords } from '../../core/models/graph-misfits';
import type { ImportAnswers } from '../../core/models/import-answers';
import { proposeDescriptor } from '../../core/models/propose-descriptor';
import { guessLayout, type LayoutGuess } from '../../core/onnx/guess-layout';
import { findExternalFiles } from './external-files';
import { inspectModelFile } from './model-file';

/** The name of an imported graph; unlike those of files beside it, no graph knows it. */
export const IMPORTED_GRAPH = 'model.onnx';

/**
 * Inspects a model's files and says what they and the answers come to; nothing is run, copied or kept.
 *
 * @throws FailureError `ModelMissing` or `ModelUnfit`.
 */
export async function inspectModel(file: string, answers: ImportAnswers): Promise<ModelInspection> {
  const summary = inspectModelFile(file);
  const external = await findExternalFiles(file, summary);
  const proposal = proposeDescriptor(summary, answers, [IMPORTED_GRAPH, ...external.map(({ name }) => name)]);
  const fileProblems = external.flatMap(({ problem }) => problem ?? []);
  const layout = guessLayout(summary);
  return {
    path: file,
    bytes: summary.byteLength,
    irVersion: summary.irVersion,
    opsets: [...summary.opsets],
    producer: summary.producer,
    inputs: summary.inputs.map((value) => ({
      name: value.name,
      type: typeWords(value),
      guesses: inputGuess(value.name, layout),
    })),
    outputs: summary.outputs.map((value) => ({
      name: value.name,
      type: typeWords(value),
      guesses: [...(layout.outputs.find(({ name }) => name === value.name)?.candidates ?? [])],
    })),
    parameters: summary.parameters.map(({ elementType, tensors, byteLength }) => ({
      elementType,
      tensors,
      bytes: byteLength,
    })),
    customDomains: [...summary.customDomains],
    externalFiles: external.map(({ name, bytes, problem }) => ({ name, bytes, problem })),
    missing: proposal.kind === 'incomplete' ? [...proposal.missing] : [],
    problems: [...fileProblems, ...(proposal.kind === 'unfit' ? proposal.reasons : [])],
    descriptor: proposal.kind === 'descriptor' ? proposal.descriptor : undefined,
  };
}

function inputGuess(name: string, { image, extraInputs }: LayoutGuess): GraphValue['guesses'] {
  if (image?.name === name) return [{ role: 'image', reason: image.reason }];
  return extraInputs.filter((input) => input.name === name).map(({ role, reason }) => ({ role, reason }));
}
