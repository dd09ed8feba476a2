// What electron-builder packs, and how: `npx electron-builder@26.17.0 --config electron-builder.config.js`.

/** Playwright starts a packed app through the inspector, so a pack for the end-to-end tests keeps that one switch. */
const isForTests = process.env['FATHOM_PACK'] === 'tests';

/** What native code and processes of their own read: an archive is closed to both. */
const unpacked = [
  'out/main/**',
  'models/**',
  'resources/**',
  'node_modules/{onnxruntime-node,onnxruntime-common,sharp,detect-libc,semver}/**',
  'node_modules/@img/**',
];

/** Switches burnt into the program: it is the app and nothing else, whatever its environment says. */
export const electronFuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: isForTests,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

export default {
  appId: 'fathom.desktop',
  productName: 'Fathom',
  icon: 'resources/icon.png',
  artifactName: 'fathom-${version}-${os}-${arch}.${ext}',
  directories: { output: 'out/packages' },
  asar: true,
  electronFuses,
  files: [
    'package.json',
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'models/*.{json,onnx,hash,md}',
    'resources/**',
    'LICENSE',
    'NOTICE',
    '!**/*.map',
    // All else is bundled. Of ONNX Runtime only the binaries of the system that is packed for.
    '!node_modules/**',
    ...unpacked.filter((pattern) => pattern.startsWith('node_modules/')),
    '!node_modules/onnxruntime-node/bin/napi-v6/**',
    'node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}/**',
  ],
  asarUnpack: unpacked,
  fileAssociations: [
    {
      ext: ['jpg', 'jpeg', 'png', 'webp', 'tif', 'tiff', 'avif', 'heic', 'heif'],
      name: 'Photo',
      role: 'Viewer',
      rank: 'Alternate',
    },
  ],
  protocols: [{ name: 'Fathom', schemes: ['fathom'] }],
  mac: { category: 'public.app-category.photography', target: ['dmg', 'zip'], hardenedRuntime: true },
  win: { target: ['nsis'] },
  nsis: { oneClick: false, allowToChangeInstallationDirectory: true },
  linux: { category: 'Graphics', target: ['AppImage', 'deb'] },
};
