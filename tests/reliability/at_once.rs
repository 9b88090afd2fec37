//! Many programs at once on one index: indexers, searchers, corrections, saved questions. None fails but with *is
//! writing*, none sees half an article, nothing is lost.
//!
//! `ONRECORD_SECONDS=N` says how long.

use std::process::Output;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use onrecord::index::Store;
use onrecord::record::QuoteRecord;

use super::kills::{exported, same};
use super::news::{Archive, QUOTES, held, text, told_by};
use super::world::{Chance, Ran, World, lock, times};

/// What may be said where two want to write: the second waits its turn by itself.
const BUSY: [&str; 2] = ["another process is writing", "was made anew by another process"];

fn expect_done_or_busy(ran: &Ran) -> bool {
    ran.is_orderly();
    if ran.status == Some(0) {
        return true;
    }
    assert!(BUSY.iter().any(|busy| ran.stderr.contains(busy)), "{}", ran.told);
    false
}

/// Of each article all quotes in one version.
fn no_half_articles(ran: &Ran) {
    let mut seen: std::collections::BTreeMap<u32, (u32, usize)> = Default::default();
    for line in ran.stdout.lines() {
        let record: QuoteRecord = serde_json::from_str(line).unwrap();
        let (number, version) = told_by(&record).unwrap();
        let entry = seen.entry(number).or_insert((version, 0));
        assert_eq!(entry.0, version, "article {number} in two versions");
        entry.1 += 1;
    }
    for (number, (version, quotes)) in seen {
        assert_eq!(quotes, QUOTES, "article {number}, version {version}");
    }
}

#[test]
fn everybody_at_once() {
    const ARTICLES: u32 = 30;
    let seconds = times("ONRECORD_SECONDS", 10, 300);
    let world = World::new();
    world.write("onrecord-corrections.tsv", "");
    world.write("onrecord-questions.tsv", "");
    let archive = Archive::new(ARTICLES, &[12]);
    archive.write(&world, "archive", &Archive::default());
    world.run(&["index", "--index", "ix", "archive"]).expect(0);
    // Corrections are of articles that stay as they are.
    let ids: Vec<String> = exported(&world.path("ix"))
        .iter()
        .map(|line| serde_json::from_str::<QuoteRecord>(line).unwrap())
        .filter(|record| told_by(record).is_some_and(|(number, _)| number >= 1000))
        .map(|record| record.id)
        .collect();
    let end = Instant::now() + Duration::from_secs(seconds as u64);
    let goes_on = || Instant::now() < end;
    let (runs, busy) = (AtomicU32::new(0), AtomicU32::new(0));
    let count = |ran: &Ran| {
        let done = expect_done_or_busy(ran);
        (if done { &runs } else { &busy }).fetch_add(1, Ordering::Relaxed);
        done
    };
    let (written, saved) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let world = &world;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Files change in one step, as programs that write archives should do it.
            let mut chance = Chance::new("at once");
            let mut version = 2;
            while goes_on() {
                for _ in 0..3 {
                    let number = chance.below(ARTICLES as usize) as u32;
                    let draft = world.write("draft.txt", text((number, version)));
                    std::fs::rename(draft, world.path(&format!("archive/part{}/{number:03}.txt", number % 3))).unwrap();
                    version += 1;
                }
                let rebuild = chance.below(6) == 0;
                let arguments: &[&str] = if rebuild { &["--rebuild", "archive"] } else { &["archive"] };
                let commit = [("ONRECORD_TEST_COMMIT", "2")];
                count(&world.run_with(&commit, &[&["index", "--index", "ix"], arguments].concat()));
            }
        });
        scope.spawn(|| {
            while goes_on() {
                count(&world.run(&["search", "--in", "archive", "--index", "ix", "--count", "number"]));
            }
        });
        for number in 0..8 {
            scope.spawn(move || {
                while goes_on() {
                    let ran = match number % 4 {
                        0 => world.run(&["search", "--index", "ix", "--format", "ndjson", "--copies", "-n", "500"]),
                        1 => world.run(&["stats", "--index", "ix"]),
                        2 => world.run(&["verify", "--index", "ix"]),
                        _ => world.run(&["export", "--index", "ix", "--format", "ndjson"]),
                    };
                    ran.is_orderly();
                    assert_eq!(ran.status, Some(0), "{}", ran.told);
                    if number % 4 == 0 || number % 4 == 3 {
                        no_half_articles(&ran);
                    }
                    runs_of_readers().fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        scope.spawn(|| {
            for id in &ids {
                if !goes_on() {
                    break;
                }
                let ran = world.run(&["correct", "--index", "ix", id, "--speaker", "Basil Testby"]);
                if count(&ran) {
                    assert!(ran.stderr.contains("Written to"), "{}", ran.told);
                    written.lock().unwrap().push(id.clone());
                }
            }
        });
        scope.spawn(|| {
            for number in 0.. {
                if !goes_on() {
                    break;
                }
                let name = format!("question{number}");
                world.run(&["save", &name, "ferry since 2017"]).expect(0);
                saved.lock().unwrap().push(name);
                std::thread::sleep(Duration::from_millis(100));
            }
        });
    });
    world.run(&["index", "--index", "ix", "archive"]).expect(0);
    world.run(&["verify", "--index", "ix"]).expect(0);
    let held = held(&world.path("ix")).unwrap();
    assert_eq!(held.len(), archive.told().len());
    let lines = exported(&world.path("ix"));
    same(&lines, &world.fresh(&["archive"]), "after all of it");
    let written = written.into_inner().unwrap();
    for line in &lines {
        let record: QuoteRecord = serde_json::from_str(line).unwrap();
        if written.contains(&record.id) {
            assert_eq!(record.speaker.as_ref().map(|it| it.name.as_str()), Some("Basil Testby"), "{line}");
        }
    }
    let list = world.run(&["saved"]).expect(0);
    let saved = saved.into_inner().unwrap();
    for name in &saved {
        assert!(list.stdout.lines().any(|line| line.starts_with(&format!("{name}\t"))), "{name}\n{}", list.told);
    }
    println!(
        "at once: {seconds} s; {} writing commands done and {} told to wait, {} reading ones, {} corrections, {} saved questions",
        runs.into_inner(),
        busy.into_inner(),
        runs_of_readers().load(Ordering::Relaxed),
        written.len(),
        saved.len()
    );
}

fn runs_of_readers() -> &'static AtomicU32 {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    &RUNS
}

fn six_at_once(world: &World) -> Vec<Ran> {
    let one = || -> Output { world.command(&["search", "--in", "archive", "--count", "number"]).output().unwrap() };
    std::thread::scope(|scope| {
        let running: Vec<_> = (0..6).map(|_| scope.spawn(one)).collect();
        running.into_iter().map(|it| Ran::new("search --in archive", &it.join().unwrap())).collect()
    })
}

#[test]
fn six_searches_in_an_archive_at_once() {
    let world = World::new();
    let archive = Archive::new(20, &[6]);
    archive.write(&world, "archive", &Archive::default());
    for ran in six_at_once(&world) {
        assert_eq!((ran.status, ran.stdout.as_str()), (Some(0), "78\n"), "{}", ran.told);
    }
    // Settled, so that times tell.
    std::thread::sleep(Duration::from_millis(2100));
    for _ in 0..2 {
        six_at_once(&world).iter().for_each(|ran| assert_eq!(ran.status, Some(0), "{}", ran.told));
    }
    let cache = world.home().join("cache/onrecord");
    let index = std::fs::read_dir(cache).unwrap().next().unwrap().unwrap().path();
    let store = Store::open(&index).unwrap();
    let mut update = store.begin_update("test").unwrap();
    lock(&mut update);
    // Whoever took the lock would wait for ever.
    let begun = Instant::now();
    for ran in six_at_once(&world) {
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{}", ran.told);
    }
    println!("at once: six searches of an unchanged archive while it is locked took {:.1?}", begun.elapsed());
}

/// Whoever may read a folder can hold its lock: that is told, and what waits goes on when it is let go.
#[cfg(unix)]
#[test]
fn a_table_whose_folder_is_held_is_waited_for_with_a_word() {
    let world = World::new();
    world.write("onrecord-questions.tsv", "");
    let held = std::fs::File::open(world.path("")).unwrap();
    held.lock().unwrap();
    let ran = std::thread::scope(|scope| {
        let saving = scope.spawn(|| world.run(&["save", "ferry", "ferry"]));
        std::thread::sleep(Duration::from_millis(2500));
        held.unlock().unwrap();
        saving.join().unwrap()
    });
    let ran = ran.expect(0);
    assert!(ran.stderr.contains("waiting: another program holds the folder of"), "{}", ran.told);
    assert!(std::fs::read_to_string(world.path("onrecord-questions.tsv")).unwrap().contains("ferry\tferry"));
}
