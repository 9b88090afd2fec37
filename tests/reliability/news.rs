//! Made-up archives of which every article says its number and version, and what an index of them holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::world::{Chance, World, records};
use onrecord::index::{IndexError, Store};
use onrecord::record::QuoteRecord;

/// Quotes of each article.
pub const QUOTES: usize = 3;

/// An article by its number and version.
pub type Told = (u32, u32);

/// Files with their articles; those of a text file are one.
#[derive(Clone, Debug, Default)]
pub struct Archive {
    pub files: BTreeMap<String, Vec<Told>>,
}

const WORDS: [&str; 24] = [
    "harbour",
    "ferry",
    "lamp",
    "council",
    "pier",
    "bridge",
    "winter",
    "budget",
    "school",
    "market",
    "tower",
    "engine",
    "garden",
    "railway",
    "library",
    "river",
    "station",
    "museum",
    "theatre",
    "festival",
    "hospital",
    "quarry",
    "orchard",
    "lighthouse",
];

fn prose(chance: &mut Chance, words: usize) -> String {
    let sentence = |chance: &mut Chance| {
        let said: Vec<String> = (0..12).map(|_| format!("{}{}", chance.pick(&WORDS), chance.below(40))).collect();
        format!("The {}.", said.join(" "))
    };
    (0..words / 12).map(|_| sentence(chance)).collect::<Vec<_>>().join(" ")
}

/// The body of an article: three quotes, each with number and version.
fn body((number, version): Told) -> String {
    let mut chance = Chance::of(u64::from(number) << 32 | u64::from(version));
    let (word, other) = (chance.pick(&WORDS).to_string(), chance.pick(&WORDS).to_string());
    format!(
        "{}\n\n“Number n{number}n stands at version v{version}v with the {word},” said Ann Example.\n\n{}\n\nHarold Testby \
         said: “The {other} of n{number}n was safe in v{version}v for another year.”\n\n“We asked for n{number}n and got \
         v{version}v,” said Olive Mockridge, the leader of the council.\n\n{}",
        prose(&mut chance, 48),
        prose(&mut chance, 24),
        prose(&mut chance, 36),
    )
}

pub fn text(told: Told) -> String {
    format!("Harbour news {}\nPosted On: {}/{}/2017\n\n{}\n", told.0, told.0 % 12 + 1, told.0 / 12 % 12 + 1, body(told))
}

pub fn record(told: Told) -> String {
    let number = told.0;
    let record = serde_json::json!({
        "id": format!("r{number}"), "headline": format!("Dump news {number}"),
        "published": format!("2018-{:02}-{:02}", number % 12 + 1, number % 28 + 1),
        "source": "The Testby Courier", "body": body(told),
    });
    format!("{record}\n")
}

impl Archive {
    /// So many text files, and dumps of so many articles each.
    pub fn new(texts: u32, dumps: &[u32]) -> Archive {
        let mut archive = Archive::default();
        for number in 0..texts {
            archive.files.insert(format!("part{}/{number:03}.txt", number % 3), vec![(number, 1)]);
        }
        let mut next = 1000;
        for (place, articles) in dumps.iter().enumerate() {
            let told = (next..next + articles).map(|number| (number, 1)).collect();
            archive.files.insert(format!("dump{place}.ndjson"), told);
            next += 1000;
        }
        archive
    }

    /// Makes the files of a folder what this says; those that are as they were are not touched, and one that lies at
    /// another place now is moved.
    pub fn write(&self, world: &World, folder: &str, before: &Archive) {
        let gone: Vec<&String> = before.files.keys().filter(|name| !self.files.contains_key(*name)).collect();
        let mut moved = BTreeSet::new();
        for (name, told) in &self.files {
            if before.files.get(name) == Some(told) {
                continue;
            }
            let path = world.path(folder).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let same = gone.iter().find(|gone| before.files[**gone] == *told && moved.insert((*gone).to_string()));
            match same {
                Some(from) => std::fs::rename(world.path(folder).join(from), path).unwrap(),
                None => std::fs::write(path, content(name, told)).unwrap(),
            }
        }
        for name in gone.into_iter().filter(|name| !moved.contains(*name)) {
            std::fs::remove_file(world.path(folder).join(name)).unwrap();
        }
    }

    /// What the archive says: each article with its version.
    pub fn told(&self) -> BTreeMap<u32, u32> {
        self.files.values().flatten().copied().collect()
    }
}

fn content(name: &str, told: &[Told]) -> String {
    match name.ends_with(".txt") {
        true => text(told[0]),
        false => told.iter().map(|told| record(*told)).collect(),
    }
}

/// The number between two marks of a kind.
fn number(quote: &str, mark: char) -> Option<u32> {
    quote.split(|c: char| !c.is_alphanumeric()).find_map(|word| {
        let inner = word.strip_prefix(mark)?.strip_suffix(mark)?;
        inner.parse().ok()
    })
}

pub fn told_by(record: &QuoteRecord) -> Option<Told> {
    Some((number(&record.quote, 'n')?, number(&record.quote, 'v')?))
}

/// By article: how many of its quotes are there in each version, and from which file.
pub type HeldArticles = BTreeMap<u32, BTreeMap<(u32, String), usize>>;

/// What an index holds: how many quotes of each article in each version, by the files they were read from.
pub fn held(dir: &Path) -> Result<HeldArticles, IndexError> {
    let mut held: HeldArticles = BTreeMap::new();
    for record in records(&Store::open(dir)?)? {
        let (number, version) = told_by(&record).unwrap_or_else(|| panic!("a half quote: {}", record.quote));
        *held.entry(number).or_default().entry((version, record.article.path.clone())).or_default() += 1;
    }
    Ok(held)
}

/// Whether an index holds what it may hold between two states of its archive: of each article that is in both the old or
/// the new version, never neither and never both; of the others one at most; and each with all its quotes.
pub fn is_between(held: &HeldArticles, before: &BTreeMap<u32, u32>, after: &BTreeMap<u32, u32>) -> Result<(), String> {
    for (number, versions) in held {
        if versions.len() > 1 {
            return Err(format!("article {number} is there twice: {versions:?}"));
        }
        for ((version, path), quotes) in versions {
            if *quotes != QUOTES {
                return Err(format!("article {number} has {quotes} quotes, {path}"));
            }
            if before.get(number) != Some(version) && after.get(number) != Some(version) {
                return Err(format!("article {number} has version {version}, {path}"));
            }
        }
    }
    for number in before.keys().filter(|number| after.contains_key(number)) {
        if !held.contains_key(number) {
            return Err(format!("article {number} is lost"));
        }
    }
    Ok(())
}
