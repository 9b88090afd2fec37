//! What is made before the program: the register of people in a form that needs no parsing, and a name for the build.
//!
//! The name comes from the sources that decide what is found in an article, so that an index notices when the program would
//! now read the same files differently.

#![allow(clippy::print_stdout, reason = "cargo reads what it is told there")]

#[allow(dead_code, unused_imports, reason = "the program uses the rest of it")]
mod people;
#[allow(dead_code, unused_imports, reason = "the program uses the rest of it")]
#[path = "../src/words/mod.rs"]
mod words;

use std::fs;
use std::path::{Path, PathBuf};

/// What stands between a file and its quotes.
const DECIDING: [&str; 20] = [
    "Cargo.lock",
    "build",
    "src/archive",
    "src/article",
    "src/people",
    "src/quotes",
    "src/words",
    "src/corrections",
    "src/record.rs",
    "src/span.rs",
    "src/index/analyze.rs",
    "src/index/entry.rs",
    "src/index/places.rs",
    "src/index/prepared.rs",
    "src/index/stored.rs",
    "src/index/tantivy/labels.rs",
    "src/index/tantivy/packed.rs",
    "src/index/tantivy/schema.rs",
    "src/index/tantivy/writer.rs",
    "src/index/update.rs",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    pack_register()?;
    let mut hash = Fnv::new();
    hash.add(env!("CARGO_PKG_VERSION").as_bytes());
    for path in DECIDING {
        println!("cargo::rerun-if-changed={path}");
        let mut files = Vec::new();
        list_files(Path::new(path), &mut files)?;
        files.sort();
        for file in files {
            hash.add(file.as_os_str().as_encoded_bytes());
            hash.add(&fs::read(&file)?);
        }
    }
    println!("cargo::rustc-env=ONRECORD_BUILD={:016x}", hash.0);
    Ok(())
}

/// Writes the register's tables packed, for `src/people/register.rs` to include.
fn pack_register() -> Result<(), Box<dyn std::error::Error>> {
    let people::Packed { numbers, text } = people::pack_tables(&people::Tables::EMBEDDED)?;
    let folder = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo gives no folder to write to")?);
    fs::write(folder.join("register.numbers"), numbers)?;
    fs::write(folder.join("register.txt"), text)?;
    Ok(())
}

fn list_files(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_file() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        list_files(&entry?.path(), files)?;
    }
    Ok(())
}

/// FNV-1a, 64 bits: no secret, only a name.
struct Fnv(u64);

impl Fnv {
    fn new() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
