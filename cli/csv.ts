/**
 * Rows of a CSV text (RFC 4180): quoted fields may hold commas, quotes (doubled) and line breaks; lines end with
 * LF or CRLF; a byte order mark is stepped over; empty lines are no rows.
 * @throws SyntaxError when a quote is not closed
 */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let wasQuoted = false;
  const endRow = (): void => {
    if (row.length > 0 || field !== '' || wasQuoted) rows.push([...row, field]);
    row = [];
    field = '';
    wasQuoted = false;
  };
  for (let i = text.startsWith('\ufeff') ? 1 : 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (character === '"' && field === '' && !wasQuoted) {
      const end = closingQuote(text, i + 1);
      field = text.slice(i + 1, end).replaceAll('""', '"');
      wasQuoted = true;
      i = end;
    } else if (character === ',') {
      row.push(field);
      field = '';
      wasQuoted = false;
    } else if (character === '\n') endRow();
    else if (character !== '\r' || text[i + 1] !== '\n') field += character;
  }
  endRow();
  return rows;
}

function closingQuote(text: string, start: number): number {
  for (let i = text.indexOf('"', start); i >= 0; i = text.indexOf('"', i + 2)) {
    if (text[i + 1] !== '"') return i;
  }
  throw new SyntaxError('a quoted field is not closed');
}
