/**
 * Set-up talks on the error stream only, so that what a command prints on standard output stays its own.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

const secondsBetweenLines = 5;

/**
 * Shows how far a long step is: one line that changes on a terminal, a new line now and then elsewhere.
 * @param {() => string} describe Says how far it is; called once a second.
 * @returns {() => void} Ends the display.
 */
export function showProgress(describe) {
  let ticks = 0;
  const show = () => {
    ticks += 1;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K  ${describe()}`);
    else if (ticks % secondsBetweenLines === 0) say(`  ${describe()}`);
  };
  const timer = setInterval(show, 1000);
  return () => {
    clearInterval(timer);
    if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  };
}

/**
 * Ends the program with an explanation that needs no stack trace.
 * @param {...string} lines What went wrong, then what to do about it.
 * @returns {never}
 */
export function giveUp(...lines) {
  say(['', ...lines].join('\n'));
  process.exit(1);
}
