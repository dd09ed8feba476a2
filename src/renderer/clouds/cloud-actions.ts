import type { PhotoId } from '../../contract/app/ids';
import type { App } from '../state/app';
import { focalScaleOf } from '../state/viewer';
import { maskOfAll, stretchAcross } from '../viewer/scene-beside';
import { sideBySide } from '../viewer/side-by-side';
import { type Arrangement, arrangementOf, type ChosenLook, type CloudOrder, inOrder, withChanged } from './clouds';

/** What was added to the photo in view. */
export function arrangementInView(app: App): Arrangement {
  return arrangementOf(app.clouds.getState(), app.viewer.getState().photo);
}

/** Changes what was added to the photo in view. */
export function rearrange(app: App, change: (arrangement: Arrangement) => Arrangement): void {
  const { photo } = app.viewer.getState();
  if (photo === undefined) return;
  app.clouds.setState((clouds) => ({ kept: { ...clouds.kept, [photo]: change(arrangementOf(clouds, photo)) } }));
}

/** Changes how an added cloud looks, or where it stands. */
export function changeCloud(app: App, photo: PhotoId, change: Parameters<typeof withChanged>[2]): void {
  rearrange(app, (arrangement) => withChanged(arrangement, photo, change));
}

/** Changes how the cloud of the photo in view looks. */
export function changeOwnCloud(app: App, change: Partial<ChosenLook>): void {
  rearrange(app, (arrangement) => ({ ...arrangement, own: { ...arrangement.own, ...change } }));
}

/** Puts all clouds in a row, by their widths, or each about the same camera. */
export function orderClouds(app: App, order: Exclude<CloudOrder, 'free'>): void {
  const { added } = arrangementInView(app);
  const right = order === 'row' ? rightInRow(app) : added.map(() => 0);
  rearrange(app, (arrangement) => inOrder(arrangement, order, right));
}

/** A row makes room for what came, and closes up after what went. */
export function keepOrder(app: App): void {
  const { order, added } = arrangementInView(app);
  if (order !== 'free' && added.length > 0) orderClouds(app, order);
}

/** How far to the right each added cloud stands in a row that begins with the one in view. */
function rightInRow(app: App): readonly number[] {
  const { load, focalPx } = app.viewer.getState();
  const { loads } = app.clouds.getState();
  const added = arrangementInView(app).added.map(({ photo }) => {
    const each = loads[photo];
    return each?.state === 'ready' ? stretchAcross(each.scene, 1) : undefined;
  });
  if (load?.state !== 'ready') return added.map(() => 0);
  const { depth } = load;
  const own = { ...depth, size: { widthPx: depth.widthPx, heightPx: depth.heightPx }, mask: maskOfAll(depth.mask) };
  return sideBySide([stretchAcross(own, focalScaleOf(depth, focalPx)), ...added]).slice(1);
}
