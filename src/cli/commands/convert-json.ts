import type { Console } from '../console';
import type { ConvertReport } from './convert-report';

/** One JSON object per line, one line per photo and a summary: README, "JSON lines". Progress is for people. */
export function jsonReport({ out }: Console): ConvertReport {
  return {
    take: (event) => {
      if (event.event !== 'progress') out(JSON.stringify(event));
    },
    end: () => undefined,
  };
}
