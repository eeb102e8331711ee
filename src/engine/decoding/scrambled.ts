/** The finaliser of MurmurHash3, 32 bits: numbers that lie close together become ones that do not. @returns 0..2**32 - 1 */
export function scrambled(number: number): number {
  let bits = number;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
