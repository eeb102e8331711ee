import type { DataSet } from 'dicom-parser';
import type { FilmIdentity } from '../../domain/film';

/** Character sets of PS3.3, table C.12-2 and following, as TextDecoder names them. */
const CHARACTER_SETS: Readonly<Record<string, string>> = {
  'ISO_IR 100': 'iso-8859-1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 109': 'iso-8859-3',
  'ISO_IR 110': 'iso-8859-4',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 148': 'iso-8859-9',
  'ISO_IR 203': 'iso-8859-15',
  'ISO_IR 13': 'shift_jis',
  'ISO_IR 166': 'windows-874',
  'ISO_IR 192': 'utf-8',
  GB18030: 'gb18030',
  GBK: 'gbk',
  'ISO 2022 IR 87': 'iso-2022-jp',
  'ISO 2022 IR 149': 'euc-kr',
};

/** Who and what a file is of: the few tags that a person recognises a study by; empty where the file has none. */
export function readIdentity(dataset: DataSet): FilmIdentity {
  const decoder = new TextDecoder(characterSet(dataset));
  const text = (tag: string): string => {
    const element = dataset.elements[tag];
    if (!element || element.length === 0) return '';
    const bytes = dataset.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
    return decoder.decode(bytes).replace(/\0/g, '').trim();
  };
  return {
    patientName: text('x00100010').split('=')[0]?.replace(/\^+/g, ' ').trim() ?? '',
    patientId: text('x00100020'),
    birthDate: date(text('x00100030')),
    sex: text('x00100040'),
    studyDate: date(text('x00080020')),
    accession: text('x00080050'),
    institution: text('x00080080'),
    description: text('x00081030') || text('x0008103e'),
  };
}

/** The last of several sets is the one that adds letters to plain ASCII. */
function characterSet(dataset: DataSet): string {
  const told = (dataset.string('x00080005') ?? '').split('\\').map((name) => name.trim());
  const known = told.map(
    (name) => CHARACTER_SETS[name] ?? CHARACTER_SETS[name.replace('ISO 2022 IR', 'ISO_IR')],
  );
  return known.findLast((name) => name !== undefined) ?? 'iso-8859-1';
}

/** 20261123 as 2026-11-23; what is no such date stays as it is. */
function date(text: string): string {
  return text.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
}
