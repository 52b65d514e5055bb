import { rename, writeFile } from 'node:fs/promises'

/** Writes a file as an editor does: whoever reads it meanwhile never sees half of it. */
export async function replaceFile(path: string, content: string, mode = 0o666): Promise<void> {
  await writeFile(`${path}.new`, content, { mode })
  await rename(`${path}.new`, path)
}
