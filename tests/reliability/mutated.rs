//! Articles and dumps of the corpus with bytes changed by chance: read, looked through for quotes, indexed and asked, and
//! nothing stumbles.
//!
//! `ONRECORD_MUTATIONS=N` makes so many.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;

use onrecord::archive::{FileEntry, WalkOptions, open_documents, walk};
use onrecord::article::{ReadOptions, read_article};
use onrecord::corrections::Corrections;
use onrecord::index::{ArticleEntry, FileFacts, Prepared, Store};
use onrecord::quotes::Extractor;

use super::made::chance::mutated;
use super::world::{Chance, REGISTER, World, damages, lock, records, times};

/// A file of the archive, as the walk finds it.
fn entry(path: &Path) -> Option<FileEntry> {
    walk(&[path.to_path_buf()], &WalkOptions::default()).find_map(Result::ok)
}

/// What made it stumble is kept where it can be looked at.
fn stumbled<T>(path: &Path) -> T {
    let kept = std::env::temp_dir().join("onrecord-stumbled").with_extension(path.extension().unwrap());
    std::fs::copy(path, &kept).unwrap();
    panic!("{} made it stumble", kept.display());
}

#[test]
fn no_bytes_make_it_stumble() {
    let begun = Instant::now();
    let world = World::new();
    let mut chance = Chance::new("mutated");
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let samples: Vec<PathBuf> = walk(&[corpus], &WalkOptions::default()).map(|file| file.unwrap().path).collect();
    assert!(samples.len() > 50);
    let extractor = Extractor::new(&REGISTER);
    let (options, corrections) = (ReadOptions::default(), Corrections::default());
    let index = world.path("ix");
    let store = Store::open_or_create(&index).unwrap();
    let mut update = store.begin_update("test").unwrap();
    lock(&mut update);
    let mutations = times("ONRECORD_MUTATIONS", 150, 3000);
    let (mut articles, mut quotes, mut refused) = (0, 0, 0);
    for number in 0..mutations {
        let sample = chance.pick(&samples);
        let mutated = mutated(&[std::fs::read(sample).unwrap()], &mut chance);
        let ending = sample.extension().unwrap().to_str().unwrap();
        let path = world.write(&format!("archive/{number:05}.{ending}"), mutated);
        let Some(file) = entry(&path) else {
            refused += 1;
            continue;
        };
        let facts = FileFacts {
            path: path.display().to_string(),
            found: None,
            size: file.size,
            modified: file.modified,
            changed: file.changed,
        };
        let mut open = update.begin_file(facts, number as u64 + 1, |_| false).unwrap();
        let read = AssertUnwindSafe(|| open_documents(&file).collect::<Vec<_>>());
        for document in catch_unwind(read).unwrap_or_else(|_| stumbled(&path)) {
            let Ok(document) = document else {
                refused += 1;
                continue;
            };
            let Ok(article) = catch_unwind(AssertUnwindSafe(|| read_article(&document, &options)))
                .unwrap_or_else(|_| stumbled(&path))
            else {
                refused += 1;
                continue;
            };
            let slot = update.slot(&mut open, &article);
            let prepared = catch_unwind(AssertUnwindSafe(|| {
                let found = extractor.extract(&article);
                let found_quotes = found.len();
                let entry = ArticleEntry::new(article, found, &corrections, &REGISTER);
                (Prepared::new(&entry), found_quotes)
            }));
            let (prepared, found) = prepared.unwrap_or_else(|_| stumbled(&path));
            articles += 1;
            quotes += found;
            update.put(&open, slot, prepared).unwrap();
        }
        update.end_file(open).unwrap();
        std::fs::remove_file(path).unwrap();
    }
    update.finish().unwrap();
    drop(store);
    assert_eq!(damages(&index), Vec::<String>::new());
    let store = Store::open(&index).unwrap();
    assert_eq!(records(&store).unwrap().len(), quotes);
    assert!(articles > mutations / 3, "{articles} articles of {mutations}");
    println!(
        "mutated: {mutations} files, {articles} articles with {quotes} quotes indexed, {refused} refused, 0 panics; {:.0?}",
        begun.elapsed()
    );
}
