#version 430
// Depth only; transparent texels cast no shadow.
in vec3 v_uv;
uniform sampler2DArray TEX;
void main() {
  if (v_uv.z > -0.5 && texture(TEX, vec3(v_uv.xy, floor(v_uv.z + 0.5))).a < 0.5)
    discard;
}
