import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { OnnxSummary } from '../../core/onnx/inspect-onnx';
import { quoted } from '../../core/onnx/onnx-fault';
import { IMPORTED_DESCRIPTOR } from '../inference/model-folders';

/** A file that a graph keeps beside it, under the name that is baked into the graph. */
export interface ExternalFile {
  readonly name: string;
  readonly source: string;
  /** Of the file, or what the graph needs of it where it cannot be told. */
  readonly bytes: number;
  /** Why it cannot be imported, as a sentence. */
  readonly problem?: string;
}

/** The files a graph keeps beside it, each once; whatever is wrong with one stands in its `problem`. */
export async function findExternalFiles(
  graph: string,
  { externalData }: Pick<OnnxSummary, 'externalData'>,
): Promise<ExternalFile[]> {
  const neededBytes = new Map<string, number>();
  for (const { location, offset, byteLength } of externalData) {
    const name = path.posix.normalize(location);
    neededBytes.set(name, Math.max(neededBytes.get(name) ?? 0, offset + byteLength));
  }
  return Promise.all([...neededBytes].map(([name, bytes]) => findExternalFile(graph, name, bytes)));
}

async function findExternalFile(graph: string, name: string, neededBytes: number): Promise<ExternalFile> {
  const source = path.join(path.dirname(graph), name);
  const faulty = (problem: string): ExternalFile => ({ name, source, bytes: neededBytes, problem });
  const label = quoted(name);
  if (!isPlainName(name)) {
    return faulty(`Its weights in ${label} have no plain file name beside it: export it anew with another one.`);
  }
  const file = await stat(source).catch(() => undefined);
  if (!file?.isFile()) return faulty(`Its weights in ${label} are not there: put that file beside it.`);
  if (file.size < neededBytes) {
    return faulty(
      `Its weights in ${label} end at byte ${String(file.size)} of ${String(neededBytes)}: get that file anew.`,
    );
  }
  if (!(await liesBeside(graph, source))) {
    return faulty(`${label} is a link that leads out of its folder: put the file itself beside it.`);
  }
  return { name, source, bytes: file.size };
}

/** Names that Fathom uses itself in a model's folder are not free. */
function isPlainName(name: string): boolean {
  return (
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name) &&
    name.toLowerCase() !== IMPORTED_DESCRIPTOR &&
    !/\.(?:hash|lock|part|part-origin)$/i.test(name)
  );
}

/**
 * Whether what a name leads to is in the folder that names the graph, or where the graph itself is: Hugging Face's cache is
 * all links into one folder of blobs. A link that a stranger packed with a model could lead anywhere.
 */
async function liesBeside(graph: string, file: string): Promise<boolean> {
  const folder = path.dirname(await realpath(file));
  return folder === (await realpath(path.dirname(graph))) || folder === path.dirname(await realpath(graph));
}
