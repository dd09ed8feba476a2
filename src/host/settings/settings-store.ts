import path from 'node:path';
import { settingsSchema, type Settings, type SettingsChange } from '../../contract/app/settings';
import { JsonFile } from '../json-file';

/** What a person has set, kept in `settings.json`. */
export class SettingsStore {
  readonly #file: JsonFile<typeof settingsSchema>;
  readonly #onChange: (settings: Settings) => void;
  #settings: Settings;
  /** Where the file was found broken: the words to tell. */
  readonly problem: string | undefined;

  private constructor(
    file: JsonFile<typeof settingsSchema>,
    settings: Settings,
    problem: string | undefined,
    onChange: (settings: Settings) => void,
  ) {
    this.#file = file;
    this.#settings = settings;
    this.problem = problem;
    this.#onChange = onChange;
  }

  static async open(dataFolder: string, onChange: (settings: Settings) => void): Promise<SettingsStore> {
    const file = new JsonFile(path.join(dataFolder, 'settings.json'), settingsSchema);
    const found = await file.read();
    const settings = found.kind === 'read' ? found.value : settingsSchema.parse({});
    const problem =
      found.kind === 'broken'
        ? `The settings could not be read, so the usual ones are in use. The old file is kept as ${found.keptAs}.`
        : undefined;
    return new SettingsStore(file, settings, problem, onChange);
  }

  get current(): Settings {
    return this.#settings;
  }

  async change(change: SettingsChange): Promise<Settings> {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    this.#settings = settingsSchema.parse({ ...this.#settings, ...given });
    this.#onChange(this.#settings);
    await this.#file.write(this.#settings);
    return this.#settings;
  }
}
