import { offerOf } from '../../core/models/model-offer';
import { RESTORE, type FoundModel } from './model-folders';

/** What a person can do where a model's files are missing or are not the ones its descriptor names. */
export function remedyFor({ descriptor: { id, files }, origin }: FoundModel): string {
  if (origin === 'bundled') return RESTORE;
  if (offerOf({ files }) === 'pull') return `Get it with \`fathom models pull ${id}\`.`;
  return origin === 'catalogue'
    ? `Bring its file: \`fathom models import FILE --as ${id}\`.`
    : `Remove it with \`fathom models rm ${id}\`, then import its file again: see \`fathom help models\`.`;
}
