//! What an update makes of one file: which of its articles are new, changed, or as they were, and which of those that the
//! index held of it stay, because they may still be there and could not be read.
//!
//! | what the index held | what the file showed | it |
//! |---|---|---|
//! | an article under its name | an article of that name | is replaced, or is as it was |
//! | an article under its name | a record of that name that cannot be read | stays |
//! | an article whose name did not come | all of it, and nothing else is wrong | goes |
//! | an article whose name did not come | something unread that may be it, see [`Unread`] | stays |
//! | the same, and an article that says the same came under another name | the same | goes |
//!
//! The same holds for what it held under another path: of the file that moved here, and of what still stands under the
//! paths of files that moved here before.

use std::collections::{HashMap, HashSet};

use super::files::{FileFacts, Seen};
use super::prepared::first_number;
use super::update::UpdateCounts;
use crate::article::Article;
use crate::record::ArticleRecord;

/// What is known of something in a file that could not be read as an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread<'m> {
    /// The archive's own id of it: it has it wherever it stands in the file.
    WithId(&'m str),
    /// Its place in the file, where another article may have stood before.
    AtPlace(&'m str),
    /// Nothing, and others may stand behind it: a torn record, a disk that failed.
    Unknown,
}

/// The articles of one file, as far as they are stored.
pub struct FileUpdate {
    pub(super) facts: FileFacts,
    pub(super) hash: u64,
    pub(super) source: FileSource,
    /// Key and state of the articles that the file held before and that were not met yet.
    before: HashMap<u64, u64>,
    /// Other paths under which the index holds articles of it: that of the file that has moved here is the first.
    elsewhere: Vec<HeldElsewhere>,
    /// Whether the first of these has moved here now.
    has_moved: bool,
    /// Whether the index held any article of it.
    pub(super) was_known: bool,
    /// The numbers of the settings with which it may have been read before, where these were others than now.
    other_settings: Option<[u64; 2]>,
    /// How often each member name came.
    members: HashMap<String, u32>,
    articles: u64,
    /// States of its articles that were met, where the index held articles of it before: one that stands elsewhere in a
    /// file that could not be read to its end is not another one.
    met: HashSet<u64>,
    /// What could not be read and is known by a name.
    unread: Vec<UnreadNamed>,
    /// Whether anything could not be read.
    is_flawed: bool,
    /// Whether anything may hide articles of any name.
    hides: bool,
    /// Keys of articles that stand in two places, of which this one goes.
    doubled: Vec<u64>,
}

/// What the index holds of a file under a path where it is no longer.
pub(super) struct HeldElsewhere {
    pub path: String,
    /// Keys of its articles that were not met yet.
    pub left: HashSet<u64>,
}

/// Something that could not be read and has a name.
struct UnreadNamed {
    /// The keys that an article of this name has, under the file's path and under those elsewhere.
    keys: Vec<u64>,
    /// Whether it is no other article than the one of this name.
    is_sure: bool,
}

/// What articles are known by from one update to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileSource {
    /// The file's path and the member in it: an update replaces what it held before.
    Named,
    /// What they say: a stream has no name, and the next one is another.
    Stream,
}

/// An article's place in the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    pub(super) seen: Seen,
    /// Which of [`FileUpdate::elsewhere`] its article comes from.
    from: Option<usize>,
    /// Whether the index holds the article as it is, so that it need not be given.
    pub unchanged: bool,
}

/// What becomes of what the index held of a file when all of it was seen.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FileEnd {
    /// Keys of articles that go.
    pub gone: Vec<u64>,
    /// How many of `gone` are no second places of articles that stay.
    pub removed: u64,
    /// How many articles stay under the file's own path though they could not be read.
    pub kept: u64,
    /// Paths elsewhere of which nothing is left.
    pub emptied: Vec<String>,
    /// Paths elsewhere of which articles stay, and how many.
    pub leftovers: Vec<(String, u64)>,
    /// Whether anything could not be read: the file is read again the next time.
    pub is_flawed: bool,
}

/// What the index holds of a file when an update begins to read it.
#[derive(Default)]
pub(super) struct HeldBefore {
    /// Key and state of its articles.
    pub articles: HashMap<u64, u64>,
    /// Under other paths, see [`FileUpdate::elsewhere`].
    pub elsewhere: Vec<HeldElsewhere>,
    /// Whether the first of these has moved here now.
    pub has_moved: bool,
    /// The number of the settings in its memory, as it stands there.
    pub settings: Option<u64>,
}

impl FileUpdate {
    pub(super) fn new(
        facts: FileFacts,
        hash: u64,
        source: FileSource,
        before: HeldBefore,
        settings: u64,
    ) -> FileUpdate {
        let HeldBefore { articles, elsewhere, has_moved, settings: known } = before;
        let is_same = known.is_some_and(|known| known == settings || known == !settings);
        let other_settings = (!is_same).then(|| [known.unwrap_or(0), !known.unwrap_or(0)]);
        FileUpdate {
            facts,
            hash,
            source,
            was_known: !articles.is_empty() || !elsewhere.is_empty(),
            before: articles,
            elsewhere,
            has_moved,
            other_settings,
            members: HashMap::new(),
            articles: 0,
            met: HashSet::new(),
            unread: Vec::new(),
            is_flawed: false,
            hides: false,
            doubled: Vec::new(),
        }
    }

    /// Whether the index held articles of it before, some of which were not met yet.
    fn is_known(&self) -> bool {
        !self.before.is_empty() || self.elsewhere.iter().any(|place| !place.left.is_empty())
    }

    /// The path of the file that it was before, elsewhere.
    pub(super) fn came_from(&self) -> Option<&str> {
        self.elsewhere.first().filter(|_| self.has_moved).map(|from| from.path.as_str())
    }

    /// How many articles of it are stored that were read now.
    pub(super) fn articles(&self) -> u64 {
        self.articles
    }

    /// Which one of its name comes now.
    fn next_of(&mut self, member: &str) -> u32 {
        match self.members.get_mut(member) {
            Some(count) => {
                *count += 1;
                *count
            }
            None => {
                self.members.insert(member.to_string(), 0);
                0
            }
        }
    }

    /// Finds the place of an article that was read; `settings` is the number of those it was read with.
    pub(super) fn slot(&mut self, article: &Article, settings: u64, counts: &mut UpdateCounts) -> Slot {
        let record = ArticleRecord::new(article);
        let member = match self.source {
            FileSource::Named => article.origin.member.clone().unwrap_or_default(),
            FileSource::Stream => record.id.clone(),
        };
        let occurrence = self.next_of(&member);
        let key = article_key(&self.facts.path, &member, occurrence);
        let state = state_of(&record, settings);
        if self.is_known() {
            self.met.insert(state);
            let others = self.other_settings.into_iter().flatten();
            self.met.extend(others.map(|settings| state_of(&record, settings)));
        }
        let before = self.before.remove(&key);
        let mut replaces = before.map(|_| key);
        let mut from = None;
        for (at, place) in self.elsewhere.iter_mut().enumerate() {
            let old = article_key(&place.path, &member, occurrence);
            if place.left.remove(&old) {
                match replaces {
                    None => (replaces, from) = (Some(old), Some(at)),
                    Some(_) => self.doubled.push(old),
                }
            }
        }
        let unchanged = before == Some(state);
        self.articles += 1;
        match (before, replaces) {
            (Some(_), _) if unchanged => counts.unchanged += 1,
            (Some(_), _) => counts.changed += 1,
            (None, Some(_)) => counts.moved += 1,
            (None, None) => counts.added += 1,
        }
        Slot { seen: Seen { key, file: file_number(&self.facts.path), state, replaces }, from, unchanged }
    }

    /// Notes something that could not be read as an article.
    pub(super) fn miss(&mut self, unread: Unread<'_>) {
        self.is_flawed = true;
        let (member, is_sure) = match unread {
            Unread::WithId(id) => (id, self.other_settings.is_none()),
            Unread::AtPlace(place) => (place, false),
            Unread::Unknown => {
                self.hides = true;
                return;
            }
        };
        let occurrence = self.next_of(member);
        // Nothing is there to be kept.
        if !self.is_known() {
            return;
        }
        let paths = std::iter::once(&self.facts.path).chain(self.elsewhere.iter().map(|place| &place.path));
        let keys = paths.map(|path| article_key(path, member, occurrence)).collect();
        self.unread.push(UnreadNamed { keys, is_sure });
    }

    /// Gives a slot back whose article cannot be stored: what the index held there stays.
    pub(super) fn give_back(&mut self, slot: &Slot, counts: &mut UpdateCounts) {
        self.is_flawed = true;
        self.articles -= 1;
        let Seen { key, replaces, .. } = slot.seen;
        let place = slot.from.and_then(|at| self.elsewhere.get_mut(at));
        match (replaces, place) {
            (Some(old), Some(place)) => {
                place.left.insert(old);
                counts.moved -= 1;
            }
            (Some(old), None) => {
                // Its state is that of no article that was met.
                self.before.insert(old, 0);
                counts.changed -= 1;
            }
            (None, _) => counts.added -= 1,
        }
        let keys = std::iter::once(key).chain(replaces).collect();
        self.unread.push(UnreadNamed { keys, is_sure: true });
    }

    /// What becomes of what the index held of it, now that all of it was seen.
    pub(super) fn end(&self) -> FileEnd {
        let mut end = FileEnd { is_flawed: self.is_flawed, gone: self.doubled.clone(), ..FileEnd::default() };
        if self.source == FileSource::Stream {
            return end;
        }
        let is_elsewhere_in_it = |key: &u64| self.before.get(key).is_some_and(|state| self.met.contains(state));
        let is_left = |key: &u64| {
            self.before.contains_key(key) && !is_elsewhere_in_it(key)
                || self.elsewhere.iter().any(|place| place.left.contains(key))
        };
        let mut homes = HashSet::new();
        let mut hides = self.hides;
        for unread in &self.unread {
            let before = homes.len();
            homes.extend(unread.keys.iter().copied().filter(is_left));
            hides |= homes.len() == before && !unread.is_sure;
        }
        for key in self.before.keys() {
            if homes.contains(key) || hides && !is_elsewhere_in_it(key) {
                end.kept += 1;
            } else {
                end.gone.push(*key);
                end.removed += 1;
            }
        }
        for place in &self.elsewhere {
            let (stay, go): (Vec<u64>, Vec<u64>) = place.left.iter().partition(|key| hides || homes.contains(*key));
            end.removed += go.len() as u64;
            if stay.is_empty() {
                end.emptied.push(place.path.clone());
            } else {
                end.gone.extend(go);
                end.leftovers.push((place.path.clone(), stay.len() as u64));
            }
        }
        end
    }
}

/// The key of an article: by the file's path, the member in it, and which one of that name it is.
pub(super) fn article_key(path: &str, member: &str, occurrence: u32) -> u64 {
    first_number(&hash_text(&[path, member, &occurrence.to_string()]))
}

/// The number that stands for all that is stored of an article that was read with these settings.
fn state_of(record: &ArticleRecord, settings: u64) -> u64 {
    first_number(&hash_text(&[
        &record.id,
        record.outlet.as_deref().unwrap_or(""),
        record.byline.as_deref().unwrap_or(""),
        record.date_from.as_deref().unwrap_or(""),
        record.updated.as_deref().unwrap_or(""),
        &record.path,
        &settings.to_string(),
    ]))
}

/// The number that stands for a file's path.
pub(super) fn file_number(path: &str) -> u64 {
    first_number(&blake3::hash(path.as_bytes()))
}

fn hash_text(parts: &[&str]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize()
}
