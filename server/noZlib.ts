/** Stands for Node's zlib in the browser, where nothing asks it for anything. */
export default {};
