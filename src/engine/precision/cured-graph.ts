import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { cureForProvider, CURES_VERSION, hasCures } from '../../core/onnx/cures/cure-for-provider';
import type { VerifiedModel } from '../inference/verified-model';
import type { ModelConverter } from './converted-model';

/** Larger graphs, which hold their weights, are not read whole into memory for a cure; a trial tells whether they are right. */
const LARGEST_GRAPH_BYTES = 2 ** 30;

/**
 * A converter whose graphs are cured of what a provider is known to get wrong. A cured graph lies beside the model's own,
 * where its weights are, and goes with it.
 */
export function withCures(converter: ModelConverter): ModelConverter {
  const known = new Map<string, Promise<string>>();
  return {
    ...converter,
    async fileFor(model, precision, provider, placement) {
      const file = await converter.fileFor(model, precision, provider, placement);
      if (file === undefined || !hasCures(provider)) return file;
      const key = `${file}\0${provider}`;
      const cured = known.get(key) ?? curedFile(file, model, provider);
      known.set(key, cured);
      return cured;
    },
  };
}

async function curedFile(file: string, { sha256 }: VerifiedModel, provider: string): Promise<string> {
  const cured = `${file}${curedExtension(provider)}${String(CURES_VERSION)}-${sha256.slice(0, 12)}`;
  if (existsSync(cured)) return cured;
  if ((await stat(file)).size > LARGEST_GRAPH_BYTES) return file;
  const bytes = cureForProvider(provider, await readFile(file));
  if (!bytes) return file;
  try {
    await removeCuredGraphs(file);
    await writeFileAtomic(cured, Buffer.from(bytes.buffer));
    return cured;
  } catch {
    // Nothing can be written there: the graph is tried as it is, and what comes out wrong is not used.
    return file;
  }
}

const curedExtension = (provider: string): string => `.${provider}-cure`;

/** Removes what was made of a graph: of an older one of that name, or because it goes itself. */
export async function removeCuredGraphs(file: string): Promise<void> {
  const [folder, name] = [path.dirname(file), path.basename(file)];
  const made = (await readdir(folder).catch(() => [])).filter((entry) => CURED_NAME.test(entry.slice(name.length)));
  const ours = made.filter((entry) => entry.startsWith(name));
  await Promise.all(ours.map((entry) => rm(path.join(folder, entry), { force: true })));
}

/** The end of a cured graph's name, or of what a killed process left of one. */
const CURED_NAME = /^\.[a-z]+-cure\d+-[0-9a-f]{12}(?:\.\d+)?$/;
