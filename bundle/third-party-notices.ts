import type { Plugin } from 'rolldown'
import { type LicenseInfo, licensePlugin } from 'rolldown-license-plugin'

/** Collects the packages in one or several bundles, with their licences. */
export class ThirdPartyNotices {
  readonly #packages = new Map<string, LicenseInfo>()

  /** For a bundle that becomes part of another one. */
  collected(): Plugin {
    return licensePlugin({ done: (packages) => this.#add(packages) })
  }

  /** Writes the licence texts of all collected packages beside the bundle. It must be used for the last bundle. */
  written(fileName: string): Plugin {
    return licensePlugin({
      done: (packages, context) => {
        this.#add(packages)
        context.emitFile({ type: 'asset', fileName, source: this.#text() })
      },
    })
  }

  #add(packages: readonly LicenseInfo[]): void {
    for (const each of packages) {
      if (each.licenseText.trim() === '') throw new Error(`${each.name} brings no text of its licence`)
      this.#packages.set(`${each.name}@${each.version}`, each)
    }
  }

  #text(): string {
    const packages = [...this.#packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
    return [head, ...packages.map(section)].join(`\n${'='.repeat(80)}\n\n`)
  }
}

const head = `THIRD-PARTY NOTICES

cloudflare-cert-exporter is distributed as one file that holds the packages named below. Each of them stands under its own licence, whose
text follows its name. "npm run notices" makes this file from the packages of package-lock.json that the bundle holds.
`

function section({ name, version, license, licenseText }: LicenseInfo): string {
  return `${name} ${version} (${license})\n\n${licenseText.replaceAll('\r\n', '\n').trim()}\n`
}
