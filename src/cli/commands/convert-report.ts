import type { ConvertEvent } from '../../contract/convert';

/** Where the events of a conversion go. */
export interface ConvertReport {
  readonly take: (event: ConvertEvent) => void;
  readonly end: () => void;
}
