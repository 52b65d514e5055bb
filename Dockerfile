# The bundled program on a base without shell or package manager. --build-arg names other bases, or pins these by digest:
#   digest() { docker buildx imagetools inspect "$1" --format '{{.Manifest.Digest}}'; }
#   docker build --build-arg BUILD_IMAGE="node:24-bookworm-slim@$(digest node:24-bookworm-slim)" \
#     --build-arg RUN_IMAGE="gcr.io/distroless/nodejs24-debian12:nonroot@$(digest gcr.io/distroless/nodejs24-debian12:nonroot)" .
ARG BUILD_IMAGE=node:24-bookworm-slim
ARG RUN_IMAGE=gcr.io/distroless/nodejs24-debian12:nonroot

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# This stage is Node.js 24 already: no script has to fetch another, and nothing else in the lock file needs one.
RUN npm ci --ignore-scripts
COPY rolldown.config.ts tsconfig.json ./
COPY bundle ./bundle
COPY src ./src
COPY docs/runbooks ./docs/runbooks
COPY LICENSE ./
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE_DATE_EPOCH=0
# The first line lets `kubectl exec … -- cloudflare-cert-exporter check` find its interpreter, as there is no shell.
RUN VERSION="$VERSION" REVISION="$REVISION" npm run build:image \
    && mkdir -p /empty /image/app /image/usr/local/bin /image/var/lib/cloudflare-cert-exporter \
    && npm run --silent sbom >/image/app/sbom.cdx.json \
    && cp -r LICENSE dist/image/THIRD-PARTY-NOTICES dist/image/chunks /image/app/ \
    && { echo '#!/nodejs/bin/node'; cat dist/image/cloudflare-cert-exporter.mjs; } >/image/app/cloudflare-cert-exporter.mjs \
    && find /image/app -type f -exec chmod 0444 {} + \
    && chmod 0555 /image/app/cloudflare-cert-exporter.mjs \
    && ln -s /app/cloudflare-cert-exporter.mjs /image/usr/local/bin/cloudflare-cert-exporter \
    && chown 65532:65532 /image/var/lib/cloudflare-cert-exporter \
    && find /image -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

# V8's cache of the compiled program. It holds for this Node.js, the flags of the entrypoint, the final paths and the user alone.
FROM ${RUN_IMAGE} AS compiled
COPY --from=build /image /
COPY --from=build --chown=65532:65532 /empty /app/compile-cache
COPY --from=build /build/bundle/compile-cache.ts /make/
WORKDIR /app
ENV NODE_ENV=production
USER 65532:65532
RUN ["/nodejs/bin/node", "--max-semi-space-size=2", "--disable-sigusr1", "/make/compile-cache.ts", "/app/cloudflare-cert-exporter.mjs", "/app/compile-cache"]

FROM ${RUN_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="cloudflare-cert-exporter" \
      org.opencontainers.image.description="Watches the client certificates Cloudflare presents to your origins (Authenticated Origin Pulls) and makes sure that somebody is paged before one expires" \
      org.opencontainers.image.url="https://github.com/cloudflare-cert-exporter/cloudflare-cert-exporter" \
      org.opencontainers.image.source="https://github.com/cloudflare-cert-exporter/cloudflare-cert-exporter" \
      org.opencontainers.image.documentation="https://github.com/cloudflare-cert-exporter/cloudflare-cert-exporter#readme" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /image /
COPY --from=compiled --chown=0:0 /app/compile-cache /app/compile-cache
WORKDIR /app
# One arena for all threads: the others would keep what they once needed. What is large goes back to the system at once, and so do freed ends.
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=1 \
    MALLOC_MMAP_THRESHOLD_=131072 \
    MALLOC_TRIM_THRESHOLD_=262144 \
    NODE_COMPILE_CACHE=/app/compile-cache \
    CLOUDFLARE_CERT_EXPORTER_CONFIG=/etc/cloudflare-cert-exporter/config.yaml \
    CLOUDFLARE_CERT_EXPORTER_STATE=/var/lib/cloudflare-cert-exporter/state.json
# By number, or Kubernetes cannot tell that it is not root (runAsNonRoot).
USER 65532:65532
EXPOSE 9977
# Little garbage is let lie: it is short-lived, and memory is what a node pays for. A flag that changes what V8 compiles, or that counts as one
# (--heap-growing-percent), would make Node.js compile its own modules at each start, because the cache inside it holds for its own flags.
ENTRYPOINT ["/nodejs/bin/node", "--max-semi-space-size=2", "--disable-sigusr1", "/app/cloudflare-cert-exporter.mjs"]
