import type { PickedPoint } from './view-scene';

/** What a cloud view tells its page. */
export interface CloudViewEvents {
  /** The point under the pointer changed; undefined where there is none. At most once a frame. */
  hover?(point: PickedPoint | undefined): void;
  /** The GPU took its memory back. The view draws again by itself once it may. */
  contextLost?(): void;
  contextRestored?(): void;
  /** A frame was drawn. Its pixels can be read until this returns. */
  frame?(): void;
}
