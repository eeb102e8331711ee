import * as v from 'valibot';
import { KeepError } from './errors';

/** Rounds of PBKDF2 with HMAC-SHA-256, as OWASP's Password Storage Cheat Sheet asks for (600,000). */
export const ITERATIONS = 600_000;
/** Characters a passphrase must have (NIST SP 800-63B asks for 8 at least). */
export const SHORTEST_PASSPHRASE = 8;

const bytes = v.pipe(
  v.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array),
  v.transform((value) => new Uint8Array(value)),
);

export const SealedSchema = v.object({ iv: bytes, data: bytes });
/** Text under AES-256-GCM. */
export type Sealed = v.InferOutput<typeof SealedSchema>;

export const LockSchema = v.object({
  kdf: v.literal('PBKDF2-SHA-256'),
  iterations: v.pipe(v.number(), v.integer(), v.minValue(ITERATIONS), v.maxValue(10_000_000)),
  salt: bytes,
  /** A known text, by which a passphrase is recognised. */
  check: SealedSchema,
});
/** What has to be kept beside sealed texts to open them again with the passphrase. */
export type Lock = v.InferOutput<typeof LockSchema>;

const CHECK = 'scribe-cxr';

/** A key that was made from a passphrase; it never leaves the browser's key store. */
export class Vault {
  readonly #key: CryptoKey;

  private constructor(
    key: CryptoKey,
    /** Of the lock this vault opens. */
    readonly salt: Uint8Array<ArrayBuffer>,
  ) {
    this.#key = key;
  }

  /** A new lock under a passphrase. @throws KeepError `short-passphrase` */
  static async create(passphrase: string): Promise<{ lock: Lock; vault: Vault }> {
    if ([...passphrase].length < SHORTEST_PASSPHRASE) {
      throw new KeepError('short-passphrase', `A passphrase has ${SHORTEST_PASSPHRASE} characters or more.`);
    }
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const vault = new Vault(await keyOf(passphrase, salt, ITERATIONS), salt);
    const check = await vault.seal(CHECK, CHECK);
    return { lock: { kdf: 'PBKDF2-SHA-256', iterations: ITERATIONS, salt, check }, vault };
  }

  /** @throws KeepError `wrong-passphrase` */
  static async open(lock: Lock, passphrase: string): Promise<Vault> {
    const vault = new Vault(await keyOf(passphrase, lock.salt, lock.iterations), lock.salt);
    try {
      await vault.unseal(lock.check, CHECK);
    } catch (cause) {
      throw new KeepError('wrong-passphrase', 'This is not the passphrase. Nothing was changed.', { cause });
    }
    return vault;
  }

  /** @param context what the text is for; only the same context opens it again */
  async seal(text: string, context: string): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(text);
    const data = await crypto.subtle.encrypt(parameters(iv, context), this.#key, plain);
    return { iv, data: new Uint8Array(data) };
  }

  /** @throws KeepError `damaged-study` when the bytes were altered or belong elsewhere */
  async unseal({ iv, data }: Sealed, context: string): Promise<string> {
    try {
      return new TextDecoder().decode(await crypto.subtle.decrypt(parameters(iv, context), this.#key, data));
    } catch (cause) {
      throw new KeepError('damaged-study', `What was kept as ${context} cannot be opened.`, { cause });
    }
  }
}

function parameters(iv: Uint8Array<ArrayBuffer>, context: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(context) };
}

async function keyOf(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
): Promise<CryptoKey> {
  // The same letters may come in several forms from another keyboard.
  const secret = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}
