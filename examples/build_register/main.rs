//! Makes the register's tables: what they hold already, and what fact files add; then checks them.
//!
//! ```text
//! cargo run --release --example build_register                  check the tables and tell how complete they are
//! cargo run --release --example build_register -- FACTS…        add these files first, and write the tables
//! … -- FACTS… --dry                                             write nothing
//! ```
//!
//! The tables in `src/people/data` are both what is read and what is written: whoever corrects a row by hand finds it
//! again after the next build. `data` beside this file says what the words of the files mean and what was decided
//! where they contradict each other.

#![allow(clippy::print_stdout, reason = "a program of the builders talks to them")]

mod checks;
mod facts;
mod identity;
mod merge;
mod tables;

use anyhow::{Context, Result};
use onrecord::people::{Register, fold_name};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    let (flags, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|it| it.starts_with("--"));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/people/data");
    let before = tables::Tables::read(&folder)?;
    let register = Register::embedded()?;
    let mut told = Vec::new();
    let after = build(&before, &files, &register, &mut told)?;
    for line in &told {
        println!("contradiction\t{line}");
    }
    let wrong = checks::check(&after, &checks::Limits::read(&decided())?);
    for line in &wrong {
        println!("wrong\t{line}");
    }
    for id in merge::lost(&before, &after) {
        println!("id gone\t{id}");
    }
    for id in after.persons.keys().filter(|id| !before.persons.contains_key(*id)) {
        let name = fold_name(&after.persons[id].name);
        let twin = before.persons.iter().find(|it| fold_name(&it.1.name) == name);
        println!("id new\t{id}\t{}", twin.map_or("", |it| it.0));
    }
    println!("rows before\t{:?}", merge::sizes(&before));
    println!("rows after\t{:?}", merge::sizes(&after));
    print!("{}", checks::coverage_table(&after));
    if !files.is_empty() && !flags.iter().any(|flag| flag == "--dry") {
        after.write(&folder)?;
    }
    Ok(())
}

/// Where it stands what words of files mean, and what was decided.
fn decided() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/build_register/data")
}

/// A table of two columns, by the first.
fn words(path: &Path) -> Result<HashMap<String, String>> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let rows = tables::rows::<2>(&text, "words")?;
    Ok(rows.into_iter().map(|[words, id]| (words, id)).collect())
}

fn build(
    before: &tables::Tables,
    files: &[String],
    register: &Register,
    told: &mut Vec<String>,
) -> Result<tables::Tables> {
    let build = decided();
    let words = facts::Words {
        register,
        parties: words(&build.join("party_words.tsv"))?,
        offices: words(&build.join("office_words.tsv"))?,
    };
    let mut facts = facts::Facts::default();
    let mut files: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    files.sort();
    for file in &files {
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        facts.read(&name, &text, &words)?;
    }
    told.extend(facts.unknown.iter().map(|it| format!("no id for {it}")));
    let mut after = before.clone();
    let mut decided = BTreeMap::new();
    let mut days = Vec::new();
    let text = fs::read_to_string(build.join("decisions.tsv"))?;
    for [name, about, id, _reason] in tables::rows::<4>(&text, "decisions.tsv")? {
        if about == "id" {
            merge::join(&mut after, &name, &id);
            continue;
        }
        if let Some((what @ ("begin" | "end"), of)) = about.split_once(' ') {
            days.push((name, what == "begin", of.to_owned(), id));
            continue;
        }
        decided.insert((fold_name(&name).into_owned(), about), id);
    }
    let mut identity = identity::Identity::new(register, &after, decided);
    merge::merge_stints(&facts, &mut identity, &mut after, told);
    merge::merge_changes(&facts.changes, &mut identity, &mut after, told);
    merge::merge_peers(&facts.peers, &mut identity, &mut after, told);
    merge::merge_held(&facts.held, &mut identity, &mut after, told);
    for (id, begins, of, day) in days {
        match tables::parse_day(&day)? {
            Some(day) if begins => merge::begin(&mut after, &id, &of, day),
            Some(day) => merge::end(&mut after, &id, &of, day),
            None => {}
        }
    }
    checks::Limits::read(&build)?.cut(&mut after);
    merge::settle(&mut after);
    told.extend(identity.doubtful.iter().map(|it| format!("doubtful\t{it}")));
    Ok(after)
}
