/** What is used of dcmjs, which comes without types. */
declare module 'dcmjs' {
  /** Elements by keyword, sequences as arrays of such. */
  type Naturalized = Readonly<Record<string, unknown>>;
  /** Elements by tag, as the DICOM JSON model has them. */
  type Denaturalized = Readonly<Record<string, unknown>>;

  interface DicomFile {
    dict: Denaturalized;
    /** The file: preamble, meta group, data set in explicit little endian. */
    write(): ArrayBuffer;
  }
  const dcmjs: {
    readonly data: {
      readonly DicomDict: new (meta: Denaturalized) => DicomFile;
      readonly DicomMetaDictionary: { denaturalizeDataset(dataset: Naturalized): Denaturalized };
    };
  };
  export default dcmjs;
}
