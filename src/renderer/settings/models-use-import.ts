import { useEffect, useRef, useState } from 'react';
import type { FileInspection, ModelFileEntry } from '../../contract/app/models';
import type { Failure } from '../../contract/failure';
import type { ImportEvent, ImportModelRequest } from '../../contract/import-model';
import type { ImportAnswers } from '../../core/models/import-answers';
import { useApp } from '../state/app-context';
import { failureOf } from '../state/failure';

/** A file that was looked into. */
export interface Inspected {
  readonly file: ModelFileEntry;
  readonly inspection: FileInspection;
}

/** How an import stands. */
export type ImportState =
  | { readonly state: 'none' }
  | { readonly state: 'inspecting'; readonly file: ModelFileEntry }
  | ({ readonly state: 'asking' } & Inspected)
  | ({ readonly state: 'importing'; readonly progress: ImportEvent | undefined } & Inspected)
  | ({ readonly state: 'done'; readonly outcome: Extract<ImportEvent, { event: 'done' }> } & Inspected);

/** An import, and what can be done about it. */
export interface Import {
  readonly step: ImportState;
  readonly failure: Failure | undefined;
  /** Looks into a file. */
  readonly inspect: (file: ModelFileEntry) => void;
  /** Looks again with a person's answers, and imports where nothing is missing. */
  readonly importOwn: (answers: ImportAnswers) => void;
  readonly importAs: (id: string) => void;
  readonly cancel: () => void;
}

/** Brings a model in, step by step; leaving stops it, and nothing of it is kept then. */
export function useImport(onDone: () => void): Import {
  const app = useApp();
  const [step, setStep] = useState<ImportState>({ state: 'none' });
  const [failure, setFailure] = useState<Failure>();
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);

  const attempt = (back: ImportState, work: (signal: AbortSignal) => Promise<void>): void => {
    const { signal } = (controller.current = new AbortController());
    setFailure(undefined);
    work(signal).catch((error: unknown) => {
      setStep(back);
      if (!signal.aborted) setFailure(failureOf(error));
    });
  };
  const bring = async (found: Inspected, source: ImportModelRequest['source'], signal: AbortSignal): Promise<void> => {
    setStep({ ...found, state: 'importing', progress: undefined });
    const client = await app.client();
    for await (const event of await client.models.import({ file: found.file.id, source }, { signal })) {
      if (event.event === 'done') setStep({ ...found, state: 'done', outcome: event });
      else setStep({ ...found, state: 'importing', progress: event });
    }
    onDone();
  };
  return {
    step,
    failure,
    inspect: (file) =>
      attempt({ state: 'none' }, async (signal) => {
        setStep({ state: 'inspecting', file });
        const inspection = await (await app.client()).models.inspect({ file: file.id }, { signal });
        setStep({ state: 'asking', file, inspection });
      }),
    importOwn(answers) {
      if (step.state !== 'asking') return;
      attempt(step, async (signal) => {
        const inspection = await (await app.client()).models.inspect({ file: step.file.id, answers }, { signal });
        const found = { file: step.file, inspection };
        if (inspection.descriptor) await bring(found, { kind: 'own', answers }, signal);
        else setStep({ ...found, state: 'asking' });
      });
    },
    importAs(id) {
      if (step.state === 'asking') attempt(step, (signal) => bring(step, { kind: 'catalogue', id }, signal));
    },
    cancel() {
      controller.current?.abort();
      setStep({ state: 'none' });
      setFailure(undefined);
    },
  };
}
