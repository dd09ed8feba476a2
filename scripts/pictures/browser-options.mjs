/** Draws WebGL without a graphics card, as on a build machine. */
export const BROWSER_OPTIONS = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];
