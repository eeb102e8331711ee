/** Many files to studies: what the rest of the product uses of this folder. */
export { sortFiles, type Pseudonym } from './sort';
