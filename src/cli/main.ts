import { startInProcessEngine } from '../engine/in-process';
import { parseCommand, type Command, type EngineOptions } from './arguments';
import { runCompare } from './commands/compare';
import { runConvert } from './commands/convert';
import { runDecoders } from './commands/decoders';
import { runDoctor } from './commands/doctor';
import { runImport } from './commands/import-model';
import { runInfo } from './commands/info';
import { runMeasure } from './commands/measure-models';
import { runModels } from './commands/models';
import { outliveClosedPipe, processConsole as console } from './console';
import { ExitCode } from './exit-code';
import { helpText } from './help';
import { appVersion, engineConfig, serveOptions } from './host';

const USUAL_ENGINE: EngineOptions = { threads: undefined, useCache: true };

async function run(command: Command): Promise<ExitCode> {
  switch (command.kind) {
    case 'version':
      console.out(appVersion());
      return ExitCode.ok;
    case 'help':
      console.out(helpText(command.topic));
      return ExitCode.ok;
    case 'usageError':
      console.note(`fathom: ${command.message}\nSee: fathom help`);
      return ExitCode.usage;
    case 'serve': {
      // The other commands need no part of a server, and start sooner without it.
      const { runServe } = await import('./commands/serve');
      return runServe(serveOptions(command), console);
    }
    case 'convert':
    case 'info':
    case 'models':
    case 'importModel':
    case 'decoders':
    case 'measureModels':
    case 'compare':
    case 'doctor':
      return runWithEngine(command);
  }
}

async function runWithEngine(
  command: Extract<
    Command,
    { kind: 'convert' | 'info' | 'models' | 'importModel' | 'measureModels' | 'compare' | 'decoders' | 'doctor' }
  >,
): Promise<ExitCode> {
  const { client, stop } = startInProcessEngine(
    engineConfig(command.kind === 'convert' ? command.engine : USUAL_ENGINE),
  );
  try {
    switch (command.kind) {
      case 'convert':
        return await runConvert(client, command, console);
      case 'info':
        return await runInfo(client, command, console);
      case 'models':
        return await runModels(client, command, console);
      case 'importModel':
        return await runImport(client, command, console);
      case 'decoders':
        return await runDecoders(client, command, console);
      case 'measureModels':
        return await runMeasure(client, command, console);
      case 'compare':
        return await runCompare(client, command, console);
      case 'doctor':
        return await runDoctor(client, command, console);
    }
  } finally {
    await stop();
  }
}

async function main(): Promise<void> {
  outliveClosedPipe();
  process.exitCode = await run(parseCommand(process.argv.slice(2), process.cwd()));
}

void main();
