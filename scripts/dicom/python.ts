import { environmentPython } from '../testing/python';

/**
 * Path of a Python with pydicom, its test files and its plugins. DICOM_PYTHON names a ready one; else the virtual
 * environment `.venv-dicom` is made once from scripts/dicom/requirements.txt and used again.
 * @throws Error saying what is missing
 */
export async function ensureDicomPython(): Promise<string> {
  return (
    process.env.DICOM_PYTHON ||
    environmentPython({
      user: 'The DICOM check',
      requirements: 'scripts/dicom/requirements.txt',
      folder: '.venv-dicom',
      module: 'pydicom',
    })
  );
}
