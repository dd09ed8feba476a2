const OVERVIEW = `fathom: photo in, measurable 3D out

  fathom convert IN… --out DIR    photos and folders to point clouds and depth maps
  fathom info IN…                 size, EXIF and camera of photos
  fathom compare PHOTO            one photo by two models or precisions, and what differs
  fathom models                   the models there are; pull, import, measure, rm and verify them
  fathom decoders                 decoders for more photo formats (HEIC): install and remove them
  fathom doctor                   what this machine can do
  fathom serve [FOLDER…]          the app in a browser, for machines without a display
  fathom help COMMAND             all options of a command
  fathom --version
`;

const FOCAL = `Focal length (one of; without any, EXIF is used, else a guess that is labelled as such):
  --focal-px N                 in pixels of the photo as seen upright
  --focal-35mm N               35 mm-equivalent, as phones and zoom lenses give it
  --focal-mm N --sensor-mm W   in millimetres, with the width of the sensor
  --fov DEG                    horizontal field of view
  --intrinsics FX,FY,CX,CY     pixels; the centre of the first pixel is at 0.5, 0.5
`;

export const HELP_TOPICS = ['convert', 'info', 'compare', 'models', 'decoders', 'doctor', 'serve'] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

const TEXTS: Readonly<Record<HelpTopic, string>> = {
  convert: `fathom convert IN… --out DIR [options]

Turns photos, and the photos in folders, into files under DIR. Folders are mirrored; what an earlier run finished is
skipped. Next to the files of each photo lies a JSON sidecar that says how they were made.

  -o, --out DIR                where the results go
  -f, --format LIST            comma-separated (ply), of
            clouds             ply, pcd, las, glb, xyz
            meshes             mesh-glb, obj: the surface, cut at edges, with the photo on it
            depth              npy, npz, pfm, exr, tiff, png16, preview
            cameras            colmap, nerfstudio: in the cloud's axes
      --ply-ascii              PLY as text
      --pcd binary|compressed  compressed is PCD's binary_compressed (binary)
      --las 1.2|1.4            version of LAS, with point format 2 or 7 (1.2)
      --glb-quantise           GLB with 16-bit positions: off by at most half a 65535th of the cloud's box along each
                               axis; where that step is over 1 mm (beyond 65.5 m) float32 stays
      --grid model|photo       a point per pixel of the model's grid, or of the photo (model)
      --frame opencv|opengl|zup  axes of the cloud (opencv: x right, y down, z forward);
      --unit m|cm|mm|ft        unit of coordinates (m); GLB is always opengl, in metres
      --level none|auto        auto finds the ground, turns it level and puts it at height 0; not in depth files (none)
      --voxel METRES           one point for each cube with edges so long
      --max-points N           at most N points per cloud, evenly spread; at most N vertices per mesh
      --mesh-step N            a vertex for every N-th pixel of the grid (1)
      --masked drop|flag       leave masked pixels out of clouds, or keep and flag them in PLY, PCD and LAS (drop)
      --no-normals             clouds without normals
      --no-confidence          clouds without confidence
      --scale FACTOR           multiply every length, where a known one came out wrong
      --edge-threshold T       relative jump from which flying pixels are masked; 0 masks none (0.0125)
      --grazing-angle DEG      mask surfaces turned further from the camera; 90 masks none (90)
      --min-confidence P       mask the P percent of the pixels that the model trusts least (0)
      --min-island N           mask surfaces of fewer than N pixels of the model's grid (0)
      --keep-sky               keep the sky, at whatever depth the model gives it
  -r, --recursive              go into subfolders
      --overwrite              replace what is there
      --skip-existing          leave photos alone that have any output already
      --number                 write beside what is there, as NAME-2, NAME-3 …
      --model ID               see \`fathom models\`; or fast, balanced, best: as measured here (fathom-s)
      --precision P            auto, bf16, fp16, fp32 or int8 (auto, which never takes int8)
      --device D               auto, or one that \`fathom doctor\` lists (auto)
      --depth FILE|FOLDER      depth maps instead of a model: NPY, NPZ, EXR, PFM, float TIFF in metres, or 16-bit PNG;
                               for several photos a folder with files of their names (a.jpg: a.npy or a.depth.npy)
      --depth-scale METRES     what 1 in these files means; a 16-bit PNG needs it unless Fathom's sidecar lies beside
  -j, --jobs N                 photos in flight at once
      --threads N              processor threads a model may use, at most those there are
      --no-cache               neither use nor keep earlier predictions
      --json                   one JSON object per line instead of words

${FOCAL}
Exit status: 0 all well, 1 some photos failed, 2 the command line makes no sense, 130 interrupted.
`,
  info: `fathom info IN… [options]

Shows size, EXIF and camera of photos, and where the focal length comes from.

      --json                   one JSON object per line

${FOCAL}`,
  compare: `fathom compare PHOTO --models A,B [options]

Runs one photo through two models or precisions, and tells how the second differs from the first: the median of B ÷ A
(scale ratio), the mean of |B − A| ÷ A (AbsRel), and the same with the scale taken out. Only pixels that both have count.

      --models A,B             see \`fathom models\`; fast, balanced and best as well
      --precisions A,B         instead of, or with, two models (auto)
      --focal-px N             in pixels of the photo as seen upright; else as for convert
  -o, --out DIR                writes both depths and their ratio as pictures
      --json                   one JSON object instead of words
`,
  models: `fathom models [list | pull ID… | rm ID… | verify ID… | measure [ID…]] [--json]
fathom models import FILE [--as ID | options] [--json]

  list      the models there are, their licences, and whether their files are whole:
            ready to use; pull: can be downloaded; import: known, but no published hash to hold a download to:
            bring its file with \`fathom models import FILE --as ID\`; missing or corrupt: pull or import it again
  pull      downloads models, each file held to its SHA-256; goes on where an earlier download stopped
  import    brings a local ONNX file, with what it keeps beside it: inspects it without running it, copies it, tries it on a
            sample photo in a process of its own, and pins its SHA-256. What fails leaves nothing behind
  rm        removes downloaded and imported models
  verify    reads every byte of a model's files again
  measure   runs models on a sample photo: time and memory on this machine, from which \`list\` says which is fast, balanced
            and best. Once for each that is ready; those named are measured again

      --json                   one JSON object per line; of an import that lacks options, what was found in the file

Import a model of the list:
      --as ID                  all but its bytes is known; where their hash is published, the file must have it

Import one of your own (without these, the import shows what is in the file and which of them it needs):
      --id ID                  what you will call it: small letters, digits, dots, hyphens
      --name TEXT              its name in lists
      --licence SPDX           what it may be used for, such as Apache-2.0
      --camera RULE            how its output becomes metres:
            metric             depth in metres as it is
            canonical:F        depth of a camera of focal length F px: metres = depth × fed focal / F
            affine-points      points up to a shift, and a scale in metres
            focal-output       depth in metres at the focal length that it gives with it
      --normalise HOW          what it is fed, from RGB 0–255, as (RGB − mean) / deviation:
            imagenet           mean 123.675, 116.28, 103.53; deviation 58.395, 57.12, 57.375
            none               0 to 1: mean 0, deviation 255
            symmetric          −1 to 1: mean 127.5, deviation 127.5
            0-255              RGB as it is: mean 0, deviation 1
      --size WxH               where the graph leaves it open: one size, photos letterboxed into it; or
      --fit AREA:MULTIPLE      sides of a multiple, of about that area, in the photo's own aspect

HTTPS_PROXY and NO_PROXY are honoured.
`,
  decoders: `fathom decoders [list | install ID… | remove ID…] [--json]

Decoders that do not come with Fathom, for their licences. Each runs in a thread of its own.

  heic      HEIC, as iPhones write it: libheif, under the LGPL 3.0

  list      the decoders there are, their licences, and whether they are here
  install   downloads decoders, each file held to its SHA-256, with their licences beside them
  remove    removes them

      --json                   one JSON object per line

HTTPS_PROXY and NO_PROXY are honoured.
`,
  doctor: `fathom doctor [options]

Shows what this machine can do, what Fathom would choose on it, and why. Each precision on each device is tried with a
photo once and remembered: whether it works, how far it is from float32 on the CPU, and how long it takes.

      --model ID               the model to try (fathom-s)
      --device D               auto, or one that is listed (auto)
      --fix                    try everything again, whatever was remembered
      --locate                 where a precision gives wrong depth: find the first node that is computed wrong, have it
                               computed elsewhere where that is possible, and try again
      --json                   one JSON object instead of words
`,
  serve: `fathom serve [FOLDER…] [options]

Serves the app to a browser: for machines without a display, or to look from another one. It prints the address to
open; the token at its end is the key, so share it with nobody. Only the folders named, and the sample photos, can be
seen, and exports go to one folder only. Everything else is set in the page.

      --port N                 where it listens (3284 where that is free; 0: any that is free)
      --host H                 address or name to listen on (127.0.0.1: this machine only)
      --token T                instead of a new one at each start; 16 letters or more
  -o, --out DIR                where exports go (fathom-exports in your home folder)

From another machine, safely: ssh -L 3284:localhost:3284 THIS-MACHINE, then open the address there.

Exit status: 0 stopped with Ctrl-C or SIGTERM, 2 it could not start as asked, 130 stopped at once.
`,
};

/** The text of \`fathom help\`, or of one command's. */
export function helpText(topic?: HelpTopic): string {
  return topic === undefined ? OVERVIEW : TEXTS[topic];
}
