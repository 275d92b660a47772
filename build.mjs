// Builds what the site's pages run in a browser: `node build.mjs`, which `make` does. Same sources, same bytes.
//
// A page's module is src/lnrs_web/APP/script/PAGE.js, and is built, with all that it imports, into one file of
// src/lnrs_web/APP/static/APP/built/. To give another page a module, add a line to PAGES.

import { rm } from "node:fs/promises";
import { build } from "esbuild";

const WORKER = "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs";

/** What is built for each app: the name of the built file, and the module that it is built from. */
const PAGES = {
  atlas: { begin: "src/lnrs_web/atlas/script/begin.js", map: "src/lnrs_web/atlas/script/map.js", "map-worker": WORKER },
  boundaries: { draw: "src/lnrs_web/boundaries/script/draw.js" },
};

for (const [app, entryPoints] of Object.entries(PAGES)) {
  const outdir = `src/lnrs_web/${app}/static/${app}/built`;
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints,
    outdir,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["chrome109", "firefox115", "safari16.4"],
    legalComments: "inline", // the licences ask for it
    logLevel: "warning",
  });
}
