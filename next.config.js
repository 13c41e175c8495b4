/* One build, a static export: any file server can serve it. Headers come from scripts/server.mjs. */
module.exports = {
  output: 'export',
  trailingSlash: true,
  images: { unoptimized: true },
  reactStrictMode: true,
  devIndicators: false,
  allowedDevOrigins: ['127.0.0.1'],
}
