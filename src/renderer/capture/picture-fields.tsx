import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../controls/button';
import { ChoiceField } from './choice-field';
import { useApp, useCapture } from '../state/app-context';
import type { CloudView } from '../viewer/cloud-view';
import { BACKGROUNDS, MULTIPLES } from './capture-choices';
import styles from './capture.module.css';
import { pictureSize } from './capture-size';
import { savePicture } from './save-picture';
import { PICTURE_KEY } from './use-picture-key';

/** How large a picture is to be, and before what; and the button that saves it. */
export function PictureFields({ view }: { readonly view: RefObject<CloudView | undefined> }) {
  const { t } = useTranslation();
  const app = useApp();
  const { multiple, background } = useCapture((choices) => choices);
  return (
    <>
      <ChoiceField
        label={t('capture.pictureSize')}
        value={String(multiple)}
        choices={MULTIPLES.map((times) => ({ value: String(times), label: t('capture.times', { times }) }))}
        onChange={(next) => app.capture.setState({ multiple: MULTIPLES.find((times) => String(times) === next)! })}
      />
      <PictureSize sizesOf={() => view.current?.pictureSizes()} multiple={multiple} />
      <ChoiceField
        label={t('capture.background')}
        value={background}
        choices={BACKGROUNDS.map((value) => ({ value, label: t(`capture.backgrounds.${value}`) }))}
        onChange={(next) => app.capture.setState({ background: next })}
      />
      <Button kind="primary" icon="camera" onClick={() => view.current && void savePicture(app, view.current)}>
        {t('capture.savePicture')}
      </Button>
      <p className={styles['note']}>{t('capture.key', { key: PICTURE_KEY })}</p>
    </>
  );
}

interface PictureSizeProps {
  readonly sizesOf: () => ReturnType<CloudView['pictureSizes']> | undefined;
  readonly multiple: number;
}

function PictureSize({ sizesOf, multiple }: PictureSizeProps) {
  const { t } = useTranslation();
  const [sizes] = useState(sizesOf);
  if (!sizes) return null;
  const { widthPx: width, heightPx: height, isLimited } = pictureSize(sizes.shown, multiple, sizes);
  return (
    <p className={styles['note']} role="status">
      {isLimited ? t('capture.pixelsLimited', { width, height }) : t('capture.pixels', { width, height })}
    </p>
  );
}
