//! The page in a real browser: Chromium, driven by `tests/web/browser/check.mjs`. Skipped with a word where there is none.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::served::Served;

/// The browser, where there is one.
fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    named.into_iter().chain(usual).find(|path| path.exists())
}

#[test]
fn a_browser_shows_what_is_promised() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/web/browser");
    let Some(chromium) = chromium() else {
        println!("SKIPPED: no Chromium here; `apt-get install chromium`, or name one with CHROMIUM");
        return;
    };
    if !folder.join("node_modules/playwright-core").exists() {
        println!("SKIPPED: no driver for the browser here; `npm ci --prefix tests/web/browser` brings it");
        return;
    }
    let screens = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("web-screens");
    std::fs::create_dir_all(&screens).unwrap();
    let served = Served::corpus(&["--allow-corrections"]);
    let checked = Command::new("node")
        .arg(folder.join("check.mjs"))
        .arg(served.url())
        .arg(&screens)
        .env("CHROMIUM", &chromium)
        .output()
        .expect("node can be run");
    let told = String::from_utf8_lossy(&checked.stdout);
    println!("{told}");
    assert!(checked.status.success(), "{told}\n{}", String::from_utf8_lossy(&checked.stderr));
}
