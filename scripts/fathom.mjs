import { createRequire } from 'node:module';
import { builtCli, userFolder } from './setup/project.mjs';
import { setUp } from './setup.mjs';

await setUp();

// In this very process, so that signals, exit code and streams are the command line's own.
process.chdir(userFolder);
process.argv[1] = builtCli;
createRequire(import.meta.url)(builtCli);
