#version 430
// Geometric mean luminance of a 48 x 32 grid, for the exposure.
layout(local_size_x = 256) in;
uniform sampler2D HDR;
uniform ivec2 SIZE;
layout(std430, binding = 1) buffer M {
  float m[];
};
shared float s[256];
void main() {
  uint t = gl_LocalInvocationID.x;
  float a = 0.0;
  for (uint k = 0u; k < 6u; k++) {
    uint i = t + k * 256u;
    ivec2 p = ivec2(vec2((float(i % 48u) + .5) / 48.0, (float(i / 48u) + .5) / 32.0) * vec2(SIZE));
    vec3 c = texelFetch(HDR, p, 0).rgb;
    a += log(max(dot(c, vec3(.3, .59, .11)), 0.0) + 2e-4);
  }
  s[t] = a;
  barrier();
  for (uint w = 128u; w > 0u; w >>= 1) {
    if (t < w)
      s[t] += s[t + w];
    barrier();
  }
  if (t == 0u)
    m[0] = exp(s[0] / 1536.0);
}
