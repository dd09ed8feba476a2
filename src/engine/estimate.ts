import type { FocalRequest } from '../core/camera/focal-request';
import type { PhotoCamera } from '../core/camera/photo-camera';
import type { RgbImage } from '../core/cloud/unproject';
import type { DepthMap } from '../core/depth/depth-map';
import type { Sidecar } from '../core/formats/sidecar';
import type { AppliedScale, ScaleCorrections } from '../core/measuring/scale-correction';
import type { ModelDescriptor } from '../core/models/descriptor';
import type { PrecisionChoice } from '../core/precision/precision';
import type { DepthFile, DepthStage, ModelChoice } from '../contract/estimate';
import type { Provider } from './inference/providers';
import type { Photo } from './photo/photo';

export interface EstimateRequest extends ModelChoice {
  readonly focal?: FocalRequest | undefined;
  /** Read instead of asking the model. */
  readonly depthFile?: DepthFile | undefined;
  readonly scales?: ScaleCorrections | undefined;
}

export interface EstimateOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onStage?: ((stage: DepthStage) => void) | undefined;
  /** As of {@link Predictor.predict}. */
  readonly priority?: number;
}

/** A photo with its metric depth on the model's grid, before edges are masked. */
export interface Estimate {
  readonly photo: Photo;
  readonly camera: PhotoCamera;
  /** The photo on the depth's grid. */
  readonly colours: RgbImage;
  readonly depth: DepthMap;
  /** What the model's own depth was multiplied by; undefined where it is as it came. */
  readonly scale: AppliedScale | undefined;
  readonly model: Pick<ModelDescriptor, 'id' | 'camera'>;
  /** Of what ran: see `sha256In`. */
  readonly modelSha256: string;
  /** Where depth was read from a file; `model`, its hash and `provider` then stand for that file. */
  readonly importedDepth?: NonNullable<Sidecar['importedDepth']>;
  readonly provider: Pick<Provider, 'name'>;
  readonly precision: PrecisionChoice;
  /** What failed at this photo, and on what, before it could be done; mostly nothing. */
  readonly demotions: readonly string[];
  readonly ms: { readonly decode: number; readonly infer: number };
  /**
   * Keeps the prediction in the cache. Whoever has estimated calls it when nobody waits for them any more, which is
   * worth some milliseconds; a second call is the first one's. Settles, and never rejects, once it is kept: await it
   * before the process may end.
   */
  readonly remember: () => Promise<void>;
}
