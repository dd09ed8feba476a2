import type { ImportModelRequest } from '../../contract/import-model';
import type { ModelDescriptor, ModelFile } from '../../core/models/descriptor';
import { graphMisfits } from '../../core/models/graph-misfits';
import type { ImportAnswers } from '../../core/models/import-answers';
import { proposeDescriptor, type Proposal } from '../../core/models/propose-descriptor';
import type { OnnxSummary } from '../../core/onnx/inspect-onnx';
import { FailureError } from '../failure-error';
import type { FoundModel } from '../inference/model-folders';
import type { ModelStore } from '../inference/model-store';
import { findExternalFiles, type ExternalFile } from './external-files';
import { IMPORTED_GRAPH } from './inspect-model';
import { inspectModelFile } from './model-file';

/** A file to be copied. */
export interface SourceFile {
  /** In its model's folder. */
  readonly name: string;
  readonly source: string;
  readonly bytes: number;
  /** What the descriptor says of it; no more than its name where nobody has published more. */
  readonly known: ModelFile;
}

/** What an import comes to, before a byte is copied. */
export interface ImportPlan {
  readonly descriptor: ModelDescriptor;
  /** The graph, then what it keeps beside it. */
  readonly files: readonly SourceFile[];
  /** The model of the catalogue it is, which a download may have begun to bring. */
  readonly begun?: FoundModel;
}

/**
 * Inspects the files of an import and settles what model they are to be.
 *
 * @throws FailureError `ModelMissing`, `ModelUnfit`, `OutputExists`, `ChecksumMismatch`.
 */
export async function planImport(models: ModelStore, { path: graph, source }: ImportModelRequest): Promise<ImportPlan> {
  const target = await targetOf(models, source);
  const summary = inspectModelFile(graph);
  const external = await findExternalFiles(graph, summary);
  const problems = external.flatMap(({ problem }) => problem ?? []);
  if (problems.length > 0) throw unfit(graph, problems, 'Bring the graph with all that belongs to it.');
  if (target.kind === 'own') {
    const names = [IMPORTED_GRAPH, ...external.map(({ name }) => name)];
    const descriptor = descriptorOf(graph, proposeDescriptor(summary, target.answers, names));
    return { descriptor, files: sourcesOf(graph, summary, external, descriptor.files) };
  }
  const { descriptor } = target.found;
  const misfits = graphMisfits(summary, descriptor);
  if (misfits.length > 0) {
    throw unfit(graph, misfits, `Bring an export of ${descriptor.name}, or import it without --as.`);
  }
  const files = sourcesOf(graph, summary, external, filesOf(descriptor, external));
  for (const file of files) requireKnownSize(file, descriptor);
  return { descriptor: { ...descriptor, files: files.map(({ known }) => known) }, files, begun: target.found };
}

type ImportTarget =
  | { readonly kind: 'catalogue'; readonly found: FoundModel }
  | { readonly kind: 'own'; readonly answers: ImportAnswers };

/** Whose name the model is to have; it must be free. */
async function targetOf(models: ModelStore, source: ImportModelRequest['source']): Promise<ImportTarget> {
  if (source.kind === 'catalogue') {
    const found = await models.find(source.id);
    const info = (await models.list()).find(({ id }) => id === source.id);
    if (found.origin !== 'catalogue' || info?.status === 'ready') throw taken(source.id, found);
    return { kind: 'catalogue', found };
  }
  const { id } = source.answers;
  const known = (await models.list()).some((model) => model.id === id) && id !== undefined;
  if (known) throw taken(id, await models.find(id));
  return { kind: 'own', answers: source.answers };
}

function taken(id: string, { origin }: FoundModel): FailureError {
  const remedies = {
    bundled: 'It came with Fathom. Import under another --id.',
    imported: `Remove it first (\`fathom models rm ${id}\`), or import under another --id.`,
    catalogue: `Import with --as ${id} if it is that model, or under another --id; if it is here, remove it first.`,
  };
  return new FailureError('OutputExists', `there is a model "${id}" already`, remedies[origin]);
}

function descriptorOf(graph: string, proposal: Proposal): ModelDescriptor {
  switch (proposal.kind) {
    case 'descriptor':
      return proposal.descriptor;
    case 'incomplete':
      throw unfit(graph, [`It must be told: ${proposal.missing.join(', ')}.`], 'Tell what is not in the file.');
    case 'unfit':
      throw unfit(graph, proposal.reasons, 'Use another export of the model, or other answers.');
  }
}

/** What the catalogue knows of each file, by its name; of weights it does not name, nothing. */
function filesOf(descriptor: ModelDescriptor, external: readonly ExternalFile[]): ModelFile[] {
  const [graph, ...beside] = descriptor.files;
  return [graph!, ...external.map(({ name }) => beside.find((file) => file.name === name) ?? { name, urls: [] })];
}

function sourcesOf(
  graph: string,
  { byteLength }: OnnxSummary,
  external: readonly ExternalFile[],
  known: readonly ModelFile[],
): SourceFile[] {
  const sources = [{ source: graph, bytes: byteLength }, ...external];
  const files = sources.map(({ source, bytes }, i) => ({ name: known[i]!.name, source, bytes, known: known[i]! }));
  const names = files.map(({ name }) => name.toLowerCase());
  if (new Set(names).size === names.length) return files;
  const label = files[0]!.name;
  throw unfit(graph, [`Its weights have the name ${label}, which its graph has.`], 'Export it anew with another name.');
}

/** Tells a wrong file of a known size before gigabytes are copied. */
function requireKnownSize({ source, bytes, known }: SourceFile, { id }: ModelDescriptor): void {
  if (known.bytes === undefined || known.bytes === bytes) return;
  throw new FailureError(
    'ChecksumMismatch',
    `${source}: has ${String(bytes)} bytes, and the file of ${id} has ${String(known.bytes)}`,
    'Download it again, or import it as a model of your own, without --as.',
  );
}

function unfit(graph: string, reasons: readonly string[], remedy: string): FailureError {
  return new FailureError('ModelUnfit', `${graph}: ${reasons.join(' ')}`, remedy);
}
