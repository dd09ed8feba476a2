import type { LengthUnit } from '../../core/cloud/length-unit';
import { useSession } from '../state/app-context';

/** The unit that lengths are shown in: the one that clouds are exported in. */
export const useUnit = (): LengthUnit => useSession((session) => session.settings?.export.unit) ?? 'm';
