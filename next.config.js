/* One build, a static export: any file server can serve it. The headers come from scripts/server.mjs (from here only for `next dev`). */
const isolation = [
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Embedder-Policy', value: 'require-corp' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
]

const config = {
  output: 'export',
  trailingSlash: true,
  images: { unoptimized: true },
  reactStrictMode: true,
  devIndicators: false,
  allowedDevOrigins: ['127.0.0.1'],
  // Types are checked by `npm run types`; the first start need not wait for them.
  typescript: { ignoreBuildErrors: true },
  // A cache of 100 MB would outweigh the seconds it saves: pages are built seldom.
  experimental: { turbopackFileSystemCacheForBuild: false },
  // The entry without the wasm inside: its 14 MB come once, from /ort/, where its own threads find them too.
  turbopack: { root: __dirname, resolveAlias: { 'onnxruntime-web/wasm': './node_modules/onnxruntime-web/dist/ort.wasm.min.mjs' } },
}

module.exports = (phase) =>
  phase === 'phase-development-server'
    ? { ...config, output: undefined, headers: async () => [{ source: '/:path*', headers: isolation }] }
    : config
