import type { ModelInfo } from '../../contract/models';

/** A model's licence, and whether it may be used commercially. */
export function licenceWords({ spdx, commercialUse }: ModelInfo['licence']): string {
  return `${spdx} (${commercialUse ? 'commercial use allowed' : 'no commercial use'})`;
}
