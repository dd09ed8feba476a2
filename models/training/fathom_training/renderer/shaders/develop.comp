#version 430
// Exposure, tone curve, vignette, noise and the filter down to the picture; depth exactly at the pixel centre.
layout(local_size_x = 32, local_size_y = 4) in;
uniform sampler2D HDR, GZ;
uniform ivec2 SIZE;
uniform vec4 EXPO;
uniform vec4 TONE;
uniform float SEED;
uniform float ZMAX;
uniform float SAT;
uniform int SS;
layout(std430, binding = 0) buffer B {
  uint o[];
};
layout(std430, binding = 1) buffer M {
  float m[];
};
uniform int OFF;
vec3 tm(vec3 c, vec2 q) {
  c = max(mix(vec3(dot(c, vec3(.3, .59, .11))), c, SAT), 0.0);
  c *= EXPO.rgb * EXPO.a * .15 / pow(m[0], .96);
  float v = 1.0 - TONE.z * dot(q, q);
  c *= v;
  vec3 f = (c * (2.51 * c + 0.03)) / (c * (2.43 * c + 0.59) + 0.14);
  vec3 s = 1.0 - exp(-c * 1.3);
  c = clamp(mix(min(c, 1.0), TONE.x < 0.5 ? f : s, TONE.y), 0.0, 1.0);
  return pow(c, vec3(1.0 / 2.2));
}
float rnd(vec2 p) {
  vec3 q = fract(vec3(p.xyx) * .1031 + SEED);
  q += dot(q, q.yzx + 33.33);
  return fract((q.x + q.y) * q.z);
}
void main() {
  ivec2 g = ivec2(gl_GlobalInvocationID.xy);
  ivec2 W4 = ivec2(SIZE.x / 4, SIZE.y);
  if (g.x >= W4.x || g.y >= W4.y)
    return;
  uint px[4];
  int zb = OFF + SIZE.x * SIZE.y * 3 / 4;
  ivec2 M = SIZE * SS - 1;
  for (int j = 0; j < 4; j++) {
    ivec2 p = ivec2(g.x * 4 + j, g.y);
    vec2 q = (vec2(p) + .5) / vec2(SIZE) - .5;
    vec3 c = vec3(0);
    for (int y = -1; y <= 1; y++)
      for (int x = -1; x <= 1; x++) {
        float w = SS == 2 ? (x == 0 ? .5 : .25) * (y == 0 ? .5 : .25) : (x == 0 ? .8 : .1) * (y == 0 ? .8 : .1);
        c += w * tm(texelFetch(HDR, clamp(p * SS + ivec2(x, y), ivec2(0), M), 0).rgb, q);
      }
    float n = rnd(vec2(p)) + rnd(vec2(p) + 71.7) - 1.0, n2 = rnd(vec2(p) + 13.3) - .5;
    c = clamp(c + TONE.w * (n + vec3(n2, 0, -n2)), 0.0, 1.0);
    uvec3 u = uvec3(c * 255.0 + 0.5);
    px[j] = u.r | (u.g << 8) | (u.b << 16);
    float z = texelFetch(GZ, p * SS, 0).x;
    if (!(z > 0.0) || z > ZMAX)
      z = 0.0;
    o[zb + p.y * SIZE.x + p.x] = floatBitsToUint(z);
  }
  int b = OFF + (g.y * W4.x + g.x) * 3;
  o[b] = px[0] | (px[1] << 24);
  o[b + 1] = (px[1] >> 8) | (px[2] << 16);
  o[b + 2] = (px[2] >> 16) | (px[3] << 8);
}
