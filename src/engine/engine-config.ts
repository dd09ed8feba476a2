/** A model that nobody vouches for runs in an engine of its own first: a crash of native code must end nothing else. */
export interface TrialMeans {
  /** The built `engine.cjs`. */
  readonly engineEntry: string;
  readonly photo: string;
}

/** A precision on a device is proved before it is used: on a photo, in a process of its own. */
export interface ProbeMeans {
  /** The built `probe.cjs`. */
  readonly entry: string;
  readonly photo: string;
  /** Where verdicts are kept; undefined keeps them for the life of the engine. */
  readonly folder?: string | undefined;
}

/** What the host (command line, main process, server) decides for an engine before it starts. */
export interface EngineConfig {
  readonly appVersion: string;
  /** Comes with Fathom: one `<id>.json` descriptor per model, its files beside it, and the catalogue of others. */
  readonly modelsFolder: string;
  /** Holds one folder `<id>` per model that was downloaded or imported; undefined where the host wants none. */
  readonly userModelsFolder?: string | undefined;
  /** Where predictions are kept, bounded in size, the longest unused going first; undefined keeps none. */
  readonly cache: { readonly folder: string; readonly limitBytes: number } | undefined;
  /** Holds one folder per decoder that the user has installed; undefined where the host wants none. */
  readonly userDecodersFolder?: string | undefined;
  /** The built entry of the thread that a HEIC is decoded in. */
  readonly heicWorker: string;
  /** The built entry of the thread a session runs in. */
  readonly sessionWorker: string;
  /** What a model is tried with before it is imported; undefined where the host wants no imports. */
  readonly trial?: TrialMeans | undefined;
  /** What precisions are tried with; undefined where the host wants none but float32 on the CPU. */
  readonly probe?: ProbeMeans | undefined;
  /** Threads a session may compute with. */
  readonly threads: number;
}
