#version 430
// The scene from the sun.
in vec3 in_pos;
in vec2 in_uv;
in float in_lay;
in vec4 i0;
in vec4 i1;
in vec4 i2;
in vec4 i_mat;
in vec4 i_ex;
uniform mat4 VP;
out vec3 v_uv;
void main() {
  vec4 p = vec4(in_pos, 1);
  gl_Position = VP * vec4(dot(i0, p), dot(i1, p), dot(i2, p), 1);
  v_uv = vec3(in_uv * i_ex.xy + i_ex.zw, i_mat.y > 0.0 ? -1.0 : (i_mat.x > -1.5 ? i_mat.x : in_lay));
}
