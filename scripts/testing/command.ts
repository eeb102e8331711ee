import { spawn, spawnSync } from 'node:child_process';

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds after which the command is ended. */
  readonly timeout?: number;
  /** Keep the output and show it only when the command fails. */
  readonly quiet?: boolean;
}

/**
 * Runs a command with its output on this process's, its input closed.
 * @returns the exit code; 127 when it could not be started, 124 when it ran too long
 */
export function run(
  command: string,
  args: readonly string[],
  { env = {}, timeout = 600_000, quiet = false }: CommandOptions = {},
): Promise<number> {
  return new Promise((resolve) => {
    const output = quiet ? 'pipe' : 'inherit';
    const child = spawn(command, args, {
      stdio: ['ignore', output, output],
      env: { ...process.env, ...env },
    });
    const kept: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => kept.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => kept.push(chunk));
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeout);
    const finish = (code: number): void => {
      clearTimeout(timer);
      if (quiet && code !== 0) process.stdout.write(Buffer.concat(kept));
      resolve(code);
    };
    child.on('error', (error) => {
      kept.push(Buffer.from(`${command}: ${error.message}\n`));
      finish(127);
    });
    child.on('close', (code) => {
      if (late) console.error(`${command} was ended after ${timeout / 1000} s`);
      finish(late ? 124 : (code ?? 1));
    });
  });
}

/** The output of a short command, trimmed; undefined when it fails or is not there. */
export function outputOf(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 30_000 });
  return status === 0 ? stdout.trim() : undefined;
}
