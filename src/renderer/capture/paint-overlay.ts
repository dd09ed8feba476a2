/**
 * Paints an element that lies over the whole cloud as the page shows it: the paths of an SVG, then spans of one line. The
 * context is in the page's pixels.
 */
export function paintOverlay(context: OffscreenCanvasRenderingContext2D, overlay: HTMLElement): void {
  for (const path of overlay.querySelectorAll('path')) paintPath(context, path);
  const { left, top } = overlay.getBoundingClientRect();
  for (const tag of overlay.querySelectorAll<HTMLElement>('span:not([hidden])')) {
    const box = tag.getBoundingClientRect();
    paintTag(context, tag, new DOMRect(box.left - left, box.top - top, box.width, box.height));
  }
}

function paintPath(context: OffscreenCanvasRenderingContext2D, path: SVGPathElement): void {
  const style = getComputedStyle(path);
  context.strokeStyle = style.stroke;
  context.lineWidth = Number.parseFloat(style.strokeWidth);
  context.lineCap = style.strokeLinecap as CanvasLineCap;
  context.stroke(new Path2D(path.getAttribute('d') ?? ''));
}

function paintTag(context: OffscreenCanvasRenderingContext2D, tag: HTMLElement, box: DOMRect): void {
  const style = getComputedStyle(tag);
  context.fillStyle = style.backgroundColor;
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, Number.parseFloat(style.borderTopLeftRadius));
  context.fill();
  context.fillStyle = style.color;
  context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(tag.textContent, box.x + box.width / 2, box.y + box.height / 2);
}
