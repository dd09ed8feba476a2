import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Failure } from '../../contract/failure';
import { saveFile } from '../export/save-file';
import { useApp } from '../state/app-context';
import { failureOf } from '../state/failure';
import type { CloudView } from '../viewer/cloud-view';
import { gifEncoder } from './gif-encoder';
import type { Sheet } from './paint';
import { type FrameEncoder, recordTurntable, type Turntable } from './record-turntable';
import { captureName } from './save-picture';
import type { VideoFormat } from './video-encoder';

/** As what a turntable is written. */
export type TurntableFile = VideoFormat | { readonly container: 'gif' };

/** How far a recording has come. */
export interface RecordingProgress {
  readonly done: number;
  readonly frames: number;
}

/** Records one turntable at a time; what still records ends with the component. */
export function useRecording(view: RefObject<CloudView | undefined>, onSaved: () => void) {
  const app = useApp();
  const [progress, setProgress] = useState<RecordingProgress>();
  const [failure, setFailure] = useState<Failure>();
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const record = async (turntable: Turntable, file: TurntableFile): Promise<void> => {
    if (!view.current) return;
    const controller = new AbortController();
    running.current = controller;
    setFailure(undefined);
    setProgress({ done: 0, frames: 0 });
    const name = captureName(app, 'turntable', file.container);
    try {
      const content = await recordTurntable(
        view.current,
        turntable,
        (sheet) => beginFile(sheet, file, turntable.framesPerSecond),
        { signal: controller.signal, onFrame: (done, frames) => setProgress({ done, frames }) },
      );
      saveFile(name, content);
      onSaved();
    } catch (error) {
      if (!controller.signal.aborted) setFailure(failureOf(error));
    }
    setProgress(undefined);
  };
  return { progress, failure, record, cancel: () => running.current?.abort() };
}

async function beginFile(sheet: Sheet, file: TurntableFile, framesPerSecond: number): Promise<FrameEncoder> {
  if (file.container === 'gif') return gifEncoder(sheet, framesPerSecond);
  const { videoEncoder } = await import('./video-encoder');
  return videoEncoder(sheet, file, framesPerSecond);
}
