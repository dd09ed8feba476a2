/**
 * @typedef {{ kind: 'none' } | { kind: 'window', options: string[] }} WindowEnvironment
 * `none`: there is no screen to open a window on. `options`: what Electron needs to be told here.
 */

/**
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @param {number | undefined} userId
 * @returns {WindowEnvironment}
 */
export function windowEnvironment(platform, env, userId) {
  const screens = [env['DISPLAY'], env['WAYLAND_DISPLAY']];
  const hasScreen = platform !== 'linux' || screens.some(Boolean);
  if (!hasScreen) return { kind: 'none' };
  // Chromium refuses to start as root with its own sandbox.
  return { kind: 'window', options: platform === 'linux' && userId === 0 ? ['--no-sandbox'] : [] };
}
