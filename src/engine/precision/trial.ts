import type { InputGeometry } from '../../core/camera/input-geometry';
import type { Calibration } from '../../core/onnx/convert/place-islands';
import type { VerifiedModel } from '../inference/verified-model';
import type { ModelConverter } from './converted-model';
import type { OpenProbe } from './probe';

/** What is run to find out: one picture at the size that will run. */
export interface TestPicture {
  readonly geometry: InputGeometry;
  readonly tensor: Float32Array<ArrayBuffer>;
}

export interface Trial {
  readonly model: VerifiedModel;
  readonly picture: TestPicture;
  readonly threads: number;
  readonly converter: ModelConverter;
  readonly open: OpenProbe;
  /** Of the model at the picture's size; absent where nothing asks for them. */
  readonly ranges?: Ranges | undefined;
}

/** What is known of the numbers on a model's way to its outputs at one size. */
export type Ranges =
  | { readonly kind: 'made'; readonly calibration: Calibration }
  /** Islands are then placed by the graph and its weights alone. */
  | { readonly kind: 'skipped'; readonly reason: string };
