import type { Provenance } from '../domain/report';

/** Which weights wrote a report, when and where: one line. */
export function provenanceLine({ models, encoderBackend, decoderBackend, createdAt }: Provenance): string {
  const weights = models.map((model) => `${model.id} ${model.version}`).join(', ');
  const backends =
    encoderBackend === decoderBackend ? encoderBackend : `${encoderBackend} and ${decoderBackend}`;
  return `Draft written by ${weights} on ${backends}, ${createdAt}.`;
}
