#version 430
// Albedo and roughness, normal and emission, planar depth in metres: what shade.comp lights.
in vec3 v_n;
in vec3 v_uv;
in vec4 v_c;
in float v_z;
flat in vec4 v_m;
uniform sampler2DArray TEX;
layout(location = 0) out vec4 o_a;
layout(location = 1) out vec4 o_n;
layout(location = 2) out float o_z;
void main() {
  vec3 c = v_c.rgb;
  if (v_uv.z > -0.5) {
    vec4 t = texture(TEX, vec3(v_uv.xy, floor(v_uv.z + 0.5)));
    if (t.a < 0.5)
      discard;
    c *= t.rgb;
  }
  vec3 n = normalize(v_n);
  o_a = vec4(c, v_m.y >= 0.0 ? v_m.y : v_c.a);
  o_n = vec4(n * 0.5 + 0.5, v_m.x > 0.0 ? 0.25 + 0.75 * min(v_m.x / 16.0, 1.0) : v_m.z * 0.2);
  o_z = v_z;
}
