// Bundles the look and the islands into the package's static folder. One entry = one file there.
// Run by tools/front_end.py; `npm run watch` while one works on the sheets.
import { gzipSync } from "node:zlib";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { context } from "esbuild";

const out = process.env.HENGJIAN_BUILT ?? "../src/hengjian/surfaces/look/static/look/built";
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

// Whitenoise serves the .gz that lies beside a file.
const pack = {
  name: "pack",
  setup(build) {
    build.onEnd(() => {
      for (const name of readdirSync(out).filter((one) => /\.(css|js)$/.test(one)))
        writeFileSync(`${out}/${name}.gz`, gzipSync(readFileSync(`${out}/${name}`), { level: 9 }));
    });
  },
};

const work = await context({
  entryPoints: ["look/look.css", "look/look.ts", "look/theme.ts", "look/rules.ts"],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  // The browsers of offices are often years behind; newer syntax is lowered to this.
  target: ["chrome88", "firefox90", "safari15"],
  legalComments: "inline",
  logLevel: "warning",
  plugins: [pack],
});
if (process.argv.includes("--watch")) {
  await work.watch();
} else {
  await work.rebuild();
  await work.dispose();
}
