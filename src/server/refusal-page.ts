import type { Refusal } from './access';

interface Words {
  readonly status: number;
  readonly title: string;
  readonly remedy: string;
}

const ASK_FOR_ADDRESS =
  'Open the address that <code>fathom serve</code> printed in its terminal, with the token at its end.';

const WORDS: Record<Refusal | 'wrongToken', Words> = {
  noCookie: {
    status: 401,
    title: 'This page needs its token',
    // A browser holds the cookie back on the first step from another site; a step within this one brings it.
    remedy: `${ASK_FOR_ADDRESS} If you came here from another page, <a href="/">go on to Fathom</a>.`,
  },
  wrongToken: {
    status: 403,
    title: 'This token is not the one',
    remedy: `Fathom makes a new token each time it starts, unless it was given one. ${ASK_FOR_ADDRESS}`,
  },
  foreignHost: {
    status: 403,
    title: 'Fathom is not known by this name',
    remedy:
      'Open it by the very address that <code>fathom serve</code> printed. To serve under another name, start it with ' +
      '<code>--host NAME</code>.',
  },
  foreignOrigin: {
    status: 403,
    title: 'This request came from another site',
    remedy: 'Only pages of Fathom itself may speak to it.',
  },
};

/** A plain page that says why a request was refused, and what to do. */
export function refusalPage(refusal: keyof typeof WORDS): Response {
  const { status, title, remedy } = WORDS[refusal];
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Fathom: ${title}</title></head>
<body><main><h1>${title}</h1><p>${remedy}</p></main></body></html>
`;
  return new Response(page, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    },
  });
}
