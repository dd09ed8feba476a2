import { startFathom } from '../workload/fathom';
import { makeNew } from '../workload/photos';

// Converts each photo whose path it is sent, and answers with the milliseconds that took.
const [threads, folder] = process.argv.slice(2) as [string, string];
const fathom = startFathom(folder, Number(threads));

process.on('message', (photo: string) => {
  void convert(photo);
});

async function convert(photo: string): Promise<void> {
  await makeNew(photo);
  const { wallMs } = await fathom.convert([photo], folder);
  process.send!(wallMs);
}
