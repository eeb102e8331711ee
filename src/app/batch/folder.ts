import type { FolderFile } from './studies';

/** A handle may have to be allowed again after a reload (File System Access, Chromium). */
interface AskedHandle extends FileSystemDirectoryHandle {
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>;
}

type Picker = (options: { mode: 'read'; id: string }) => Promise<FileSystemDirectoryHandle>;

/** Whether this browser can hand over a folder as a handle. */
export function canPickFolder(): boolean {
  return typeof (globalThis as { showDirectoryPicker?: Picker }).showDirectoryPicker === 'function';
}

/** Lets the user choose a folder; undefined when they did not. */
export async function pickFolder(): Promise<FileSystemDirectoryHandle | undefined> {
  const picker = (globalThis as { showDirectoryPicker?: Picker }).showDirectoryPicker;
  try {
    return await picker?.call(globalThis, { mode: 'read', id: 'batch' });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') return undefined;
    throw cause;
  }
}

/** Asks the user whether a folder kept from before may be read. */
export async function mayRead(folder: AskedHandle): Promise<boolean> {
  return !folder.requestPermission || (await folder.requestPermission({ mode: 'read' })) === 'granted';
}

/** Every file of a folder and the folders in it. */
export async function filesIn(folder: FileSystemDirectoryHandle, path = ''): Promise<FolderFile[]> {
  const found: FolderFile[] = [];
  for await (const [name, handle] of folder.entries()) {
    if (isFile(handle)) found.push({ path: path + name, file: await handle.getFile() });
    else if (isDirectory(handle)) found.push(...(await filesIn(handle, `${path}${name}/`)));
  }
  return found;
}

function isFile(handle: FileSystemHandle): handle is FileSystemFileHandle {
  return handle.kind === 'file';
}

function isDirectory(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}
