import {
  BufferTarget,
  CanvasSource,
  getFirstEncodableVideoCodec,
  Mp4OutputFormat,
  Output,
  Quality,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny';
import type { ImageSize } from '../../core/camera/intrinsics';
import type { Sheet } from './paint';
import type { FrameEncoder } from './record-turntable';

/** Kinds of video file, and what each may be encoded by, best first: what most players show. */
const CODECS = { mp4: ['avc'], webm: ['vp9', 'vp8', 'av1'] } as const satisfies Record<string, VideoCodec[]>;

/** Points are small and hard-edged, which encoders smear first. */
const QUALITY = new Quality('high');

/** A kind of video file. */
export type VideoContainer = keyof typeof CODECS;

/** A kind of video file that can be written here. */
export interface VideoFormat {
  readonly container: VideoContainer;
  readonly codec: VideoCodec;
}

/** The kinds of video of a size that the browser encodes; none where it has no encoder. */
export async function videoFormats({ widthPx, heightPx }: ImageSize): Promise<readonly VideoFormat[]> {
  const found = await Promise.all(
    (['mp4', 'webm'] as const).map(async (container) => {
      const codec = await getFirstEncodableVideoCodec([...CODECS[container]], {
        width: widthPx,
        height: heightPx,
        quality: QUALITY,
      });
      return codec && { container, codec };
    }),
  );
  return found.filter((format) => format !== null);
}

/** Encodes a sheet's frames as a video. */
export async function videoEncoder(
  { canvas }: Sheet,
  { container, codec }: VideoFormat,
  framesPerSecond: number,
): Promise<FrameEncoder> {
  const target = new BufferTarget();
  const format = container === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat();
  const output = new Output({ format, target });
  const source = new CanvasSource(canvas, { codec, quality: QUALITY });
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  await output.start();
  return {
    add: (frame) => source.add(frame / framesPerSecond, 1 / framesPerSecond),
    async finish() {
      await output.finalize();
      return new Blob([target.buffer!], { type: `video/${container}` });
    },
    cancel: () => output.cancel(),
  };
}
