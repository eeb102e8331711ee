/** What is used of dcmjs, which comes without types. */
declare module 'dcmjs' {
  /** Elements by keyword, sequences as arrays of such. */
  type Naturalized = Readonly<Record<string, unknown>>;
  /** Elements by tag, as the DICOM JSON model has them. */
  type Denaturalized = Readonly<Record<string, unknown>>;

  class DicomDict {
    constructor(meta: Denaturalized);
    dict: Denaturalized;
    /** The file: preamble, meta group, data set in explicit little endian. */
    write(): ArrayBuffer;
  }
  class DicomMetaDictionary {
    static denaturalizeDataset(dataset: Naturalized): Denaturalized;
  }
  const dcmjs: {
    readonly data: {
      readonly DicomDict: typeof DicomDict;
      readonly DicomMetaDictionary: typeof DicomMetaDictionary;
    };
  };
  export default dcmjs;
}
