import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { VerifiedModel } from '../inference/verified-model';

/** Larger graphs, which hold their weights, are not read whole into memory. */
export const LARGEST_GRAPH_BYTES = 2 ** 30;

/** A graph written for a while, to be opened in place of another. */
export interface StagedGraph {
  readonly file: string;
  readonly remove: () => Promise<void>;
}

/**
 * Writes a graph made of a file of a model where it finds its weights: a graph names their files relative to where it lies.
 *
 * @param file the graph that it was made of.
 */
export async function stageGraph(model: VerifiedModel, file: string, bytes: Uint8Array): Promise<StagedGraph> {
  // A converted graph has its weights beside it, whatever the model's own has; a variant holds its own.
  const isVariant = model.descriptor.variants?.some(({ file: { name } }) => name === path.basename(file)) ?? false;
  const hasFilesBeside = !isVariant && (model.descriptor.files.length > 1 || file !== model.file);
  const folder = hasFilesBeside ? undefined : await mkdtemp(path.join(os.tmpdir(), 'fathom-staged-'));
  const staged = folder === undefined ? `${file}.locate-${String(process.pid)}` : path.join(folder, 'traced.onnx');
  const remove = (): Promise<void> => rm(folder ?? staged, { recursive: true, force: true });
  try {
    await writeFile(staged, bytes);
    return { file: staged, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
