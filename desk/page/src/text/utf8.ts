// The record counts bytes of UTF-8, JavaScript counts UTF-16 units. A character outside the basic plane is four
// bytes and two units; most others are one to three bytes and one unit.

function bytesAt(text: string, i: number): number {
  const c = text.charCodeAt(i);
  if (c < 0x80) return 1;
  if (c < 0x800) return 2;
  if (c >= 0xd800 && c < 0xdc00 && i + 1 < text.length) {
    const low = text.charCodeAt(i + 1);
    if (low >= 0xdc00 && low < 0xe000) return 4;
  }
  return 3;
}

const step = 2048;

// Answers "which unit is byte n?" after one pass over the text. An offset inside a character counts as its beginning;
// one behind the end as the end.
export class Utf8Offsets {
  private readonly bytes: number[] = [];
  private readonly units: number[] = [];
  readonly byteLength: number;

  constructor(private readonly text: string) {
    let byte = 0;
    let next = 0;
    for (let i = 0; i < text.length; ) {
      if (byte >= next) {
        this.bytes.push(byte);
        this.units.push(i);
        next = byte + step;
      }
      const size = bytesAt(text, i);
      byte += size;
      i += size === 4 ? 2 : 1;
    }
    this.byteLength = byte;
  }

  unit(byte: number): number {
    if (byte <= 0 || this.bytes.length === 0) return 0;
    if (byte >= this.byteLength) return this.text.length;
    if (this.byteLength === this.text.length) return Math.floor(byte);
    let low = 0;
    let high = this.bytes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.bytes[middle] ?? 0) <= byte) low = middle;
      else high = middle - 1;
    }
    let at = this.bytes[low] ?? 0;
    let i = this.units[low] ?? 0;
    for (;;) {
      const size = bytesAt(this.text, i);
      if (at + size > byte) return i;
      at += size;
      i += size === 4 ? 2 : 1;
    }
  }

  slice(begin: number, end: number): string {
    return this.text.slice(this.unit(begin), this.unit(end));
  }
}
