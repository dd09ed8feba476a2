import { DRAW_ORDER_SHADER } from './draw-order';

/**
 * From a vertex's number to its pixel, its depth and its point. Mirrors `shownPoint` and `isVisible`; points are in the
 * photo's camera frame, OpenCV axes, and turned to OpenGL's (y up, z backward) last.
 */
export const UNPROJECT = `
uniform highp sampler2D depthMap;
uniform highp usampler2D maskMap;
uniform vec4 shownCamera; // fx fy cx cy
uniform float depthScale;
uniform uint hidingReasons;
uniform highp usampler2D levelMap;
uniform uvec4 levelLimits;
uniform vec2 depthCut;
uniform bool isClipped;
uniform highp sampler2D clipColumns; // least and greatest depth inside the clip box
uniform highp sampler2D clipRows;
uniform bool isLassoed;
uniform sampler2D lassoMap; // above 0 where the lasso cuts
uniform mat4 modelViewMatrix;
uniform mat4 projectionMatrix;

float shownDepth(ivec2 pixel) {
  return texelFetch(depthMap, pixel, 0).r * depthScale;
}

bool isInsideClip(ivec2 pixel, float z) {
  vec2 column = texelFetch(clipColumns, ivec2(pixel.x, 0), 0).rg;
  vec2 row = texelFetch(clipRows, ivec2(pixel.y, 0), 0).rg;
  return z >= column.x && z <= column.y && z >= row.x && z <= row.y;
}

bool isVisible(ivec2 pixel, float z) {
  uint mask = texelFetch(maskMap, pixel, 0).r;
  bool isMasked = (mask & hidingReasons) != 0u || any(greaterThan(texelFetch(levelMap, pixel, 0), levelLimits));
  if (isMasked || !(z > 0.0 && z >= depthCut.x && z <= depthCut.y)) return false;
  if (isLassoed && texelFetch(lassoMap, pixel, 0).r > 0.0) return false;
  return !isClipped || isInsideClip(pixel, z);
}

vec4 viewPoint(ivec2 pixel, float z) {
  vec2 across = (vec2(pixel) + 0.5 - shownCamera.zw) / shownCamera.xy * z;
  return modelViewMatrix * vec4(across.x, -across.y, -z, 1.0);
}
`;

/**
 * A point is an ellipse on the surface it lies on: the image of its pixel's footprint, slanted as its neighbours in the
 * grid say (elliptical weighted average; Zwicker et al., "EWA splatting", 2002). So slanted surfaces close where squares
 * would leave stripes, and edges stay sharp. What is smaller than a drawn pixel grows to about one.
 */
const SPLAT = `
uniform float pointSize;
uniform float spread; // side of the grid's patch that one drawn point stands for, in its pixels
uniform float viewportHeight; // drawn pixels
uniform float greatestSize; // drawn pixels
flat out vec4 splat; // distance before the camera, hollow of the bowl, and the two terms of its depth
flat out vec3 conic; // inverse of the ellipse's matrix: xx, xy, yy, per drawn pixel squared
flat out vec3 slant; // change of distance per drawn pixel, right and up; side of the point

const vec4 NOWHERE = vec4(2.0, 2.0, 2.0, 1.0);

/** Half a drawn pixel's diagonal: a smaller point could fall between the pixels. */
const float LEAST_RADIUS = 0.7;

/** A neighbour further off than this share of the depth lies on another surface. */
const float SAME_SURFACE = 0.15;

/** Change of depth to the next pixel along one axis, by the neighbour that is nearer in depth. */
float depthStep(ivec2 pixel, float z, ivec2 axis) {
  ivec2 last = textureSize(depthMap, 0) - 1;
  float before = z - shownDepth(max(pixel - axis, ivec2(0)));
  float after = shownDepth(min(pixel + axis, last)) - z;
  float change = abs(before) < abs(after) ? before : after;
  return abs(change) <= SAME_SURFACE * z ? change : 0.0;
}

/** Places a pixel's point; false where nothing of it is to be drawn. */
bool placePoint(ivec2 pixel, float z) {
  gl_Position = NOWHERE;
  if (!isVisible(pixel, z)) return false;
  vec4 place = viewPoint(pixel, z);
  vec4 projected = projectionMatrix * place;
  // A point counts by its middle. Most lie outside of the small window of a pick.
  if (any(greaterThan(abs(projected.xy), vec2(projected.w)))) return false;
  gl_Position = projected;
  float distanceAhead = -place.z;
  float pixelsPerMetre = projectionMatrix[1][1] * viewportHeight / (2.0 * distanceAhead);

  vec2 slope = (vec2(pixel) + 0.5 - shownCamera.zw) / shownCamera.xy;
  vec2 change = vec2(depthStep(pixel, z, ivec2(1, 0)), depthStep(pixel, z, ivec2(0, 1)));
  vec3 acrossColumn = vec3(z / shownCamera.x + slope.x * change.x, slope.y * change.x, change.x);
  vec3 acrossRow = vec3(slope.x * change.y, z / shownCamera.y + slope.y * change.y, change.y);
  float side = pointSize * spread;
  vec3 flip = vec3(0.5, -0.5, -0.5) * side;
  vec3 a = mat3(modelViewMatrix) * (flip * acrossColumn);
  vec3 b = mat3(modelViewMatrix) * (flip * acrossRow);
  vec2 drawnA = pixelsPerMetre * (a.xy + place.xy * a.z / distanceAhead);
  vec2 drawnB = pixelsPerMetre * (b.xy + place.xy * b.z / distanceAhead);

  float least = LEAST_RADIUS * LEAST_RADIUS;
  float xx = drawnA.x * drawnA.x + drawnB.x * drawnB.x + least;
  float yy = drawnA.y * drawnA.y + drawnB.y * drawnB.y + least;
  float xy = drawnA.x * drawnA.y + drawnB.x * drawnB.y;
  conic = vec3(yy, -xy, xx) / (xx * yy - xy * xy);
  vec2 rise = -(drawnA * a.z + drawnB * b.z);
  slant.x = conic.x * rise.x + conic.y * rise.y;
  slant.y = conic.y * rise.x + conic.z * rise.y;
  slant.z = min(2.0 * sqrt(max(xx, yy)), greatestSize);
  gl_PointSize = slant.z;
  float hollow = 0.5 * side * z / shownCamera.x;
  splat = vec4(distanceAhead, hollow, projectionMatrix[2][2], projectionMatrix[3][2]);
  return true;
}
`;

/**
 * Depth lies on the point's surface, a little hollowed like a bowl upside down: where points overlap each drawn pixel
 * goes to the nearest middle, whatever the order they are drawn in.
 */
const SPLAT_DEPTH = `
flat in vec4 splat;
flat in vec3 conic;
flat in vec3 slant;

void shapePoint() {
  vec2 offset = (gl_PointCoord - 0.5) * vec2(slant.z, -slant.z);
  float fallOff = conic.x * offset.x * offset.x + 2.0 * conic.y * offset.x * offset.y + conic.z * offset.y * offset.y;
  if (fallOff > 1.0) discard;
  float distanceAhead = splat.x + dot(slant.xy, offset) + splat.y * fallOff;
  gl_FragDepth = clamp(0.5 - 0.5 * splat.z + 0.5 * splat.w / distanceAhead, 0.0, 1.0);
}
`;

export const HEADER = 'precision highp float;\nprecision highp int;\n';

/** Colour modes as the shader numbers them. */
export const COLOUR_MODE_NUMBERS = { photo: 0, depth: 1, normal: 2, confidence: 3 } as const;

/** Draws every visible point of a scene in its colour. One vertex for each pixel of the grid, without attributes. */
export const CLOUD_VERTEX_SHADER = `${HEADER}${UNPROJECT}${SPLAT}${DRAW_ORDER_SHADER}
uniform sampler2D photo;
uniform highp sampler2D normalMap;
uniform highp sampler2D confidenceMap;
uniform sampler2D colourTable;
uniform int colourMode;
uniform float normalStretch;
uniform vec2 nearnessTerms; // nearness = x - y * log(z), as nearnessOn of the core has it
uniform vec4 tint; // red green blue, and whether there is one
flat out vec3 colour;

vec3 tableColour(float t) {
  int last = textureSize(colourTable, 0).x - 1;
  return texelFetch(colourTable, ivec2(int(round(clamp(t, 0.0, 1.0) * float(last))), 0), 0).rgb;
}

vec3 pointColour(ivec2 pixel, float z) {
  if (colourMode == ${COLOUR_MODE_NUMBERS.depth}) return tableColour(nearnessTerms.x - nearnessTerms.y * log(z));
  if (colourMode == ${COLOUR_MODE_NUMBERS.confidence}) return tableColour(texelFetch(confidenceMap, pixel, 0).r);
  if (colourMode == ${COLOUR_MODE_NUMBERS.normal}) {
    // At another focal the scene is stretched along z, whichever way its depth follows.
    vec3 normal = texelFetch(normalMap, pixel, 0).rgb * vec3(1.0, 1.0, normalStretch);
    return 0.5 + 0.5 * normalize(normal + vec3(0.0, 0.0, -1e-6)) * vec3(1.0, -1.0, -1.0);
  }
  return texelFetch(photo, pixel, 0).rgb;
}

/** The tint, darker where the colour is: shapes stay to be seen. */
vec3 tinted(vec3 plain) {
  float light = dot(plain, vec3(0.2126, 0.7152, 0.0722));
  return mix(plain, tint.rgb * (0.35 + 0.65 * light), tint.a);
}

void main() {
  ivec2 pixel = drawnPixel(gl_VertexID, textureSize(depthMap, 0));
  gl_Position = NOWHERE;
  if (pixel.x < 0) return;
  float z = shownDepth(pixel);
  if (placePoint(pixel, z)) colour = tinted(pointColour(pixel, z));
}
`;

export const CLOUD_FRAGMENT_SHADER = `${HEADER}${SPLAT_DEPTH}
flat in vec3 colour;
out vec4 drawn;

void main() {
  shapePoint();
  drawn = vec4(colour, 1.0);
}
`;

/**
 * Draws every visible point of a scene in its index, by the rules it is drawn by; as no point where it cannot be picked.
 * Mirrors `encodePickIndex`.
 */
export const PICK_VERTEX_SHADER = `${HEADER}${UNPROJECT}${SPLAT}
uniform bool isPickable;
flat out vec4 code;

void main() {
  int columns = textureSize(depthMap, 0).x;
  ivec2 pixel = ivec2(gl_VertexID % columns, gl_VertexID / columns);
  float z = shownDepth(pixel);
  placePoint(pixel, z);
  uint number = isPickable ? uint(gl_VertexID) + 1u : 0u;
  code = vec4(uvec4(number, number >> 8u, number >> 16u, number >> 24u) & 255u) / 255.0;
}
`;

export const PICK_FRAGMENT_SHADER = `${HEADER}${SPLAT_DEPTH}
flat in vec4 code;
out vec4 drawn;

void main() {
  shapePoint();
  drawn = code;
}
`;

/** Draws a ring about one pixel's point, before everything, so that it is found wherever it lies. */
export const MARKER_VERTEX_SHADER = `${HEADER}${UNPROJECT}
uniform ivec2 markedPixel;
uniform float markerSize; // drawn pixels

void main() {
  float z = shownDepth(markedPixel);
  gl_Position = isVisible(markedPixel, z) ? projectionMatrix * viewPoint(markedPixel, z) : vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = markerSize;
}
`;

export const MARKER_FRAGMENT_SHADER = `${HEADER}
uniform float markerSize;
out vec4 drawn;

/** 1 within a ring, 0 outside, smooth over a drawn pixel; lengths in radii of the point. */
float ring(float radius, float middle, float halfWidth) {
  float soft = 2.0 / markerSize;
  return 1.0 - smoothstep(halfWidth - soft, halfWidth + soft, abs(radius - middle));
}

void main() {
  float radius = length(2.0 * gl_PointCoord - 1.0);
  float light = max(ring(radius, 0.62, 0.1), ring(radius, 0.0, 0.16));
  float dark = max(ring(radius, 0.62, 0.26), ring(radius, 0.0, 0.3));
  // Premultiplied: a white ring on a dark one, seen on any colour.
  float alpha = max(light, 0.75 * dark);
  if (alpha < 0.01) discard;
  drawn = vec4(vec3(light), alpha);
}
`;
