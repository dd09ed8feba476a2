import { isDefinedError, safe } from '@orpc/client';
import type { FathomClient } from '../../contract/contract';
import type { PhotoInfo } from '../../contract/photo-info';
import type { Command } from '../arguments';
import type { Console } from '../console';
import { ExitCode } from '../exit-code';
import { ASSUMPTION_WORDS, FOCAL_ORIGIN_WORDS } from './focal-words';

const RAW_PREVIEW_WORDS = 'camera RAW is not developed: the JPEG that the camera put into it stands for it';

/** Shows what is known of each photo; photos that cannot be read are told and the rest go on. */
export async function runInfo(
  client: FathomClient,
  { photos, focal, json }: Extract<Command, { kind: 'info' }>,
  console: Console,
): Promise<ExitCode> {
  let code: ExitCode = ExitCode.ok;
  for (const path of photos) {
    const { error, data } = await safe(client.inspect({ path, focal }));
    if (data) {
      console.out(json ? JSON.stringify(data) : infoText(data));
      continue;
    }
    if (!isDefinedError(error)) throw error;
    code = ExitCode.somePhotosFailed;
    const { message } = error;
    const { remedy } = error.data;
    if (json) console.out(JSON.stringify({ path, error: { code: error.code, message, remedy } }));
    else console.note(`${message}\n  → ${remedy}`);
  }
  return code;
}

function infoText(info: PhotoInfo): string {
  const { camera } = info;
  const { fxPx, fyPx, cxPx, cyPx } = camera.intrinsics;
  const square = fxPx === fyPx;
  const rows: [string, string | undefined][] = [
    [
      'size',
      `${String(info.widthPx)} × ${String(info.heightPx)} px, ${info.format}, orientation ${String(info.orientation)}`,
    ],
    ['camera', [info.make, info.model].filter(Boolean).join(' ') || undefined],
    ['lens', info.lensModel],
    ['EXIF focal', exifFocal(info)],
    ['focal', square ? `${fxPx.toFixed(1)} px` : `fx ${fxPx.toFixed(1)}, fy ${fyPx.toFixed(1)} px`],
    ['from', `${FOCAL_ORIGIN_WORDS[camera.origin]}; trust: ${camera.trust}`],
    ['centre', `${cxPx.toFixed(1)}, ${cyPx.toFixed(1)} px`],
    ['view', `${info.horizontalFieldOfViewDegrees.toFixed(1)}° across`],
    ...camera.assumptions.map((name): [string, string] => ['note', ASSUMPTION_WORDS[name]]),
    ['note', info.conversions.includes('rawPreview') ? RAW_PREVIEW_WORDS : undefined],
    ['converts', info.conversions.join(', ') || undefined],
  ];
  const lines = rows.filter(([, text]) => text !== undefined).map(([name, text]) => `  ${name.padEnd(11)}${text!}`);
  return [info.path, ...lines].join('\n');
}

function exifFocal({ focalLengthMm, focalLength35mm }: PhotoInfo): string | undefined {
  const parts = [
    ...(focalLengthMm === undefined ? [] : [`${focalLengthMm.toFixed(1)} mm`]),
    ...(focalLength35mm === undefined ? [] : [`${String(focalLength35mm)} mm (35 mm-equivalent)`]),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}
