/** Nothing of the body is taken: it can not be read as what it claims to be. */
export class UndecodableBody extends Error {
  override readonly name: string = 'UndecodableBody';
}

/** Nothing of the body is taken: it holds more than one request may bring. */
export class BodyTooLarge extends UndecodableBody {
  override readonly name = 'BodyTooLarge';
}
