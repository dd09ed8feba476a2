import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportOptions } from '../../contract/app/settings';
import type { MaskSettings } from '../../core/depth/mask-depth';
import { Button } from '../controls/button';
import { DialogFrame } from '../controls/dialog-frame';
import { FailureWords } from '../controls/failure-words';
import type { Failure } from '../../contract/failure';
import { useApp, useLibrary, useSession } from '../state/app-context';
import { failureOf } from '../state/failure';
import { DestinationField } from './destination-field';
import { likelyScope, scopeChoices, type ScopeName } from './export-scope';
import styles from './export.module.css';
import { MasksField } from './masks-field';
import { OptionFields } from './option-fields';
import { ScopeField } from './scope-field';
import { useCuts } from './use-cuts';
import { useDestinations } from './use-destinations';

/** Which photos to export, to what, and where to. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const app = useApp();
  const library = useLibrary((state) => state);
  const settings = useSession((session) => session.settings);
  const [choices] = useState(() => {
    const { view } = app.ui.getState();
    return scopeChoices(library, view === 'viewer' ? app.viewer.getState().photo : undefined);
  });
  const [scopeName, setScopeName] = useState<ScopeName | undefined>(() => likelyScope(choices));
  const [changed, setChanged] = useState<Partial<ExportOptions>>({});
  const [changedMasks, setChangedMasks] = useState<Partial<MaskSettings>>({});
  const [failure, setFailure] = useState<Failure>();
  const [isStarting, setIsStarting] = useState(false);
  const places = useDestinations();
  const options = settings && { ...settings.export, ...changed };
  const scope = scopeName && choices[scopeName];
  const destination = places.chosen;
  const cuts = useCuts();
  const isWhole =
    options !== undefined && options.formats.length > 0 && scope !== undefined && destination !== undefined;
  const start = async (): Promise<void> => {
    if (!isWhole) return;
    setIsStarting(true);
    try {
      const client = await app.client();
      // First: the export takes its masks from the settings.
      await client.settings.change(changedMasks);
      await client.exports.start({ scope, destination: destination.id, options, ...cuts });
      app.ui.setState({ dialog: undefined, queueOpen: true });
      await client.settings.change({ export: options });
    } catch (error) {
      setFailure(failureOf(error));
      setIsStarting(false);
    }
  };
  return (
    <DialogFrame
      title={t('export.title')}
      widthPx={660}
      onClose={onClose}
      foot={<Foot canStart={isWhole && !isStarting} onStart={() => void start()} onCancel={onClose} />}
    >
      <div className={styles['form']}>
        {failure && <FailureWords failure={failure} />}
        <ScopeField choices={choices} value={scopeName} onChange={setScopeName} />
        <CutHints {...cuts} />
        <DestinationField places={places} />
        {options && (
          <>
            <OptionFields options={options} onChange={(part) => setChanged((before) => ({ ...before, ...part }))} />
            <MasksField
              masks={{ ...settings, ...changedMasks }}
              onChange={(part) => setChangedMasks((before) => ({ ...before, ...part }))}
            />
          </>
        )}
      </div>
    </DialogFrame>
  );
}

function CutHints({ clips, lassos }: ReturnType<typeof useCuts>) {
  const { t } = useTranslation();
  return (
    <>
      {clips && <p className={styles['hint']}>{t('export.clipped')}</p>}
      {lassos && <p className={styles['hint']}>{t('export.lassoed')}</p>}
    </>
  );
}

interface FootProps {
  readonly canStart: boolean;
  readonly onStart: () => void;
  readonly onCancel: () => void;
}

function Foot({ canStart, onStart, onCancel }: FootProps) {
  const { t } = useTranslation();
  return (
    <>
      <Button onClick={onCancel}>{t('common.cancel')}</Button>
      <Button kind="primary" icon="export" disabled={!canStart} onClick={onStart}>
        {t('export.start')}
      </Button>
    </>
  );
}
