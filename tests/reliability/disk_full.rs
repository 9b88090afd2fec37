//! A disk that is full at any moment: the run says so, what was stored is there and exact, and with space again the same
//! command completes.
//!
//! `ONRECORD_STEPS=N` tries so many sizes of the disk for each kind of work.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use super::kills::{exported, same};
use super::news::{Archive, held, is_between};
use super::world::{Ran, World, copy, damages, times};

const TABLE: &str = "onrecord-corrections.tsv";
const SAVED: &str = "onrecord-questions.tsv";

fn start() -> Archive {
    Archive::new(6, &[4])
}

fn changed() -> Archive {
    let mut archive = start();
    archive.files.get_mut("part0/000.txt").unwrap()[0].1 = 2;
    archive.files.remove("part1/004.txt");
    archive.files.get_mut("dump0.ndjson").unwrap()[2].1 = 2;
    for number in 500..506 {
        archive.files.insert(format!("new/{number}.txt"), vec![(number, 1)]);
    }
    archive
}

struct Work {
    name: &'static str,
    has_index: bool,
    is_damaged: bool,
    before: Archive,
    after: Archive,
    arguments: Vec<String>,
}

fn work(name: &'static str, before: Archive, after: Archive, arguments: &[&str]) -> Work {
    let arguments = arguments.iter().map(|it| (*it).to_string()).collect();
    Work { name, has_index: true, is_damaged: false, before, after, arguments }
}

fn says_full(ran: &Ran) -> bool {
    // As the disk's error is told, by the program and by the system.
    ["no space left", "no storage space", "No space left", "File too large"].iter().any(|it| ran.stderr.contains(it))
}

/// Runs the work with disks of all sizes up to what it needs.
fn starve(work: Work) {
    let begun = Instant::now();
    let world = World::new();
    work.before.write(&world, "archive", &Archive::default());
    [TABLE, SAVED].iter().for_each(|name| drop(world.write(name, "")));
    if work.has_index {
        world.run_with(&[("ONRECORD_TEST_COMMIT", "5")], &["index", "--index", "template", "archive"]).expect(0);
    }
    work.after.write(&world, "archive", &work.before);
    if work.is_damaged {
        let data = super::world::data_of(&world.path("template"));
        let files = super::world::files_below(&data);
        let store = files.iter().find(|it| it.extension().is_some_and(|end| end == "store")).unwrap();
        let mut bytes = std::fs::read(data.join(store)).unwrap();
        bytes[40] ^= 4;
        std::fs::write(data.join(store), bytes).unwrap();
    }
    let (before, after) = (work.before.told(), work.after.told());
    let arguments: Vec<&str> = work.arguments.iter().map(String::as_str).collect();
    let try_with = |bytes: usize| {
        let _ = std::fs::remove_dir_all(world.path("ix"));
        if work.has_index {
            copy(&world.path("template"), &world.path("ix"));
        }
        [TABLE, SAVED].iter().for_each(|name| drop(world.write(name, "")));
        let bytes = bytes.to_string();
        let variables = [("ONRECORD_TEST_DISK", bytes.as_str()), ("ONRECORD_TEST_COMMIT", "4")];
        let ran = world.run_with(&variables, &arguments);
        ran.is_orderly();
        ran
    };
    let is_enough = |ran: &Ran| ran.status == Some(0) && !says_full(ran);
    let mut enough = if work.arguments[0] == "save" { 128 } else { 32 << 10 };
    while !is_enough(&try_with(enough)) {
        enough *= 2;
    }
    let mut too_little = enough / 2;
    for _ in 0..3 {
        let middle = (too_little + enough) / 2;
        if is_enough(&try_with(middle)) { enough = middle } else { too_little = middle }
    }
    let steps = times("ONRECORD_STEPS", 6, 150);
    let (mut full, mut fresh) = (0, None);
    for step in 0..=steps {
        let bytes = enough * step / steps;
        let called = format!("{}: {bytes} of {enough} bytes", work.name);
        let ran = try_with(bytes);
        full += usize::from(!is_enough(&ran));
        assert!(ran.status == Some(0) || says_full(&ran), "{called}\n{}", ran.told);
        match held(&world.path("ix")) {
            Ok(held) if work.has_index => {
                is_between(&held, &before, &after).unwrap_or_else(|it| panic!("{called}: {it}"))
            }
            Ok(held) => {
                is_between(&held, &Default::default(), &after).unwrap_or_else(|it| panic!("{called}: {it}"));
            }
            Err(error) => {
                let told = error.to_string();
                let is_known = if work.has_index { work.is_damaged } else { told.contains("no index at") };
                assert!(is_known, "{called}: {told}");
            }
        }
        if !work.is_damaged && world.path("ix/onrecord.json").exists() {
            assert_eq!(damages(&world.path("ix")), Vec::<String>::new(), "{called}");
        }
        world.run(&arguments).expect(0);
        if work.arguments[0] == "save" {
            continue;
        }
        world.run(&["index", "--index", "ix", "archive"]).expect(0);
        assert_eq!(damages(&world.path("ix")), Vec::<String>::new(), "{called}");
        same(&exported(&world.path("ix")), fresh.get_or_insert_with(|| world.fresh(&["archive"])), &called);
    }
    println!("disk full: {}: {steps} sizes up to {enough} bytes, {full} too small; {:.0?}", work.name, begun.elapsed());
}

const INDEX: [&str; 4] = ["index", "--index", "ix", "archive"];

#[test]
fn a_first_index() {
    starve(Work { has_index: false, ..work("first index", Archive::default(), start(), &INDEX) });
}

#[test]
fn an_update() {
    starve(work("update", start(), changed(), &INDEX));
}

#[test]
fn a_rebuild() {
    starve(work("rebuild", start(), changed(), &["index", "--index", "ix", "--rebuild", "archive"]));
}

#[test]
fn a_repair() {
    starve(Work { is_damaged: true, ..work("repair", start(), start(), &["repair", "--index", "ix"]) });
}

#[test]
fn tables() {
    let world = World::new();
    start().write(&world, "archive", &Archive::default());
    let fresh = world.fresh(&["archive"]);
    let record: serde_json::Value = serde_json::from_str(&fresh[0]).unwrap();
    let id = record["id"].as_str().unwrap();
    starve(work("correct", start(), start(), &["correct", "--index", "ix", id, "--speaker", "Basil Testby"]));
    starve(work("save", start(), start(), &["save", "ferry", "ferry since 2017"]));
}

/// A small disk of its own; it goes with this.
struct SmallDisk<'w>(&'w Path);

impl SmallDisk<'_> {
    fn mount(place: &Path, kilobytes: usize) -> Option<SmallDisk<'_>> {
        std::fs::create_dir_all(place).unwrap();
        let size = format!("size={kilobytes}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "none"]).arg(place).output();
        mounted.is_ok_and(|it| it.status.success()).then_some(SmallDisk(place))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).output();
    }
}

/// A disk that is really full; where none may be mounted, files that may not grow.
#[test]
fn a_real_disk() {
    let begun = Instant::now();
    let world = World::new();
    start().write(&world, "archive", &Archive::default());
    let place = world.path("small");
    let steps = times("ONRECORD_STEPS", 6, 60);
    let (mut full, mut real) = (0, true);
    for step in 1..=steps {
        let kilobytes = 4 + step * 300 / steps;
        let _ = std::fs::remove_dir_all(world.path("ix"));
        let disk = SmallDisk::mount(&place, kilobytes);
        let (index, ran) = match &disk {
            Some(_) => ("small/ix", world.run(&["index", "--index", "small/ix", "archive"])),
            None => {
                real = false;
                let binary = env!("CARGO_BIN_EXE_onrecord");
                let blocks = step * 60 / steps;
                let line = format!("trap '' XFSZ; ulimit -f {blocks}; exec '{binary}' index --index ix archive");
                let output = Command::new("sh").args(["-c", &line]).current_dir(world.path("")).output().unwrap();
                ("ix", Ran::new(&line, &output))
            }
        };
        ran.is_orderly();
        assert!(ran.status == Some(0) || says_full(&ran), "{kilobytes} kB\n{}", ran.told);
        full += usize::from(ran.status != Some(0));
        if let Ok(held) = held(&world.path(index)) {
            is_between(&held, &Default::default(), &start().told()).unwrap();
            assert_eq!(damages(&world.path(index)), Vec::<String>::new());
        }
        if let Some(disk) = &disk {
            let larger = Command::new("mount").args(["-o", "remount,size=50m"]).arg(disk.0).output().unwrap();
            assert!(larger.status.success());
        }
        world.run(&["index", "--index", index, "archive"]).expect(0);
        assert_eq!(held(&world.path(index)).unwrap().len(), start().told().len());
    }
    let what = if real { "a disk of its own" } else { "limited files" };
    println!("disk full: {what}: {steps} sizes, {full} too small; {:.0?}", begun.elapsed());
    assert!(full > 0);
}
