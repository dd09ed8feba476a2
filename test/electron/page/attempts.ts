/** What a hostile page would try, from its own code. Each tells what it got: `nothing` is what it should. */
export const attempts = {
  node: () => {
    const names = [
      'require',
      'process',
      'module',
      'exports',
      'Buffer',
      'global',
      'electron',
      'ipcRenderer',
      '__dirname',
    ];
    return names.filter((name) => name in globalThis);
  },

  evaluate: () => [
    outcome(() => (0, eval)('1 + 1') as number),
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- this is what must not work
    outcome(() => (new Function('return 1') as () => number)()),
    outcome(() => {
      const script = document.createElement('script');
      script.textContent = 'window.inlineRan = true';
      document.head.append(script);
      return 'inlineRan' in window ? 'ran inline code' : undefined;
    }),
  ],

  load: (addresses: string[]) =>
    Promise.all(
      addresses.map(async (address) => {
        try {
          const response = await fetch(address);
          return response.ok ? await response.text() : 'nothing';
        } catch {
          return 'nothing';
        }
      }),
    ),

  post: async (address: string) => (await fetch(address, { method: 'POST', body: 'x' })).status,

  image: (address: string) =>
    new Promise<string>((resolve) => {
      const image = new Image();
      image.onload = () => resolve(`${image.naturalWidth} × ${image.naturalHeight}`);
      image.onerror = () => resolve('nothing');
      image.src = address;
    }),

  socket: (address: string) =>
    new Promise<string>((resolve) => {
      try {
        const socket = new WebSocket(address);
        socket.onopen = () => resolve('a socket');
        socket.onerror = () => resolve('nothing');
      } catch {
        resolve('nothing');
      }
    }),

  openWindow: (address: string) => outcome(() => window.open(address) ?? undefined),

  /** Gives the navigation the time it would need; the test looks where the page then is. */
  navigate: async (address: string) => {
    window.location.href = address;
    await new Promise((resolve) => setTimeout(resolve, 300));
  },

  geolocation: () =>
    new Promise<string>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => resolve('a position'),
        ({ code }) => resolve(code === GeolocationPositionError.PERMISSION_DENIED ? 'nothing' : `code ${code}`),
      );
    }),

  permissions: async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'clipboard-read',
      'midi',
    ] as PermissionName[];
    const states = await Promise.all(names.map((name) => navigator.permissions.query({ name })));
    return states.map(({ state }) => state);
  },

  camera: () => navigator.mediaDevices.getUserMedia({ video: true }).then(String, () => 'nothing'),

  /** Frames whose code says hello to this page, tells of a bridge it sees, and asks for ports. */
  frames: async () => {
    const heard: string[] = [];
    window.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') heard.push(data);
    });
    const code = `<script>parent.postMessage('ran ' + typeof fathom, '*'); fathom.connect()</script>`;
    const places = [
      { srcdoc: code },
      { src: `data:text/html,${encodeURIComponent(code)}` },
      { src: URL.createObjectURL(new Blob([code], { type: 'text/html' })) },
      { src: 'https://example.com/' },
      { src: 'file:///etc/hostname' },
      { src: '/index.html' },
    ];
    const frames = places.map((place): HTMLIFrameElement => Object.assign(document.createElement('iframe'), place));
    document.body.append(...frames);
    await new Promise((resolve) => setTimeout(resolve, 700));
    // What lies in a frame of this page's own origin can be looked into; the others cannot.
    const bridges = frames.filter(
      (frame) => outcome(() => frame.contentWindow && 'fathom' in frame.contentWindow) === 'true',
    );
    for (const frame of frames) frame.remove();
    return { heard, bridges: bridges.length };
  },

  worker: () =>
    new Promise<string>((resolve) => {
      const code = `postMessage([typeof require, typeof process].join())`;
      const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
      worker.onmessage = ({ data }) => resolve(String(data));
      worker.onerror = () => resolve('no worker');
    }),
};

function outcome(attempt: () => string | number | boolean | object | null | undefined): string {
  try {
    const got = attempt() ?? 'nothing';
    return typeof got === 'object' ? 'an object' : String(got);
  } catch {
    return 'nothing';
  }
}
