import { useTranslation } from 'react-i18next';
import type { AppClient } from '../../contract/app/app-contract';
import type { PhotoId } from '../../contract/app/ids';
import type { ImportedDepth } from '../../contract/app/photo';
import { Button } from '../controls/button';
import { NumberInput } from '../controls/number-input';
import { Panel } from '../controls/panel';
import { tell } from '../state/app';
import { useActions, useApp, useSession, useViewer } from '../state/app-context';
import { loadFacts } from '../state/show-photo';
import styles from './viewer.module.css';

/** Whether a model makes the depth of the photo in view, or a file holds it; shown where files can be chosen. */
export function DepthSourcePanel() {
  const { t } = useTranslation();
  const canChoose = useSession(({ about }) => about?.can.chooseFiles ?? false);
  const imported = useViewer((viewer) => viewer.facts?.importedDepth);
  const photo = useViewer((viewer) => viewer.photo);
  const change = useDepthSource(photo);
  if (!canChoose && !imported) return null;
  return (
    <Panel title={t('depthSource.title')}>
      {imported ? <Imported imported={imported} onScale={change.scale} /> : <p>{t('depthSource.model')}</p>}
      <div className={styles['panelButtons']}>
        {canChoose && (
          <Button icon="depth" onClick={change.choose}>
            {t(imported ? 'depthSource.chooseAnother' : 'depthSource.choose')}
          </Button>
        )}
        {imported && <Button onClick={change.forget}>{t('depthSource.forget')}</Button>}
      </div>
    </Panel>
  );
}

function Imported({
  imported,
  onScale,
}: {
  readonly imported: ImportedDepth;
  readonly onScale: (metresPerUnit: number | null) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <p className={styles['importedDepth']}>
        <span className={styles['badge']}>{t('depthSource.imported')}</span>
        <span className={styles['importedName']} title={imported.name}>
          {imported.name}
        </span>
      </p>
      <NumberInput
        label={t('depthSource.scale')}
        unit="m"
        digits={6}
        value={imported.metresPerUnit}
        placeholder={t('depthSource.asTheFileSays')}
        onChange={onScale}
        onEmpty={() => onScale(null)}
      />
    </>
  );
}

/** What changes where the depth of a photo comes from; the photo is then shown anew. */
function useDepthSource(photo: PhotoId | undefined): {
  readonly choose: () => void;
  readonly forget: () => void;
  readonly scale: (metresPerUnit: number | null) => void;
} {
  const app = useApp();
  const { rerun } = useActions();
  const change = async (call: (client: AppClient, photo: PhotoId) => Promise<unknown>): Promise<void> => {
    if (photo === undefined) return;
    try {
      const answer = await call(await app.client(), photo);
      // The person thought better of it.
      if (answer === null) return;
      await loadFacts(app, photo);
      if (app.viewer.getState().photo === photo) rerun();
    } catch (error) {
      tell(app, error);
    }
  };
  return {
    choose: () => void change((client, id) => client.photo.chooseDepth({ photo: id })),
    forget: () => void change((client, id) => client.photo.forgetDepth({ photo: id })),
    scale: (metresPerUnit) => void change((client, id) => client.photo.setDepthScale({ photo: id, metresPerUnit })),
  };
}
