'use strict';
const { Readable } = require('node:stream');
const { protocol } = require('electron');

/** `protocol.handle` of later Electrons, over the stream protocol of this one. */
exports.handleProtocol = function handleProtocol(scheme, handler) {
  protocol.registerStreamProtocol(scheme, (asked, answer) => {
    respond(asked, handler).then(answer, (error) => {
      console.error('protocol.handle', error);
      answer({ statusCode: 500, data: Readable.from([]) });
    });
  });
};

async function respond({ url, method, headers, uploadData = [] }, handler) {
  const body = Buffer.concat(uploadData.flatMap(({ bytes }) => (bytes ? [bytes] : [])));
  const request = new Request(url, { method, headers, ...(body.length > 0 && { body }) });
  const response = await handler(request);
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    data: Readable.from([Buffer.from(await response.arrayBuffer())], { objectMode: false }),
  };
}
