import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maskSettingsOf } from '../../contract/masks';
import { maskLimits } from '../../core/depth/mask-depth';
import { useLassoCut } from '../lasso/use-lasso-cut';
import { useLibrary, useSession, useViewer } from '../state/app-context';
import { shownPhoto } from '../state/library';
import { imageAddress } from '../state/show-photo';
import { type DepthLoad, focalScaleOf } from '../state/viewer';
import { CloudPane } from './cloud-pane';
import { DepthPane } from './depth-pane';
import { LoadState } from './load-state';
import { PhotoPane } from './photo-pane';
import { Readout } from './readout';
import { stageOf } from './stage-of';
import { useMaskLevels } from './use-mask-levels';
import { depthSpanOf, shownMasks, viewOptionsOf, viewSceneOf } from './view-scene-of';
import styles from './viewer.module.css';

/** The views, or what stands in their place while there is no depth. */
export function Stage() {
  const { t } = useTranslation();
  const photo = useViewer((viewer) => viewer.photo);
  const load = useViewer((viewer) => viewer.load);
  const layout = useViewer(({ look }) => look.layout);
  const entry = useLibrary((library) => photo && shownPhoto(library, photo));
  if (photo === undefined) return <p className={styles['nothing']}>{t('viewer.nothing')}</p>;
  if (load?.state === 'ready') return <ReadyStage load={load} />;
  return (
    <div className={styles['stage']}>
      {(layout === 'side' || layout === 'photo') && (
        <section className={styles['pane']} aria-label={t('layout.photo')}>
          <PlainPhoto key={photo} address={imageAddress(photo, entry)} name={entry?.name ?? ''} />
        </section>
      )}
      {layout !== 'photo' && <LoadState load={load} />}
    </div>
  );
}

function ReadyStage({ load }: { load: Extract<DepthLoad, { state: 'ready' }> }) {
  const { depth, picture } = load;
  const look = useViewer((viewer) => viewer.look);
  const cut = useViewer((viewer) => viewer.cut);
  const clip = useViewer((viewer) => viewer.clip);
  const focalPx = useViewer((viewer) => viewer.focalPx);
  const scene = useMemo(() => viewSceneOf(depth, picture), [depth, picture]);
  const span = useMemo(() => depthSpanOf(depth), [depth]);
  const settings = useSession((session) => session.settings);
  const masks = useMemo(() => shownMasks(maskSettingsOf(settings ?? {}), look), [settings, look]);
  const levels = useMaskLevels(scene, masks, focalScaleOf(depth, focalPx));
  const lasso = useLassoCut(depth);
  const options = useMemo(
    () => viewOptionsOf({ look, cut, clip, focalPx }, depth, span, { levels, levelLimits: maskLimits(masks), lasso }),
    [masks, levels, lasso, look, cut, clip, focalPx, depth, span],
  );
  const shows = (pane: 'photo' | 'depth' | 'cloud'): boolean => look.layout === 'side' || look.layout === pane;
  return (
    <>
      <div className={styles[stageOf(look.layout, depth.photo)]}>
        {shows('photo') && <PhotoPane depth={depth} picture={picture} />}
        {shows('depth') && <DepthPane depth={depth} scene={scene} options={options} />}
        {shows('cloud') && <CloudPane depth={depth} scene={scene} options={options} />}
      </div>
      <Readout depth={depth} />
    </>
  );
}

/** The photo while there is no depth of it. */
function PlainPhoto({ address, name }: { address: string; name: string }) {
  const { t } = useTranslation();
  const [isUnreadable, setIsUnreadable] = useState(false);
  if (isUnreadable) return <p className={styles['nothing']}>{t('library.noThumbnail')}</p>;
  return <img className={styles['plainPhoto']} src={address} alt={name} onError={() => setIsUnreadable(true)} />;
}
