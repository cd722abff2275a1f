import { readFile, stat } from 'node:fs/promises';
import { captureOf, type CaptureRead } from './librenms-capture.rules';

/** One device with thousands of ports stays below. */
const maxFileBytes = 64 * 2 ** 20;

const utf8 = new TextDecoder('utf-8', { fatal: true });

export async function readCapture(file: string): Promise<CaptureRead> {
  const refuse = (reason: string): CaptureRead => ({ refused: { position: 'the file', reason } });
  try {
    const status = await stat(file);
    if (!status.isFile()) return refuse('it is no file.');
    if (status.size > maxFileBytes)
      return refuse(`it has ${status.size} bytes: a capture of one device has ${maxFileBytes} at most.`);
    return captureOf(JSON.parse(utf8.decode(await readFile(file))), file);
  } catch (error) {
    return refuse(`it can not be read as JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
