import path from 'node:path';
import type { ConvertEvent, PhotoEvent, SummaryEvent } from '../../contract/convert';
import type { Console } from '../console';
import { startProgressBar } from '../progress-bar';
import { FOCAL_ORIGIN_WORDS } from './focal-words';
import type { ConvertReport } from './convert-report';

type Failed = Extract<PhotoEvent, { status: 'failed' }>;
type Done = Extract<PhotoEvent, { status: 'done' }>;

/** For people: a line per photo, a bar with the time left on a terminal, failures again at the end. */
export function wordReport(console: Console): ConvertReport {
  const failures: Failed[] = [];
  const bar = console.interactive ? startProgressBar() : undefined;
  const say = bar?.say ?? console.out;
  const take = (event: ConvertEvent): void => {
    switch (event.event) {
      case 'progress':
        bar?.update(event.done, event.total, `${event.stage} ${path.basename(event.photo)}`);
        return;
      case 'photo':
        if (event.status === 'failed') failures.push(event);
        say(photoLine(event));
        return;
      case 'summary':
        bar?.stop();
        for (const line of summaryLines(event, failures)) console.out(line);
    }
  };
  return { take, end: () => bar?.stop() };
}

function photoLine(event: PhotoEvent): string {
  switch (event.status) {
    case 'done':
      return doneLine(event);
    case 'skipped':
      return `skipped  ${event.photo}: finished before`;
    case 'failed':
      return `failed   ${event.error.message}`;
  }
}

function doneLine({
  photo,
  points,
  depthRangeMetres,
  focalPx,
  focalOrigin,
  groundFound,
  precision,
  demotions = [],
  ms,
}: Done): string {
  const range = depthRangeMetres ? `${metres(depthRangeMetres[0])}–${metres(depthRangeMetres[1])} m` : 'no valid depth';
  const focal = `focal ${focalPx.toFixed(0)} px (${FOCAL_ORIGIN_WORDS[focalOrigin]})`;
  const total = Math.round(ms.decode + ms.infer + ms.write);
  const done = `done     ${photo}: ${points.toLocaleString('en')} points, ${range}, ${focal}, ${precision}, ${String(total)} ms`;
  return [
    ...demotions.map((why) => `fell back: ${why}`),
    ...(groundFound === false ? [`not level: no ground found in ${photo}`] : []),
    done,
  ].join('\n');
}

function summaryLines(summary: SummaryEvent, failures: readonly Failed[]): string[] {
  const { done, failed, skipped, ignored, cancelled, ms } = summary;
  const counts = [
    `${String(done)} done`,
    `${String(failed)} failed`,
    `${String(skipped)} skipped`,
    ...(ignored > 0 ? [`${String(ignored)} other files ignored`] : []),
    ...(cancelled > 0 ? [`${String(cancelled)} cancelled`] : []),
  ];
  const nothing = done + failed + skipped + cancelled === 0;
  return [
    ...failures.flatMap(({ error }) => [`\n${error.message}`, `  → ${error.remedy}`]),
    ...(nothing ? ['No photos found: name photos, or folders that hold some (--recursive goes into subfolders).'] : []),
    `${failures.length > 0 ? '\n' : ''}${counts.join(', ')}, ${(ms / 1000).toFixed(1)} s`,
  ];
}

const metres = (value: number): string => value.toFixed(value < 10 ? 2 : 1);
