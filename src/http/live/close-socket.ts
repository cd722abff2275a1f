import type { WebSocket } from 'ws';
import { farewellMs } from './live';

/** Ends a WebSocket. A reason has room for 123 bytes. Who does not take the farewell either is left without. */
export function closeSocket(socket: WebSocket, code = 1000, reason = ''): void {
  socket.close(code, Buffer.from(reason).subarray(0, 123).toString());
  setTimeout(() => socket.terminate(), farewellMs).unref();
}
