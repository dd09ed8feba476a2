/** What the host (command line, main process, server) decides for an engine before it starts. */
export interface EngineConfig {
  readonly appVersion: string;
  /** Holds one `<id>.json` descriptor per model, its files beside it. */
  readonly modelsFolder: string;
  /** Where predictions are kept, bounded in size, the longest unused going first; undefined keeps none. */
  readonly cache: { readonly folder: string; readonly limitBytes: number } | undefined;
  /** Threads a session may use. */
  readonly threads: number;
}
