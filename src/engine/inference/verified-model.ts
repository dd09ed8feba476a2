import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { variantIn, type ModelDescriptor, type ModelFile } from '../../core/models/descriptor';
import type { Precision } from '../../core/precision/precision';
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
  /**
   * The file of its own that the model ships in a precision; undefined where it ships none. It is read when it is first
   * asked for, which most who run the model never do.
   */
  readonly variant: (precision: Precision) => Promise<CheckedVariant | undefined>;
}

/** A file that a model ships in another precision. The model runs without it: what is wrong with it is told, not thrown. */
export type CheckedVariant =
  { readonly kind: 'whole'; readonly file: string } | { readonly kind: 'unfit'; readonly reason: string };

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
  return { descriptor, file: graphOf(found), sha256, fingerprint, variant: variantsOf(found) };
}

/** The hash of what is run in a precision: of a file of its own where the model ships one. */
export function sha256In({ descriptor, sha256 }: VerifiedModel, precision: Precision): string {
  return variantIn(descriptor, precision)?.file.sha256 ?? sha256;
}

/** The fingerprint of a model in a precision: that of the model, and of the file of its own where it ships one. */
export function fingerprintIn({ descriptor, fingerprint }: VerifiedModel, precision: Precision): string {
  const variant = variantIn(descriptor, precision);
  return variant ? sha256OfText(JSON.stringify([fingerprint, variant.file.sha256])) : fingerprint;
}

/** Remembers what is whole; what is not may be repaired while the process lives. */
function variantsOf(found: FoundModel): VerifiedModel['variant'] {
  const whole = new Map<Precision, CheckedVariant>();
  return async (precision) => {
    const variant = variantIn(found.descriptor, precision);
    const checked = variant && (whole.get(precision) ?? (await checkVariant(found, variant.file)));
    if (checked?.kind === 'whole') whole.set(precision, checked);
    return checked;
  };
}

async function checkVariant(found: FoundModel, file: ModelFile): Promise<CheckedVariant> {
  try {
    await verifyFile(found, file);
    return { kind: 'whole', file: path.join(found.folder, file.name) };
  } catch (error) {
    return { kind: 'unfit', reason: error instanceof FailureError ? error.failure.message : String(error) };
  }
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
