//! The program is killed at random moments and at every named point of its work: what was stored is there, nothing is
//! there twice, and the next run makes of it what a fresh index would be.
//!
//! `ONRECORD_KILLS=N` kills N times at random moments, over all kinds of work together.

use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use onrecord::index::{IndexError, Store};

use super::news::{Archive, held, is_between};
use super::world::{Chance, World, copy, damages, data_of, files_below, is_long, nothing_strays, records, times};

/// Kinds of work below: the random kills are shared among them.
const KINDS: usize = 8;

const POINTS: [&str; 14] = [
    "before the list of segments",
    "behind the list of segments",
    "before a file ends",
    "behind an article",
    "before a file is remembered",
    "behind a file that is remembered",
    "before a data folder says whose it is",
    "behind a new data folder",
    "before the marker",
    "behind what says that data are whole",
    "behind the marker",
    "while old data go",
    "before a draft counts",
    "behind a draft",
];

/// Points that only some kinds of work come by.
const MORE_POINTS: [&str; 2] = ["before the corrections are kept", "behind what was taken over"];

/// So many of them in a short run, others for each kind of work.
const SOME_POINTS: usize = 6;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    /// No index is there.
    Nothing,
    Whole,
    /// A file of it has a turned bit.
    Damaged,
}

struct Work {
    name: &'static str,
    start: Start,
    before: Archive,
    after: Archive,
    /// What is killed.
    arguments: Vec<String>,
    commit_every: Option<&'static str>,
    /// What makes it whole again.
    next: Vec<Vec<&'static str>>,
    /// Whether the table of corrections is made anew each time.
    corrects: bool,
}

#[derive(Clone, Copy)]
enum Kill<'p> {
    /// After so much time.
    After(Duration),
    /// Where it comes by a point for so many times.
    At(&'p str, u64),
    Never,
}

/// A work with its archive and index as they are before it.
struct Prepared {
    world: World,
    work: Work,
    fresh: Vec<String>,
    seen: AtomicU32,
}

impl Prepared {
    fn new(work: Work) -> Prepared {
        let world = World::new();
        work.before.write(&world, "archive", &Archive::default());
        if work.start != Start::Nothing {
            // Several segments, so that there is something to merge.
            world.run_with(&[("ONRECORD_TEST_COMMIT", "7")], &["index", "--index", "template", "archive"]).expect(0);
        }
        work.after.write(&world, "archive", &work.before);
        if work.start == Start::Damaged {
            let data = data_of(&world.path("template"));
            let is_store = |path: &&std::path::PathBuf| path.extension().is_some_and(|end| end == "store");
            let store = files_below(&data).iter().find(is_store).map(|name| data.join(name)).unwrap();
            let mut bytes = std::fs::read(&store).unwrap();
            bytes[40] ^= 4;
            std::fs::write(store, bytes).unwrap();
        }
        let fresh = match work.next.last() {
            Some(last) => world.fresh(&last[3..]),
            None => Vec::new(),
        };
        Prepared { world, work, fresh, seen: AtomicU32::new(0) }
    }

    fn index(&self) -> std::path::PathBuf {
        self.world.path("ix")
    }

    fn begin(&self, kill: Kill) -> Child {
        let _ = std::fs::remove_dir_all(self.index());
        if self.work.start != Start::Nothing {
            copy(&self.world.path("template"), &self.index());
        }
        if self.work.corrects {
            self.world.write("onrecord-corrections.tsv", "");
        }
        let mut command = self.world.command(&self.work.arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        if let Some(every) = self.work.commit_every {
            command.env("ONRECORD_TEST_COMMIT", every);
        }
        if let Kill::At(point, times) = kill {
            command.env("ONRECORD_TEST_END", format!("{point}:{times}"));
        }
        command.spawn().unwrap()
    }

    /// Whether what the index holds may be what it holds while this work is done, or after it was killed.
    fn look(&self) -> Result<(), String> {
        self.seen.fetch_add(1, Ordering::Relaxed);
        match held(&self.index()) {
            Ok(held) if self.work.start == Start::Nothing => {
                is_between(&held, &Default::default(), &self.work.after.told())
            }
            Ok(held) => is_between(&held, &self.work.before.told(), &self.work.after.told()),
            Err(IndexError::Missing { .. }) if self.work.start == Start::Nothing => Ok(()),
            Err(IndexError::Damaged { .. }) if self.work.start == Start::Damaged => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Does the work and kills it; says whether it ended by itself.
    fn once(&self, kill: Kill, called: &str) -> bool {
        let done = AtomicBool::new(false);
        let mut child = self.begin(kill);
        let by_itself = std::thread::scope(|scope| {
            let watching = scope.spawn(|| -> Result<(), String> {
                while !done.load(Ordering::Relaxed) {
                    self.look()?;
                    std::thread::sleep(Duration::from_millis(if is_long() { 5 } else { 60 }));
                }
                Ok(())
            });
            if let Kill::After(time) = kill {
                std::thread::sleep(time);
                let _ = child.kill();
            }
            let output = child.wait_with_output().unwrap();
            done.store(true, Ordering::Relaxed);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.code().is_none_or(|code| code == 0), "{called}: {told}");
            watching.join().unwrap().unwrap_or_else(|wrong| panic!("{called}: while it ran: {wrong}"));
            output.status.success()
        });
        self.look().unwrap_or_else(|wrong| panic!("{called}: after the kill: {wrong}"));
        by_itself
    }

    /// The commands that only read, right after a kill.
    fn ask(&self, called: &str) {
        for arguments in [
            &["search", "--index", "ix", "--count", "number"][..],
            &["stats", "--index", "ix"],
            &["verify", "--index", "ix"],
        ] {
            let ran = self.world.run(arguments);
            let is_none = self.work.start == Start::Nothing && ran.stderr.contains("no index at");
            let is_damage = self.work.start == Start::Damaged && ran.stderr.contains("is damaged");
            // Of an index that was begun nothing may be stored yet.
            let is_empty = self.work.start == Start::Nothing && ran.status == Some(1);
            assert!(ran.status == Some(0) || is_none || is_damage || is_empty, "{called}\n{}", ran.told);
            ran.is_orderly();
        }
    }

    /// The next run completes, and what came of it is what a fresh index holds.
    fn goes_on(&self, called: &str) {
        let is_there = Store::is_at(&self.index());
        if self.work.start != Start::Damaged && is_there {
            let damages = damages(&self.index());
            assert!(damages.is_empty(), "{called}: {damages:?}");
        }
        for arguments in &self.work.next {
            let ran = self.world.run(arguments);
            assert_eq!(ran.status, Some(0), "{called}\n{}", ran.told);
        }
        self.is_as_fresh(called);
    }

    fn is_as_fresh(&self, called: &str) {
        let damages = damages(&self.index());
        assert!(damages.is_empty(), "{called}: {damages:?}");
        let fresh = match self.work.corrects {
            // With the table as it came to be.
            true => &self.world.fresh(&["archive"]),
            false => &self.fresh,
        };
        same(&exported(&self.index()), fresh, called);
        nothing_strays(&self.index());
    }
}

pub fn exported(index: &Path) -> Vec<String> {
    let mut lines: Vec<String> =
        records(&Store::open(index).unwrap()).unwrap().iter().map(|it| serde_json::to_string(it).unwrap()).collect();
    lines.sort();
    lines
}

#[track_caller]
pub fn same(found: &[String], wanted: &[String], called: &str) {
    // As often as they are there too often.
    let only = |these: &[String], others: &[String]| -> Vec<String> {
        let mut rest = others.to_vec();
        let mut found: Vec<String> = Vec::new();
        for line in these {
            match rest.iter().position(|other| other == line) {
                Some(at) => drop(rest.swap_remove(at)),
                None => found.push(line.clone()),
            }
        }
        found.truncate(3);
        found
    };
    assert!(
        found == wanted,
        "{called}: {} quotes instead of {}; too many: {:#?}; missing: {:#?}",
        found.len(),
        wanted.len(),
        only(found, wanted),
        only(wanted, found)
    );
}

fn kill_again_and_again(work: Work) {
    let begun = Instant::now();
    let name = work.name;
    let mut chance = Chance::new(name).with(name);
    let prepared = Prepared::new(work);
    let whole = Instant::now();
    assert!(prepared.once(Kill::Never, name));
    let whole = whole.elapsed();
    prepared.goes_on(name);
    let kills = times("ONRECORD_KILLS", 30, 500).div_ceil(KINDS);
    let mut killed = 0;
    for number in 0..kills {
        let after = whole.mul_f64(chance.below(1050) as f64 / 1000.0);
        let called = format!("{name}: killed after {after:?}");
        killed += u32::from(!prepared.once(Kill::After(after), &called));
        if number % 4 == 0 {
            prepared.ask(&called);
        }
        prepared.goes_on(&called);
    }
    let mut ended = 0;
    let mut points: Vec<&str> = POINTS.into_iter().chain(MORE_POINTS).collect();
    while !is_long() && points.len() > SOME_POINTS {
        points.swap_remove(chance.below(points.len()));
    }
    for point in points {
        let mut times = 1;
        loop {
            let called = format!("{name}: ended at `{point}` for the {times}th time");
            if prepared.once(Kill::At(point, times), &called) {
                break;
            }
            ended += 1;
            prepared.goes_on(&called);
            times = (times + 1).max(if is_long() { times * 3 / 2 } else { times * 20 });
        }
    }
    let (seen, took) = (prepared.seen.load(Ordering::Relaxed), begun.elapsed());
    println!(
        "{name}: {kills} kills at random ({killed} before its end), {ended} at named points; {seen} looks; {took:.0?}"
    );
}

fn owned(arguments: &[&str]) -> Vec<String> {
    arguments.iter().map(|it| (*it).to_string()).collect()
}

const INDEX: [&str; 4] = ["index", "--index", "ix", "archive"];

fn start() -> Archive {
    Archive::new(9, &[4, 3, 3])
}

/// Files changed, taken away, added, moved; two whose articles change places; records of a dump changed, taken away, added,
/// and one that stands in another dump now; a dump moved.
fn changed() -> Archive {
    let mut archive = start();
    for name in ["part0/000.txt", "part1/004.txt", "part2/008.txt"] {
        archive.files.get_mut(name).unwrap()[0].1 = 2;
    }
    for name in ["part0/003.txt", "part1/007.txt"] {
        archive.files.remove(name);
    }
    for (from, to) in [("part2/002.txt", "part2/moved.txt"), ("dump1.ndjson", "part1/moved.ndjson")] {
        let told = archive.files.remove(from).unwrap();
        archive.files.insert(to.to_string(), told);
    }
    let dump = archive.files.get_mut("dump0.ndjson").unwrap();
    dump[1].1 = 2;
    let elsewhere = dump.remove(3);
    dump.push((1900, 1));
    archive.files.get_mut("dump2.ndjson").unwrap().insert(0, elsewhere);
    let (one, other) = (start().files["part0/006.txt"].clone(), start().files["part1/001.txt"].clone());
    archive.files.insert("part0/006.txt".to_string(), other);
    archive.files.insert("part1/001.txt".to_string(), one);
    for number in 500..504 {
        archive.files.insert(format!("new/{number}.txt"), vec![(number, 1)]);
    }
    archive
}

fn work(name: &'static str, before: Archive, after: Archive, arguments: &[&str]) -> Work {
    Work {
        name,
        start: Start::Whole,
        before,
        after,
        arguments: owned(arguments),
        commit_every: None,
        next: vec![INDEX.to_vec()],
        corrects: false,
    }
}

#[test]
fn a_first_creation() {
    let none = Archive::default();
    kill_again_and_again(Work {
        start: Start::Nothing,
        commit_every: Some("4"),
        ..work("first creation", none, start(), &INDEX)
    });
}

#[test]
fn an_update() {
    kill_again_and_again(work("update", start(), changed(), &INDEX));
}

#[test]
fn an_update_in_many_commits() {
    kill_again_and_again(Work {
        commit_every: Some("1"),
        ..work("update, a commit for each article", start(), changed(), &INDEX)
    });
}

#[test]
fn a_rebuild() {
    let rebuild = ["index", "--index", "ix", "--rebuild", "archive"];
    kill_again_and_again(Work { commit_every: Some("5"), ..work("rebuild", start(), changed(), &rebuild) });
}

#[test]
fn other_settings() {
    let arguments = ["index", "--index", "ix", "--month-first", "archive"];
    kill_again_and_again(Work {
        commit_every: Some("3"),
        next: vec![arguments.to_vec()],
        ..work("other settings", start(), start(), &arguments)
    });
}

#[test]
fn a_repair() {
    kill_again_and_again(Work {
        start: Start::Damaged,
        next: vec![vec!["repair", "--index", "ix"], INDEX.to_vec()],
        ..work("repair", start(), start(), &["repair", "--index", "ix"])
    });
}

/// The id of the quote of an archive's first article.
fn an_id() -> String {
    let world = World::new();
    start().write(&world, "archive", &Archive::default());
    let fresh = world.fresh(&["archive"]);
    let records = fresh.iter().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let mut ids = records.filter(|it| it["quote"].as_str().unwrap().contains("Number n1002n"));
    ids.next().unwrap()["id"].as_str().unwrap().to_string()
}

#[test]
fn a_correction() {
    let id = an_id();
    kill_again_and_again(Work {
        corrects: true,
        ..work("correction", start(), start(), &["correct", "--index", "ix", &id, "--speaker", "Basil Testby"])
    });
}

/// `correct` while `index` is killed: the correction that was reported as written is in the end applied.
#[test]
fn a_correction_while_index_is_killed() {
    let name = "correction while index is killed";
    let mut chance = Chance::new(name);
    let id = an_id();
    let prepared =
        Prepared::new(Work { commit_every: Some("1"), corrects: true, ..work(name, start(), changed(), &INDEX) });
    let begun = Instant::now();
    assert!(prepared.once(Kill::Never, name));
    let whole = begun.elapsed();
    let kills = times("ONRECORD_KILLS", 30, 500).div_ceil(KINDS);
    let mut written = 0;
    for number in 0..kills {
        let mut child = prepared.begin(Kill::Never);
        std::thread::sleep(whole.mul_f64(chance.below(500) as f64 / 1000.0));
        let verdict = if number % 2 == 0 { &["--speaker", "Basil Testby"][..] } else { &["--not-a-quote"] };
        let mut correct = prepared.world.command(&[&["correct", "--index", "ix", &id], verdict].concat());
        let correct = correct.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(whole.mul_f64(chance.below(500) as f64 / 1000.0));
        let _ = child.kill();
        child.wait().unwrap();
        let output = correct.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        let table = std::fs::read_to_string(prepared.world.path("onrecord-corrections.tsv")).unwrap_or_default();
        match output.status.code() {
            Some(0) => {
                assert!(told.contains("Written to") && table.contains(&id), "{told}");
                written += 1;
            }
            _ => assert!(told.contains("another process is writing"), "{told}"),
        }
        prepared.goes_on(&format!("{name}: kill {number}"));
    }
    println!("{name}: {kills} kills, {written} corrections; {:.0?}", begun.elapsed());
}

/// Files that were read before a kill and are gone before the next run go from the index, too.
#[test]
fn files_that_go_after_a_kill_go_from_the_index() {
    let prepared = Prepared::new(Work {
        start: Start::Nothing,
        commit_every: Some("3"),
        ..work("files go after a kill", Archive::default(), start(), &INDEX)
    });
    let mut less = start();
    less.files.retain(|name, _| !name.starts_with("part1") && name != "dump1.ndjson");
    let (mut times, mut ended) = (1, 0);
    while !prepared.once(Kill::At("behind the list of segments", times), "files go after a kill") {
        less.write(&prepared.world, "archive", &start());
        let fresh = prepared.world.fresh(&["archive"]);
        // A folder that is empty now may be a disk that is not there.
        prepared.world.run(&["index", "--index", "ix", "--prune", "archive"]).expect(0);
        same(&exported(&prepared.index()), &fresh, &format!("files go after the {times}th kill"));
        start().write(&prepared.world, "archive", &less);
        ended += 1;
        times += if is_long() { 1 } else { 5 };
    }
    println!("files go after a kill: {ended} kills");
}
