import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDownloader, type StartDownload } from '../../../test/fixtures/download-process';
import { serve } from '../../../test/fixtures/download-server';
import { bytesOf, remoteFile } from '../../../test/fixtures/remote-file';
import { tempFolder } from '../../../test/fixtures/temp-folder';

const root = tempFolder();
const content = bytesOf(200_000);
const keyFile = path.join(root, 'key.pem');
const certificateFile = path.join(root, 'certificate.pem');
const names = 'subjectAltName=DNS:localhost,DNS:models.test';
const request = ['req', '-x509', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', names];
const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-keyout', keyFile, '-out', certificateFile];
const certified = spawnSync('openssl', [...request, ...key]).status === 0;
if (!certified) console.log('skipped: https, since openssl is not there to make a certificate');

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterAll(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe.skipIf(!certified)('over https', () => {
  let startDownload: StartDownload;
  let httpsPort: number;
  let proxyPort: number;
  let tunnels: (string | undefined)[] = [];

  beforeAll(async () => {
    startDownload = await buildDownloader(path.join(root, 'built'));
    const certificate = { key: await readFile(keyFile), cert: await readFile(certificateFile) };
    httpsPort = await portOf(createHttpsServer(certificate, (asked, response) => void serve(content)(asked, response)));
    const proxy = createHttpServer();
    // Whatever name is asked for, the tunnel ends at the one server there is.
    proxy.on('connect', (asked, socket) => {
      tunnels.push(asked.url);
      const tunnel = connect(httpsPort, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        socket.pipe(tunnel).pipe(socket);
      });
      tunnel.on('error', () => socket.destroy());
      socket.on('error', () => tunnel.destroy());
    });
    proxyPort = await portOf(proxy);
  });

  let count = 0;
  async function download(url: string, env: NodeJS.ProcessEnv): Promise<string> {
    tunnels = [];
    const folder = path.join(root, String(count++));
    const options = { patience: { retries: 0 } };
    return startDownload({ files: [remoteFile(content, url)], folder, options }, env).ended;
  }

  const trusting = { NODE_EXTRA_CA_CERTS: certificateFile };
  const proxied = (): NodeJS.ProcessEnv => ({ ...trusting, HTTPS_PROXY: `http://127.0.0.1:${proxyPort}` });

  it('a file comes from a server whose certificate is trusted, and from no other', async () => {
    expect(await download(`https://localhost:${httpsPort}/model.onnx`, trusting)).toBe('');
    expect(await download(`https://localhost:${httpsPort}/model.onnx`, {})).toMatch(/DownloadFailed.*self-signed/);
  });

  it('a proxy is used where HTTPS_PROXY names one, by name', async () => {
    expect(await download('https://models.test/model.onnx', proxied())).toBe('');
    expect(tunnels).toEqual(['models.test:443']);
  });

  it('a proxy is not used for hosts in NO_PROXY', async () => {
    expect(await download(`https://localhost:${httpsPort}/model.onnx`, { ...proxied(), NO_PROXY: 'localhost' })).toBe(
      '',
    );
    expect(tunnels).toEqual([]);
  });
});
