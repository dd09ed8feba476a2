import { type RefObject, useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../controls/button';
import { PopoverButton } from '../controls/popover-button';
import { useApp, useUi } from '../state/app-context';
import type { CloudView } from '../viewer/cloud-view';
import { PictureFields } from './picture-fields';
import { TurntableDialog } from './turntable-dialog';
import { usePictureKey } from './use-picture-key';

interface CaptureButtonsProps {
  readonly view: RefObject<CloudView | undefined>;
  /** There is no cloud to see. */
  readonly disabled: boolean;
}

/** Pictures and turntables of the cloud in view. */
export function CaptureButtons({ view, disabled }: CaptureButtonsProps) {
  const { t } = useTranslation();
  const app = useApp();
  const isTurntableOpen = useUi(({ dialog }) => dialog?.kind === 'turntable');
  usePictureKey(view, disabled);
  const closeTurntable = useCallback(
    () => app.ui.setState(({ dialog }) => ({ dialog: dialog?.kind === 'turntable' ? undefined : dialog })),
    [app],
  );
  // The dialog goes with the cloud that it is about.
  useEffect(() => closeTurntable, [closeTurntable]);
  return (
    <>
      <PopoverButton icon="camera" words={t('capture.picture')} marked={false} disabled={disabled}>
        <PictureFields view={view} />
      </PopoverButton>
      <IconButton
        icon="turntable"
        words={t('capture.turntable')}
        disabled={disabled}
        onClick={() => app.ui.setState({ dialog: { kind: 'turntable' } })}
      />
      {isTurntableOpen && <TurntableDialog view={view} onClose={closeTurntable} />}
    </>
  );
}
