#version 430
// Instanced meshes: world normal, texture coordinates, colour, planar depth.
in vec3 in_pos;
in vec4 in_nrm;
in vec2 in_uv;
in vec4 in_col;
in float in_lay;
in vec4 i0;
in vec4 i1;
in vec4 i2;
in vec4 i_tint;
in vec4 i_mat;
in vec4 i_ex;
uniform mat4 VP;
uniform vec4 ZROW;
out vec3 v_n;
out vec3 v_uv;
out vec4 v_c;
out float v_z;
flat out vec4 v_m;
void main() {
  vec4 p = vec4(in_pos, 1);
  vec3 w = vec3(dot(i0, p), dot(i1, p), dot(i2, p));
  vec3 a = vec3(i0.x, i1.x, i2.x), b = vec3(i0.y, i1.y, i2.y), c = vec3(i0.z, i1.z, i2.z);
  vec3 n = in_nrm.xyz * (255.0 / 127.0) - 1.0;
  vec3 N = cross(b, c) * n.x + cross(c, a) * n.y + cross(a, b) * n.z;
  N *= sign(dot(a, cross(b, c)));
  v_n = N / max(length(N), 1e-9);
  float lay = i_mat.x > -1.5 ? i_mat.x : in_lay;  // -2: the mesh's own
  vec2 uv = in_uv * i_ex.xy + i_ex.zw;
  if (i_mat.y > 0.0) {  // box projection in object metres, i_mat.y = metres per repeat
    vec3 q = in_pos * vec3(length(a), length(b), length(c));
    vec3 an = abs(vec3(dot(v_n, a) / max(length(a), 1e-9), dot(v_n, b) / max(length(b), 1e-9),
                       dot(v_n, c) / max(length(c), 1e-9)));
    uv = an.y > max(an.x, an.z) ? q.xz : (an.x > an.z ? q.zy : q.xy);
    uv = uv * vec2(1, -1) / i_mat.y + i_ex.zw;
  }
  v_uv = vec3(uv, lay);
  v_c = vec4(in_col.rgb * i_tint.rgb, in_col.a);
  v_m = vec4(i_mat.z, i_mat.w, i_tint.w, 0);  // emissive, rough override (<0: mesh's), flat-normal noise
  gl_Position = VP * vec4(w, 1);
  v_z = dot(ZROW, vec4(w, 1));
}
