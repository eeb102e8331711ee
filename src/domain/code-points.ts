/**
 * Turns places in UTF-16 code units, as JavaScript counts, into places in code points, as Python and the W3C
 * annotation model count. A lone surrogate counts as one; a place inside a pair as the end of the pair.
 * @returns the place in code points of a place 0..text.length
 */
export function codePointPlaces(text: string): (place: number) => number {
  /** Places after the second half of each pair: as many code points fewer as there are of them. */
  const pairs: number[] = [];
  for (let i = 0; i + 1 < text.length; i++) {
    if ((text.codePointAt(i) ?? 0) > 0xffff) pairs.push(++i);
  }
  return (place) => {
    let low = 0;
    let high = pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[middle] ?? Infinity) < place) low = middle + 1;
      else high = middle;
    }
    return place - low;
  };
}
