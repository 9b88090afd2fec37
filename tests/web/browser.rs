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

/// Runs a script of the browser's folder against a server; says so where there is nothing to run it with.
#[allow(clippy::print_stdout, reason = "what the browser tried is told, or that there is none")]
fn run(script: &str, served: &Served, further: &[&Path]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/web/browser");
    let Some(chromium) = chromium() else {
        println!("SKIPPED: no Chromium here; `apt-get install chromium`, or name one with CHROMIUM");
        return;
    };
    if !folder.join("node_modules/playwright-core").exists() {
        println!("SKIPPED: no driver for the browser here; `npm ci --prefix tests/web/browser` brings it");
        return;
    }
    let checked = Command::new("node")
        .arg(folder.join(script))
        .arg(served.url())
        .args(further)
        .env("CHROMIUM", &chromium)
        .output()
        .expect("node can be run");
    let told = String::from_utf8_lossy(&checked.stdout);
    println!("{told}");
    assert!(checked.status.success(), "{told}\n{}", String::from_utf8_lossy(&checked.stderr));
}

#[test]
fn a_browser_shows_what_is_promised() {
    let screens = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("web-screens");
    std::fs::create_dir_all(&screens).unwrap();
    run("check.mjs", &Served::corpus(&["--allow-corrections"]), &[&screens]);
}

#[test]
fn no_task_takes_more_than_four_steps() {
    run("tasks.mjs", &Served::corpus(&["--allow-corrections"]), &[]);
}
