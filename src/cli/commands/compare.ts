import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ComparedSide, Comparison } from '../../contract/compare';
import type { FathomClient } from '../../contract/contract';
import type { CompareCommand } from '../compare-arguments';
import type { Console } from '../console';
import { ExitCode } from '../exit-code';
import { isContractError, tellFailure } from './tell-failure';
import { seconds } from './tier-words';

type Compare = Extract<CompareCommand, { kind: 'compare' }>;

/** Compares two models or precisions on one photo: a table, and pictures where a folder is named. */
export async function runCompare(client: FathomClient, command: Compare, console: Console): Promise<ExitCode> {
  const { request, outputFolder, json } = command;
  try {
    const comparison = await client.compare(request);
    const files = outputFolder === undefined ? [] : await writePictures(comparison, request.path, outputFolder);
    if (json) console.out(JSON.stringify({ path: request.path, ...withoutPictures(comparison), files }));
    else for (const line of [...table(comparison), ...files]) console.out(line);
    return ExitCode.ok;
  } catch (error) {
    if (!isContractError(error)) throw error;
    tellFailure({ path: request.path }, error, json, console);
    return ExitCode.somePhotosFailed;
  }
}

function withoutPictures({ sides, difference, ...figures }: Comparison) {
  return { sides: sides.map(({ preview, ...side }) => side), ...figures };
}

async function writePictures(
  { sides, difference }: Comparison,
  photo: string,
  outputFolder: string,
): Promise<string[]> {
  const name = path.parse(photo).name;
  const pictures = [
    ...sides.map((side, i) => [`${name}.${i === 0 ? 'a' : 'b'}.${labelOf(side)}.png`, side.preview] as const),
    [`${name}.difference.png`, difference] as const,
  ];
  await mkdir(outputFolder, { recursive: true });
  const files = pictures.map(([file]) => path.join(outputFolder, file));
  for (const [i, [, bytes]] of pictures.entries()) await writeFile(files[i]!, bytes);
  return files;
}

const labelOf = ({ model, precision }: ComparedSide): string => `${model}.${precision}`;

function table({ sides, absRel, scaleRatio, absRelScaled, sharedPixels }: Comparison): string[] {
  const widest = Math.max(...sides.map(({ model }) => model.length));
  const rows = sides.map(({ model, precision, provider, inferMs, depthRangeMetres }, i) => {
    const range = depthRangeMetres?.map((depth) => depth.toFixed(2)).join(' – ');
    const time = inferMs === 0 ? 'cached' : seconds(inferMs);
    return `${i === 0 ? 'A' : 'B'}  ${model.padEnd(widest)}  ${precision} on ${provider}  ${time.padStart(8)}  ${range ?? 'no depth'} m`;
  });
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  if (absRel === undefined || scaleRatio === undefined || absRelScaled === undefined) {
    return [...rows, 'No pixel has depth in both.'];
  }
  return [
    ...rows,
    `scale ratio  ${scaleRatio.toFixed(3)}: the median of B ÷ A`,
    `AbsRel       ${percent(absRel)}: the mean of |B − A| ÷ A; ${percent(absRelScaled)} with the scale taken out`,
    `compared     ${percent(sharedPixels)} of the pixels: those that both have`,
  ];
}
