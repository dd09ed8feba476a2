import type { RemoteFile } from '../download/remote-file';

/** A file of a package: where it lies in its archive, what it is called once installed, and its very bytes. */
export interface PackedFile {
  readonly entry: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A decoder that does not come with Fathom, pinned to the last bit. */
export interface DecoderPackage {
  readonly name: string;
  readonly version: string;
  readonly formats: readonly string[];
  readonly licence: { readonly spdx: string; readonly note: string };
  /** An npm package's tar archive, compressed with gzip. */
  readonly archive: RemoteFile;
  readonly files: readonly PackedFile[];
}

/** Not `.js`: a package.json in a folder above, such as a user's home, would decide how that is read. */
export const HEIC_LOADER = 'libheif.cjs';
export const HEIC_WASM = 'libheif.wasm';

/** libheif with libde265, built for WebAssembly by the libheif-js project. */
export const HEIC_PACKAGE: DecoderPackage = {
  name: 'libheif',
  version: '1.23.2',
  formats: ['HEIC'],
  licence: {
    spdx: 'LGPL-3.0',
    note:
      'libheif and libde265 are free software under the GNU Lesser General Public License 3.0. Fathom does not contain ' +
      'them: they are fetched from npm (package libheif-js) and kept in files of their own, the licence beside them, ' +
      'where you may replace or remove them. In some countries patents apply to HEVC, the coding inside HEIC.',
  },
  archive: {
    name: 'libheif-js-1.23.2.tgz',
    urls: ['https://registry.npmjs.org/libheif-js/-/libheif-js-1.23.2.tgz'],
    bytes: 2_677_058,
    sha256: '728cf3795a94b18039ac07c6d38c089b72f1eeae12c37bc9f18b0925fc709daa',
  },
  files: [
    {
      entry: 'package/libheif-wasm/LICENSE',
      name: 'LICENSE',
      bytes: 44_366,
      sha256: 'fa81ce652315b013359d6e8e4744335f31a50c7c192907176d3632f78a3b4596',
    },
    {
      entry: 'package/libheif-wasm/libheif.js',
      name: HEIC_LOADER,
      bytes: 91_255,
      sha256: 'f148d9ff173e5a6d6781e80dccb8336f54bfbb032392ceb2d37e0e92923c4bf3',
    },
    {
      entry: 'package/libheif-wasm/libheif.wasm',
      name: HEIC_WASM,
      bytes: 1_422_377,
      sha256: 'e4aa8333fbe55ec7c6c776f735236f40bed9103188498f8131d4e52b73cdfee8',
    },
  ],
};
