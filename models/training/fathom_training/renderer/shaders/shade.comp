#version 430
// Lights one sample per invocation: sun with shadow map, lamps, ambient with occlusion, reflections, sky, fog.
layout(local_size_x = 16, local_size_y = 8) in;

uniform sampler2D GA, GN, GZ;
uniform sampler2DShadow SH;
uniform sampler2DArray TEX;
layout(rgba16f, binding = 0) writeonly uniform image2D OUT;
uniform ivec2 SIZE;
uniform vec4 PRJ;  // ray = (px*PRJ.x+PRJ.y, py*PRJ.z+PRJ.w, -1)
uniform mat3 C2W;
uniform vec3 EYE;
uniform mat4 SVP;
uniform vec3 SUN_D, SUN_C, AMB_UP, AMB_DN, FOG_C;
uniform float FOG, AO_R, AO_K, BUMP, SHB, GRAIN, SSR;
uniform int NL;
uniform vec4 LP[6];
uniform vec4 LC[6];
uniform vec3 SKY0, SKY1, CLD;
uniform vec4 SKYP;  // SKYP: layer or -1, cloud amount, rotation, seed
float h1(vec3 p) {
  p = fract(p * 0.3183099 + vec3(.1, .17, .13));
  p *= 17.0;
  return fract(p.x * p.y * p.z * (p.x + p.y + p.z));
}
float vn(vec3 x) {
  vec3 i = floor(x), f = fract(x);
  f = f * f * (3.0 - 2.0 * f);
  return mix(mix(mix(h1(i), h1(i + vec3(1, 0, 0)), f.x), mix(h1(i + vec3(0, 1, 0)), h1(i + vec3(1, 1, 0)), f.x), f.y),
             mix(mix(h1(i + vec3(0, 0, 1)), h1(i + vec3(1, 0, 1)), f.x),
                 mix(h1(i + vec3(0, 1, 1)), h1(i + vec3(1, 1, 1)), f.x), f.y),
             f.z);
}
vec3 sky(vec3 d) {
  float e = clamp(d.y, 0.0, 1.0);
  vec3 c = mix(SKY0, SKY1, pow(e, 0.5));
  if (SKYP.y > 0.0) {
    vec2 q = d.xz / (d.y + 0.12) * 1.3;
    vec3 s = vec3(q, SKYP.w);
    float n = vn(s) * .5 + vn(s * 2.1) * .27 + vn(s * 4.3) * .15 + vn(s * 9.1) * .08;
    c = mix(c, CLD, smoothstep(1.0 - SKYP.y, 1.25 - SKYP.y * 0.8, n + .25) * smoothstep(-0.02, 0.15, d.y));
  }
  if (SKYP.x > -0.5 && d.y < 0.35) {
    vec2 uv = vec2(atan(d.z, d.x) / 6.2831853 * 3.0 + SKYP.z, 1.0 - clamp((d.y + 0.03) / 0.38, 0.005, 0.995));
    vec3 t = pow(textureLod(TEX, vec3(uv, SKYP.x), 0.0).rgb, vec3(2.2));
    c = mix(c, t * (SKY0.g + 0.2) * 1.2, smoothstep(0.35, 0.2, d.y));
  }
  return c + SUN_C * (pow(max(dot(d, SUN_D), 0.0), 300.0) * 2.0 + pow(max(dot(d, SUN_D), 0.0), 16.0) * .04);
}
void main() {
  ivec2 p = ivec2(gl_GlobalInvocationID.xy);
  if (p.x >= SIZE.x || p.y >= SIZE.y)
    return;
  vec3 r = vec3(float(p.x) * PRJ.x + PRJ.y, float(p.y) * PRJ.z + PRJ.w, -1.0);
  float z = texelFetch(GZ, p, 0).x;
  if (z <= 0.0) {
    vec3 d = normalize(C2W * r);
    imageStore(OUT, p, vec4(sky(d), 0.0));
    return;
  }
  vec4 a = texelFetch(GA, p, 0), nn = texelFetch(GN, p, 0);
  vec3 alb = pow(a.rgb, vec3(2.2));
  float rough = clamp(a.a, 0.08, 1.0);
  vec3 pc = r * z, P = C2W * pc + EYE, V = normalize(EYE - P), N = normalize(nn.xyz * 2.0 - 1.0);
  if (dot(N, V) < 0.0)
    N = -N;
  vec3 col;
  if (nn.a >= 0.25) {
    float e = (nn.a - 0.25) / 0.75 * 16.0;
    col = alb * e;
  } else {
    // procedural bump and dirt
    float bk = nn.a / 0.2 * BUMP;
    if (bk > 0.01) {
      vec3 q = P * 14.0;
      float e = .35;
      float n0 = vn(q), fall = 1.0 / (1.0 + z * .25);
      vec3 g = vec3(vn(q + vec3(e, 0, 0)), vn(q + vec3(0, e, 0)), vn(q + vec3(0, 0, e))) - n0;
      N = normalize(N - bk * fall * 1.2 * (g - N * dot(g, N)));
      alb *= 0.85 + 0.3 * vn(P * 1.7 + 31.0) * bk + 0.15 * (1.0 - bk);
    }
    // fine grain, faded where smaller than a pixel
    float px = z * abs(PRJ.x) * 2.0;
    float gr = GRAIN * (.35 + bk);
    if (gr > 0.01) {
      float d = 0.0;
      d += (vn(P * 30.0) - .5) * smoothstep(.5, .15, px * 30.0) +
           (vn(P * 83.0 + 7.0) - .5) * smoothstep(.5, .15, px * 83.0) +
           (vn(P * 231.0) - .5) * smoothstep(.5, .15, px * 231.0);
      alb *= clamp(1.0 + d * gr, .4, 1.6);
    }
    // ambient occlusion from the depth buffer
    float occ = 0.0, ang = fract(52.9829189 * fract(dot(vec2(p), vec2(0.06711056, 0.00583715)))) * 6.2831853;
    vec3 Nc = N * C2W;  // to camera space
    float rp = AO_R / z / abs(PRJ.x);
    rp = clamp(rp, 4.0, 160.0);
    for (int i = 0; i < 10; i++) {
      float t = (float(i) + 0.5) / 10.0;
      float aa = ang + float(i) * 2.3999632;
      ivec2 s = p + ivec2(vec2(cos(aa), sin(aa)) * rp * t);
      s = clamp(s, ivec2(0), SIZE - 1);
      float zs = texelFetch(GZ, s, 0).x;
      if (zs <= 0.0)
        continue;
      vec3 q = vec3(float(s.x) * PRJ.x + PRJ.y, float(s.y) * PRJ.z + PRJ.w, -1.0) * zs - pc;
      float d = length(q) + 1e-5;
      occ += max(dot(q / d, Nc) - 0.08, 0.0) * clamp(1.6 - d / AO_R, 0.0, 1.0);
    }
    float ao = clamp(1.0 - AO_K * occ / 10.0 * 1.7, 0.08, 1.0);
    // sun / main light
    vec4 sp = SVP * vec4(P + N * SHB, 1);
    vec3 sc = sp.xyz / sp.w * 0.5 + 0.5;
    float sh = 1.0;
    float ndl = dot(N, SUN_D);
    if (ndl > 0.0 && all(greaterThan(sc, vec3(0.002))) && all(lessThan(sc, vec3(0.998)))) {
      sh = 0.0;
      float tx = 1.0 / float(textureSize(SH, 0).x);
      float ca = cos(ang), sa = sin(ang);
      for (int i = 0; i < 6; i++) {
        float t = sqrt((float(i) + .5) / 6.0) * 2.0, aa = float(i) * 2.39996;
        vec2 o = vec2(cos(aa), sin(aa)) * t;
        o = vec2(o.x * ca - o.y * sa, o.x * sa + o.y * ca);
        sh += textureLod(SH, vec3(sc.xy + o * tx, sc.z), 0.0);
      }
      sh /= 6.0;
    }
    float f0 = 0.04, k = 2.0 / (rough * rough * rough * rough + 1e-3) - 2.0;
    k = clamp(k, 1.0, 800.0);
    vec3 dif = mix(AMB_DN, AMB_UP, N.y * 0.5 + 0.5) * ao, spc = vec3(0);
    vec3 H = normalize(V + SUN_D);
    float fr = f0 + (1.0 - f0) * pow(1.0 - max(dot(V, N), 0.0), 5.0) * (1.0 - rough);
    dif += SUN_C * max(ndl, 0.0) * sh;
    spc += SUN_C * sh * max(ndl, 0.0) * pow(max(dot(N, H), 0.0), k) * (k + 8.0) / 25.0 * f0;
    for (int i = 0; i < NL; i++) {
      vec3 l = LP[i].xyz - P;
      float d2 = dot(l, l);
      l *= inversesqrt(d2 + 1e-6);
      float nl = max(dot(N, l) * 0.9 + 0.1, 0.0);
      vec3 I = LC[i].rgb / (d2 + 0.15);
      dif += I * nl * mix(ao, 1.0, 0.4);
      vec3 h = normalize(V + l);
      spc += I * nl * pow(max(dot(N, h), 0.0), k) * (k + 8.0) / 25.0 * f0;
    }
    vec3 R = reflect(-V, N);
    vec3 env = mix(AMB_DN, AMB_UP, R.y * 0.5 + 0.5);
    if (SSR > 0.0 && rough < 0.5) {  // screen-space reflection of albedo and of lamps, windows
      vec3 j = vec3(h1(P * 91.0), h1(P * 57.0 + 3.0), h1(P * 77.0 + 9.0)) - .5;
      vec3 Rc = normalize(R + j * rough * rough * .7) * C2W;
      float t = 0.03 * z + .015;
      if (Rc.z < 0.9)
        for (int i = 0; i < 18; i++) {
          vec3 q = pc + Rc * t;
          float zq = -q.z;
          if (zq < .05)
            break;
          ivec2 s = ivec2((q.x / zq - PRJ.y) / PRJ.x, (q.y / zq - PRJ.w) / PRJ.z);
          if (any(lessThan(s, ivec2(0))) || any(greaterThanEqual(s, SIZE)))
            break;
          float zs = texelFetch(GZ, s, 0).x;
          if (zs > 0.0 && zq > zs && zq - zs < 0.2 * t + 0.05) {
            vec4 g = texelFetch(GN, s, 0);
            vec3 c = pow(texelFetch(GA, s, 0).rgb, vec3(2.2));
            env = g.a >= 0.25 ? c * (g.a - 0.25) / 0.75 * 16.0 : c * (AMB_UP + AMB_DN + .3 * SUN_C) * 1.2;
            break;
          }
          t *= 1.3;
        }
    }
    spc += env * fr * ao;
    col = alb * dif + spc;
  }
  if (FOG > 0.0) {
    float f = 1.0 - exp(-FOG * length(pc));
    col = mix(col, FOG_C, f);
  }
  imageStore(OUT, p, vec4(col, 1.0));
}
