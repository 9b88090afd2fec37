//! Every file of an index damaged in every way: no answer but the true one, or an error that says what to do; found by
//! `verify`, mended by `repair` and `--rebuild`, and never copied into something that looks whole.
//!
//! `ONRECORD_FLIPS=N` turns so many bits, asked for in this process; `ONRECORD_DAMAGES=N` damages so often for the binary.

use std::path::{Path, PathBuf};
use std::time::Instant;

use super::answers::{QUESTIONS, answers};
use super::kills::{exported, same};
use super::news::{Archive, held};
use super::world::{Chance, Ran, World, copy, damages, files_below, is_long, nothing_strays, times};

const TABLE: &str = "onrecord-corrections.tsv";
const SAVED: &str = "onrecord-questions.tsv";

/// How a file is damaged.
#[derive(Clone, Copy, Debug)]
enum Harm {
    /// A bit turns.
    Bit(usize, u8),
    /// Only so many bytes are left.
    Cut(usize),
    Gone,
    /// Something stands behind it.
    Rubbish,
}

impl Harm {
    fn any(chance: &mut Chance, length: usize) -> Harm {
        match chance.below(8) {
            0 => Harm::Gone,
            1 => Harm::Rubbish,
            2 => Harm::Cut(chance.below(length)),
            _ => Harm::bit(chance, length),
        }
    }

    fn bit(chance: &mut Chance, length: usize) -> Harm {
        Harm::Bit(chance.below(length), chance.below(8) as u8)
    }

    fn harm(self, path: &Path) {
        let mut bytes = std::fs::read(path).unwrap();
        match self {
            Harm::Bit(at, bit) => match bytes.get_mut(at) {
                Some(byte) => *byte ^= 1 << bit,
                None => return,
            },
            Harm::Cut(length) => bytes.truncate(length),
            Harm::Gone => return std::fs::remove_file(path).unwrap(),
            Harm::Rubbish => bytes.extend_from_slice(b"rubbish\n"),
        }
        std::fs::write(path, bytes).unwrap();
    }
}

/// An index with several segments, deleted articles, a correction and a saved question.
struct Subject {
    world: World,
    archive: Archive,
    id: String,
    whole: PathBuf,
}

impl Subject {
    fn new(texts: u32) -> Subject {
        let world = World::new();
        [TABLE, SAVED].iter().for_each(|name| drop(world.write(name, "")));
        let first = Archive::new(texts, &[6]);
        first.write(&world, "archive", &Archive::default());
        world.run(&["index", "--index", "whole", "archive"]).expect(0);
        let mut archive = first.clone();
        archive.files.get_mut("part0/000.txt").unwrap()[0].1 = 2;
        archive.files.get_mut("part2/005.txt").unwrap()[0].1 = 2;
        archive.files.remove("part1/004.txt");
        archive.files.insert("part1/600.txt".to_string(), vec![(600, 1)]);
        archive.write(&world, "archive", &first);
        let every = [("ONRECORD_TEST_COMMIT", "1")];
        world.run_with(&every, &["index", "--index", "whole", "archive"]).expect(0);
        let find = world.run(&["search", "--index", "whole", "--format", "ndjson", "\"Number n2n\""]).expect(0);
        let record: serde_json::Value = serde_json::from_str(find.stdout.lines().next().unwrap()).unwrap();
        let id = record["id"].as_str().unwrap().to_string();
        world.run(&["correct", "--index", "whole", &id, "--speaker", "Basil Testby"]).expect(0);
        world.run(&["save", "ferry", "ferry since 2017"]).expect(0);
        let whole = world.path("whole");
        Subject { world, archive, id, whole }
    }

    /// The files of the index; the locks hold nothing and are nobody's to damage.
    fn files(&self) -> Vec<PathBuf> {
        let mut files = files_below(&self.whole);
        files.retain(|file| !file.to_str().unwrap().ends_with(".lock"));
        assert!(files.len() > 12, "{files:?}");
        // The engine's names are others each time.
        files.sort_by_key(|file| (file.extension().map(|it| it.to_os_string()), self.length(file)));
        files
    }

    fn length(&self, file: &Path) -> usize {
        std::fs::metadata(self.whole.join(file)).unwrap().len() as usize
    }

    /// A copy of the whole index of which a file is damaged.
    fn damaged(&self, name: &str, file: &Path, harm: Harm) -> PathBuf {
        let index = self.world.path(name);
        copy(&self.whole, &index);
        harm.harm(&index.join(file));
        index
    }
}

/// Asks a damaged index in this process; says how many answers failed.
fn ask(subject: &Subject, index: &Path, truth: &[(&str, Result<String, String>)], called: &str) -> usize {
    let mut failed = 0;
    for ((what, found), (_, wanted)) in answers(index, &subject.id).iter().zip(truth) {
        match found {
            Ok(found) => assert!(Ok(found) == wanted.as_ref(), "{called}: {what} is answered wrongly: {found}"),
            Err(error) => {
                failed += 1;
                assert!(error.contains("onrecord ") || error.contains("choose"), "{called}: {what}: {error}");
            }
        }
    }
    let told = damages(index);
    assert!(failed == 0 || !told.is_empty(), "{called}: {failed} answers fail, and verify finds nothing");
    failed
}

#[test]
fn no_damage_is_shown() {
    let begun = Instant::now();
    let subject = Subject::new(18);
    let mut chance = Chance::new("damage");
    let truth = answers(&subject.whole, &subject.id);
    assert!(truth.iter().all(|(_, answer)| answer.is_ok()), "{truth:?}");
    assert!(damages(&subject.whole).is_empty());
    let index = subject.world.path("ix");
    copy(&subject.whole, &index);
    let files = subject.files();
    let mut all: Vec<(PathBuf, Harm)> = Vec::new();
    for file in &files {
        let length = subject.length(file);
        all.push((file.clone(), Harm::Gone));
        all.push((file.clone(), Harm::Rubbish));
        let more = if is_long() { vec![1, length / 3, length.saturating_sub(10)] } else { Vec::new() };
        let cuts = [0, length / 2, length.saturating_sub(1)].into_iter().chain(more);
        all.extend(cuts.map(|cut| (file.clone(), Harm::Cut(cut))));
    }
    let others = all.len();
    let flips = times("ONRECORD_FLIPS", 150, 6000);
    for number in 0..flips {
        let file = &files[number % files.len()];
        all.push((file.clone(), Harm::bit(&mut chance, subject.length(file))));
    }
    let (mut noticed, mut failed, mut asked) = (0, 0, 0);
    for (file, harm) in all {
        harm.harm(&index.join(&file));
        let fails = ask(&subject, &index, &truth, &format!("{} {harm:?}", file.display()));
        noticed += usize::from(fails > 0);
        failed += fails;
        asked += truth.len();
        std::fs::copy(subject.whole.join(&file), index.join(&file)).unwrap();
    }
    println!(
        "damage: {flips} bits turned, {others} files cut, emptied, lengthened and taken away; {noticed} times an answer \
         failed, {failed} of {asked} answers; none was wrong; {:.0?}",
        begun.elapsed()
    );
}

/// What is asked of the binary.
fn commands(id: &str) -> Vec<Vec<String>> {
    let mut commands: Vec<Vec<String>> = QUESTIONS
        .iter()
        .map(|question| ["search", "--index", "ix", "--format", "json", question].map(str::to_string).to_vec())
        .collect();
    for arguments in [
        &["verify", "--index", "ix"][..],
        &["show", "--index", "ix", id],
        &["export", "--index", "ix", "--format", "ndjson"],
        &["stats", "--index", "ix", "--format", "json"],
        &["speakers", "--index", "ix", "--format", "csv"],
    ] {
        commands.push(arguments.iter().map(|it| (*it).to_string()).collect());
    }
    commands
}

fn run(world: &World, arguments: &[String]) -> Ran {
    let ran = world.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    ran.is_orderly();
    ran
}

/// An answer without the index's size, which damage may change; where the corrections were brought in again, without
/// scores too, as articles that were put anew count twice in how rare a word is, up to the next merge.
fn answer(told: &str, brought_in: bool) -> String {
    let Ok(serde_json::Value::Object(mut fields)) = serde_json::from_str::<serde_json::Value>(told) else {
        return match brought_in {
            true => super::world::sorted(told).join("\n"),
            false => told.to_string(),
        };
    };
    fields.remove("bytes");
    if let Some(hits) = fields.get_mut("hits").and_then(|hits| hits.as_array_mut()).filter(|_| brought_in) {
        hits.iter_mut().filter_map(|hit| hit.as_object_mut()).for_each(|hit| drop(hit.remove("score")));
        hits.sort_by_key(|hit| hit["id"].to_string());
    }
    serde_json::Value::Object(fields).to_string()
}

#[test]
fn every_command_shows_the_truth_or_an_error_and_repair_and_rebuild_mend() {
    let begun = Instant::now();
    let subject = Subject::new(18);
    let world = &subject.world;
    let mut chance = Chance::new("damage and the binary");
    copy(&subject.whole, &world.path("ix"));
    let truth: Vec<String> =
        commands(&subject.id).iter().map(|arguments| run(world, arguments).expect(0).stdout).collect();
    let (whole, tables) = (exported(&subject.whole), tables(world));
    let files = subject.files();
    let damages = times("ONRECORD_DAMAGES", 6, 250);
    let (mut repaired, mut refused, mut failed) = (0, Vec::new(), 0);
    for number in 0..damages {
        let file = &files[(number * 7 + chance.below(3)) % files.len()];
        let harm = Harm::any(&mut chance, subject.length(file));
        let called = format!("{} {harm:?}", file.display());
        subject.damaged("ix", file, harm);
        let mut verified = None;
        let mut any_failed = false;
        let anew = file.ends_with("corrections.applied");
        // A folder that does not say that it is the program's is left alone.
        let is_nobodys = file.ends_with("onrecord.data") && matches!(harm, Harm::Gone);
        for (arguments, truth) in commands(&subject.id).iter().zip(&truth) {
            let ran = run(world, arguments);
            if arguments[0] == "verify" {
                verified = ran.status;
                continue;
            }
            match ran.status {
                Some(2) => any_failed = true,
                _ => assert_eq!(answer(&ran.stdout, anew), answer(truth, anew), "{called}\n{}", ran.told),
            }
        }
        failed += usize::from(any_failed);
        assert!(!any_failed || verified == Some(2), "{called}: an answer fails, and verify finds nothing");

        subject.damaged("ix", file, harm);
        let index = world.run(&["index", "--index", "ix", "archive"]);
        index.is_orderly();
        if index.status == Some(0) {
            let export = world.run(&["export", "--index", "ix", "--format", "ndjson"]);
            export.is_orderly();
            if export.status != Some(2) {
                same(&super::world::sorted(&export.stdout), &whole, &called);
            }
        }

        subject.damaged("ix", file, harm);
        let repair = world.run(&["repair", "--index", "ix"]);
        repair.is_orderly();
        match repair.status {
            Some(0) => {
                repaired += 1;
                same(&exported(&world.path("ix")), &whole, &format!("{called}: repaired"));
                world.run(&["verify", "--index", "ix"]).expect(0);
                if !is_nobodys {
                    nothing_strays(&world.path("ix"));
                }
            }
            _ => {
                assert!(["--rebuild", "onrecord index"].iter().any(|it| repair.stderr.contains(it)), "{}", repair.told);
                refused.push(called.clone());
            }
        }

        subject.damaged("ix", file, harm);
        let rebuilt = world.run(&["index", "--index", "ix", "--rebuild", "archive"]);
        assert_eq!(rebuilt.status, Some(0), "{called}\n{}", rebuilt.told);
        same(&exported(&world.path("ix")), &whole, &format!("{called}: rebuilt"));
        if !is_nobodys {
            nothing_strays(&world.path("ix"));
        }
        assert_eq!(self::tables(world), tables, "{called}");
    }
    println!(
        "damage and the binary: {damages} damages, {failed} of them made an answer fail, {repaired} repaired, not to be \
         repaired: {refused:?}; all rebuilt; {:.0?}",
        begun.elapsed()
    );
}

/// The user's tables.
fn tables(world: &World) -> [String; 2] {
    [TABLE, SAVED].map(|name| std::fs::read_to_string(world.path(name)).unwrap())
}

/// New files are indexed into a damaged index in many commits, so that its segments are merged: what is damaged is found
/// still, or is gone, and was never copied.
#[test]
fn no_merge_makes_damage_look_whole() {
    let begun = Instant::now();
    let subject = Subject::new(18);
    let world = &subject.world;
    let mut chance = Chance::new("damage and merges");
    let mut more = subject.archive.clone();
    for number in 700..709 {
        more.files.insert(format!("more/{number}.txt"), vec![(number, 1)]);
    }
    more.files.get_mut("part0/006.txt").unwrap()[0].1 = 3;
    more.write(world, "archive", &subject.archive);
    let fresh = world.fresh(&["archive"]);
    let files: Vec<PathBuf> = subject.files().into_iter().filter(|file| file.components().count() > 1).collect();
    let damages_made = times("ONRECORD_DAMAGES", 6, 250);
    let (mut refused, mut found, mut healed) = (0, 0, 0);
    for number in 0..damages_made {
        let file = &files[(number * 5 + chance.below(2)) % files.len()];
        let harm = Harm::bit(&mut chance, subject.length(file));
        let called = format!("{} {harm:?}", file.display());
        let index = subject.damaged("ix", file, harm);
        let ran = world.run_with(&[("ONRECORD_TEST_COMMIT", "1")], &["index", "--index", "ix", "archive"]);
        ran.is_orderly();
        refused += usize::from(ran.status == Some(2));
        if !damages(&index).is_empty() {
            found += 1;
            continue;
        }
        if ran.status == Some(0) {
            healed += 1;
            same(&exported(&index), &fresh, &called);
            continue;
        }
        // Refused before anything of it was read, and nothing that answers is damaged: all that is there is true.
        let lines = exported(&index);
        let before = exported(&subject.whole);
        assert!(lines.iter().all(|line| fresh.contains(line) || before.contains(line)), "{called}\n{}", ran.told);
    }
    println!(
        "damage and merges: {damages_made} bits turned; {refused} updates refused, {found} times still found, {healed} \
         times gone with what was merged; {:.0?}",
        begun.elapsed()
    );
}

/// Where files of the archive are gone, too, repair says of which files articles are lost, and keeps all others.
#[test]
fn repair_names_what_is_lost_and_keeps_the_rest() {
    let subject = Subject::new(18);
    let world = &subject.world;
    let mut chance = Chance::new("repair without files");
    let stores: Vec<PathBuf> =
        subject.files().into_iter().filter(|file| file.extension().is_some_and(|end| end == "store")).collect();
    std::fs::rename(world.path("archive/part2"), world.path("away")).unwrap();
    let told = subject.archive.told();
    let (mut lost, tries) = (0, times("ONRECORD_DAMAGES", 3, 60));
    for number in 0..tries {
        let file = &stores[number % stores.len()];
        let index = subject.damaged("ix", file, Harm::bit(&mut chance, subject.length(file)));
        let ran = world.run(&["repair", "--index", "ix"]);
        ran.is_orderly();
        world.run(&["verify", "--index", "ix"]).expect(0);
        let held = held(&index).unwrap();
        let gone: Vec<&u32> = told.keys().filter(|number| !held.contains_key(number)).collect();
        assert_eq!(ran.status, Some(if gone.is_empty() { 0 } else { 2 }), "{gone:?}\n{}", ran.told);
        for number in gone {
            let name = subject.archive.files.iter().find(|(_, told)| told[0].0 == *number).unwrap().0;
            assert!(name.starts_with("part2/") && ran.stderr.contains(name.as_str()), "{number}\n{}", ran.told);
            lost += 1;
        }
        super::news::is_between(&held, &Default::default(), &told).unwrap();
        // Put back, they are read again.
        std::fs::rename(world.path("away"), world.path("archive/part2")).unwrap();
        world.run(&["index", "--index", "ix", "archive"]).expect(0);
        same(&exported(&index), &exported(&subject.whole), &format!("{} put back", file.display()));
        std::fs::rename(world.path("archive/part2"), world.path("away")).unwrap();
    }
    println!("repair without files: {tries} damages, {lost} articles lost, each named");
}
