import { planInput, type InputGeometry } from '../core/camera/input-geometry';
import { resolveCamera } from '../core/camera/resolve-camera';
import type { EngineConfig } from './engine-config';
import type { VerifiedModel } from './inference/verified-model';
import type { HeicDecoder } from './photo/heic/heic-decoder';
import { openPhoto } from './photo/open-photo';

/** What phones take. */
const USUAL_PHOTO = { size: { widthPx: 4032, heightPx: 3024 }, exif: { orientation: 1 } } as const;

/** How a model is fed where no photo is named: as with the sample that precisions are tried with. */
export async function sampleGeometry(
  { config: { probe }, heic }: { readonly config: Pick<EngineConfig, 'probe'>; readonly heic: HeicDecoder },
  { descriptor }: VerifiedModel,
): Promise<InputGeometry> {
  const photo = probe ? await openPhoto(probe.photo, heic) : USUAL_PHOTO;
  return planInput(descriptor.input.size, photo.size, resolveCamera(photo, undefined).intrinsics);
}
