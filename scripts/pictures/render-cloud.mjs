import { readFile } from 'node:fs/promises';
import { PLYLoader } from 'three/addons/loaders/PLYLoader.js';
import { Box3, Color, PerspectiveCamera, SRGBColorSpace, Vector3 } from 'three';

/**
 * @typedef {object} View
 * @property {number} widthPx
 * @property {number} heightPx
 * @property {number} yawDegrees How far the viewer walks round to the right of the photographer.
 * @property {number} pitchDegrees How far the viewer rises.
 * @property {number} zoom 1 keeps the cloud's middle as large as in the photo.
 */

const BACKGROUND = [16, 18, 22];

/** A point covers this share of its neighbours' distance, so that surfaces close without blobs. */
const SPLAT = 1.35;

/**
 * Draws a PLY cloud (OpenCV frame) from beside the photographer, nearest point first, and returns RGB pixels.
 * Software only, so that the pictures of the README can be made on any machine.
 * @param {string} file
 * @param {View} view
 */
export async function renderCloud(file, view) {
  const cloud = await readCloud(file);
  const camera = placeCamera(cloud, view);
  const rgb = Buffer.from(Array.from({ length: view.widthPx * view.heightPx }, () => BACKGROUND).flat());
  const nearest = new Float32Array(view.widthPx * view.heightPx).fill(Infinity);
  const position = new Vector3();
  for (let i = 0; i < cloud.positions.count; i++) {
    position.fromBufferAttribute(cloud.positions, i);
    const sourceDepth = position.z;
    position.set(position.x, -position.y, -position.z);
    const distance = position.distanceTo(camera.position);
    position.project(camera);
    if (position.z < -1 || position.z > 1) continue;
    const radiusPx = Math.max(0.5, (SPLAT * cloud.spacing * sourceDepth * camera.focalPx) / distance / 2);
    drawSplat({ rgb, nearest, view }, position, distance, radiusPx, cloud.colourOf(i));
  }
  return { data: rgb, info: { width: view.widthPx, height: view.heightPx, channels: /** @type {const} */ (3) } };
}

/** @param {string} file */
async function readCloud(file) {
  const bytes = await readFile(file);
  const geometry = new PLYLoader().parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const { position: positions, color: colours } = geometry.attributes;
  if (!positions || !colours) throw new Error(`${file} holds no coloured points`);
  const colour = new Color();
  return {
    positions,
    /** Distance between neighbouring points for each metre of depth. */
    spacing: 1 / focalInPixelsOfGrid(bytes.toString('latin1', 0, 2000), positions.count),
    /** @param {number} i */
    colourOf: (i) => {
      colour.fromBufferAttribute(colours, i);
      const { r, g, b } = colour.getRGB({ r: 0, g: 0, b: 0 }, SRGBColorSpace);
      return [255 * r, 255 * g, 255 * b];
    },
  };
}

/** @param {string} header @param {number} count */
function focalInPixelsOfGrid(header, count) {
  const fx = Number(/camera fx ([\d.]+)/.exec(header)?.[1]);
  const [, width, height] = /photo (\d+) x (\d+) px/.exec(header)?.map(Number) ?? [];
  if (!fx || !width || !height) throw new Error('the cloud does not say which camera saw it');
  return fx * Math.sqrt(count / (width * height));
}

/** @param {Awaited<ReturnType<typeof readCloud>>} cloud @param {View} view */
function placeCamera({ positions }, { widthPx, heightPx, yawDegrees, pitchDegrees, zoom }) {
  const middle = middleOf(positions);
  const camera = new PerspectiveCamera(50, widthPx / heightPx, middle.length() / 100, middle.length() * 100);
  const yaw = (yawDegrees * Math.PI) / 180;
  const pitch = (pitchDegrees * Math.PI) / 180;
  const direction = new Vector3(Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch));
  camera.position.copy(middle).addScaledVector(direction, middle.length() / zoom);
  camera.lookAt(middle);
  camera.updateMatrixWorld();
  return Object.assign(camera, { focalPx: heightPx / 2 / Math.tan((camera.fov * Math.PI) / 360) });
}

/**
 * The median point, which far clutter does not move.
 * @param {import('three').BufferAttribute | import('three').InterleavedBufferAttribute} positions
 */
function middleOf(positions) {
  const sample = Array.from({ length: 2000 }, (_, i) => Math.floor((i * positions.count) / 2000));
  /** @param {(i: number) => number} read */
  const median = (read) => sample.map(read).sort((a, b) => a - b)[1000] ?? 0;
  const x = median((i) => positions.getX(i));
  const y = median((i) => positions.getY(i));
  const z = median((i) => positions.getZ(i));
  return new Vector3(x, -y, -z);
}

/**
 * @param {{ rgb: Buffer, nearest: Float32Array, view: View }} canvas
 * @param {Vector3} at Normalised device coordinates.
 * @param {number} distance
 * @param {number} radiusPx
 * @param {number[]} colour
 */
function drawSplat({ rgb, nearest, view }, at, distance, radiusPx, colour) {
  const { widthPx, heightPx } = view;
  const centreX = ((at.x + 1) / 2) * widthPx;
  const centreY = ((1 - at.y) / 2) * heightPx;
  const area = new Box3(
    new Vector3(Math.max(0, Math.round(centreX - radiusPx)), Math.max(0, Math.round(centreY - radiusPx)), 0),
    new Vector3(
      Math.min(widthPx, Math.round(centreX + radiusPx) || 1),
      Math.min(heightPx, Math.round(centreY + radiusPx) || 1),
      0,
    ),
  );
  for (let y = area.min.y; y < area.max.y; y++) {
    for (let x = area.min.x; x < area.max.x; x++) {
      const i = y * widthPx + x;
      if (distance >= (nearest[i] ?? 0)) continue;
      nearest[i] = distance;
      rgb.set(colour, 3 * i);
    }
  }
}
