import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { ModelDescriptor, ModelFile } from '../../core/models/descriptor';
import { hashOfFile } from '../download/remembered-hash';
import { FailureError } from '../failure-error';
import type { FoundModel } from './model-folders';
import { remedyFor } from './model-remedies';

/** A model whose files have been found to be the ones its descriptor names. */
export interface VerifiedModel {
  readonly descriptor: ModelDescriptor;
  /** The graph. */
  readonly file: string;
  /** Of the graph; of the list of all files' hashes where weights lie beside it. */
  readonly sha256: string;
  /** Of the files and of all that decides how they are fed and read: two models of one fingerprint predict alike. */
  readonly fingerprint: string;
}

/** Where a model's graph is, or belongs. */
export const graphOf = ({ descriptor, folder }: FoundModel): string => path.join(folder, descriptor.files[0]!.name);

/**
 * Holds a model's files to the sizes and SHA-256 of its descriptor. A file of the user's models is not read where its hash
 * is remembered from when it had this size and time: gigabytes would be read at each start.
 *
 * @throws FailureError `ModelMissing` or `ModelCorrupt`.
 */
export async function verifyModel(found: FoundModel): Promise<VerifiedModel> {
  const { descriptor } = found;
  const hashes: string[] = [];
  for (const file of descriptor.files) hashes.push(await verifyFile(found, file));
  const sha256 = hashes.length === 1 ? hashes[0]! : sha256OfText(hashes.join('\n'));
  const { input, scalarInputs, outputs } = descriptor;
  const fingerprint = sha256OfText(JSON.stringify([sha256, input, scalarInputs, outputs]));
  return { descriptor, file: graphOf(found), sha256, fingerprint };
}

/** The hash of a file that is what its descriptor says. */
async function verifyFile(found: FoundModel, { name, bytes, sha256 }: ModelFile): Promise<string> {
  const { id } = found.descriptor;
  const file = path.join(found.folder, name);
  const size = await sizeOf(file);
  if (size === undefined)
    throw new FailureError('ModelMissing', `${file}: a file of model ${id} is not there`, remedyFor(found));
  if (sha256 === undefined) {
    throw new FailureError('ModelMissing', `${file}: nothing says which file model ${id} needs`, remedyFor(found));
  }
  if ((bytes !== undefined && size !== bytes) || (await hashOf(file, found)) !== sha256) {
    throw new FailureError(
      'ModelCorrupt',
      `${file}: is not the file that model ${id} names (size or SHA-256)`,
      remedyFor(found),
    );
  }
  return sha256;
}

/** Nothing is remembered, nor written, beside what came with Fathom: it is small, and its folder is the package's. */
function hashOf(file: string, { origin }: FoundModel): Promise<string> {
  return hashOfFile(file, origin === 'bundled' ? { afresh: true, remember: false } : {});
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch {
    return undefined;
  }
}

const sha256OfText = (text: string): string => createHash('sha256').update(text).digest('hex');
