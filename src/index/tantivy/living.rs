//! Which documents of a damaged index count where a list of what was deleted is lost: what the others say, and how many
//! were deleted, tells it of nearly all. Pure.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::DocId;

use crate::index::files::FileState;

/// The documents of a segment that can be deleted.
#[derive(Default)]
pub(super) struct Population {
    /// Articles: document, key, and number of the file.
    pub articles: Vec<(DocId, u64, u64)>,
    /// Memories of files: document, number of the file, and what is remembered.
    pub memories: Vec<(DocId, u64, FileState)>,
    /// Documents that were not deleted; `None` where their list is lost.
    pub alive: Option<FxHashSet<DocId>>,
    /// How many were deleted.
    pub deleted: u64,
    /// Whether these are all its articles and memories.
    pub is_all: bool,
}

/// What is held of the documents whose list is lost.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Living {
    /// By segment, those that were deleted.
    pub dead: Vec<FxHashSet<DocId>>,
    /// Numbers of files of which it cannot be told whether all that is kept still counted.
    pub uncertain: BTreeSet<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Life {
    Alive,
    Dead,
    Open,
}

#[derive(Clone, Copy)]
enum Remnant<'p> {
    /// Its key.
    Article(u64),
    Memory(&'p FileState),
}

struct Item<'p> {
    part: usize,
    doc: DocId,
    file: u64,
    kind: Remnant<'p>,
    life: Life,
}

/// Tells of each document whether it counted. `is_whole` says whether a memory is that of a file of which all was read, so
/// that its number of articles is that of all of them; `is_there` whether the file with this number is still in its place.
pub(super) fn judge(
    parts: &[Population],
    is_whole: impl Fn(&FileState) -> bool,
    is_there: impl Fn(u64) -> bool,
) -> Living {
    let mut court = Court::new(parts);
    loop {
        let before = court.open();
        court.by_key();
        court.by_memory(&is_whole);
        court.by_number();
        if court.open() == 0 {
            break;
        }
        if court.open() == before && !court.by_absence(&is_there) {
            break;
        }
    }
    court.verdict()
}

struct Court<'p> {
    parts: &'p [Population],
    items: Vec<Item<'p>>,
    by_file: BTreeMap<u64, Vec<usize>>,
    /// Whether all memories of files could be read.
    is_all: bool,
}

impl<'p> Court<'p> {
    fn new(parts: &'p [Population]) -> Court<'p> {
        let mut items = Vec::new();
        for (part, population) in parts.iter().enumerate() {
            let life = |doc: DocId| match &population.alive {
                None => Life::Open,
                Some(alive) if alive.contains(&doc) => Life::Alive,
                Some(_) => Life::Dead,
            };
            let articles = population.articles.iter().map(|(doc, key, file)| (*doc, *file, Remnant::Article(*key)));
            let memories = population.memories.iter().map(|(doc, file, state)| (*doc, *file, Remnant::Memory(state)));
            let all = articles.chain(memories);
            items.extend(all.map(|(doc, file, kind)| Item { part, doc, file, kind, life: life(doc) }));
        }
        let mut by_file: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        items.iter().enumerate().for_each(|(at, item)| by_file.entry(item.file).or_default().push(at));
        Court { parts, items, by_file, is_all: parts.iter().all(|part| part.is_all) }
    }

    fn open(&self) -> usize {
        self.items.iter().filter(|item| item.life == Life::Open).count()
    }

    fn settle(&mut self, items: impl IntoIterator<Item = usize>, life: Life) {
        for at in items {
            if let Some(item) = self.items.get_mut(at).filter(|item| item.life == Life::Open) {
                item.life = life;
            }
        }
    }

    /// A key has one article: the one that surely counts, or within a segment, which is written in order, the last.
    fn by_key(&mut self) {
        let mut sure = FxHashSet::default();
        let mut last: FxHashMap<(usize, u64), DocId> = FxHashMap::default();
        for item in &self.items {
            let Remnant::Article(key) = item.kind else { continue };
            match item.life {
                Life::Alive => drop(sure.insert(key)),
                Life::Open => {
                    let last = last.entry((item.part, key)).or_default();
                    *last = item.doc.max(*last);
                }
                Life::Dead => {}
            }
        }
        let is_replaced = |item: &Item| match item.kind {
            Remnant::Article(key) => {
                item.life == Life::Open && (sure.contains(&key) || last.get(&(item.part, key)) > Some(&item.doc))
            }
            Remnant::Memory(_) => false,
        };
        let replaced: Vec<usize> =
            self.items.iter().enumerate().filter(|(_, item)| is_replaced(item)).map(|(at, _)| at).collect();
        self.settle(replaced, Life::Dead);
    }

    /// A file has one memory, the newest, or none where it was taken out; and so many articles as that says.
    fn by_memory(&mut self, is_whole: &impl Fn(&FileState) -> bool) {
        let files: Vec<Vec<usize>> = self.by_file.values().cloned().collect();
        for file in files {
            let memory = |at: &usize| match self.items[*at].kind {
                Remnant::Memory(state) => Some((*at, state)),
                Remnant::Article(_) => None,
            };
            let memories: Vec<(usize, &FileState)> = file.iter().filter_map(memory).collect();
            let life = |at: usize| self.items[at].life;
            let of_life = |wanted: Life| memories.iter().copied().filter(move |(at, _)| life(*at) == wanted);
            let open: Vec<usize> = of_life(Life::Open).map(|(at, _)| at).collect();
            let articles: Vec<usize> =
                file.iter().copied().filter(|at| matches!(self.items[*at].kind, Remnant::Article(_))).collect();
            let sure = articles.iter().filter(|at| life(**at) == Life::Alive).count() as u64;
            let waiting: Vec<usize> = articles.into_iter().filter(|at| life(*at) == Life::Open).collect();
            let alive = of_life(Life::Alive).next().map(|(_, state)| state);
            if let Some(state) = alive {
                self.settle(open, Life::Dead);
                if is_whole(state) && sure >= state.articles {
                    self.settle(waiting, Life::Dead);
                } else if is_whole(state) && sure + waiting.len() as u64 <= state.articles {
                    self.settle(waiting, Life::Alive);
                }
                continue;
            }
            let newest = of_life(Life::Open).map(|(_, state)| state.seen).max();
            let newest_gone = of_life(Life::Dead).map(|(_, state)| state.seen).max();
            let is_taken_out = newest.is_none() || newest_gone > newest;
            if sure == 0 && self.is_all && is_taken_out {
                self.settle(open, Life::Dead);
                self.settle(waiting, Life::Dead);
                continue;
            }
            let is_older = |at: &usize| {
                let item = &self.items[*at];
                open.iter().map(|other| &self.items[*other]).any(|other| match (item.kind, other.kind) {
                    (Remnant::Memory(this), Remnant::Memory(that)) => {
                        this.seen < that.seen
                            || this.seen == that.seen && item.part == other.part && item.doc < other.doc
                    }
                    _ => false,
                })
            };
            let (older, rest): (Vec<usize>, Vec<usize>) = open.iter().copied().partition(is_older);
            self.settle(older, Life::Dead);
            // What has articles has a memory.
            if let ([only], true, true) = (rest.as_slice(), sure > 0, self.is_all) {
                self.settle([*only], Life::Alive);
            }
        }
    }

    /// The open documents of a segment, and how many of them were deleted.
    fn open_in(&self, part: usize) -> (Vec<usize>, u64) {
        let of_part = || self.items.iter().enumerate().filter(move |(_, item)| item.part == part);
        let open = of_part().filter(|(_, item)| item.life == Life::Open).map(|(at, _)| at).collect();
        let dead = of_part().filter(|(_, item)| item.life == Life::Dead).count() as u64;
        (open, self.parts.get(part).map_or(0, |part| part.deleted).saturating_sub(dead))
    }

    /// Where none is left that was deleted, or all that are left were.
    fn by_number(&mut self) {
        for part in 0..self.parts.len() {
            let (open, deleted) = self.open_in(part);
            if !self.parts[part].is_all {
                continue;
            }
            if deleted == 0 {
                self.settle(open, Life::Alive);
            } else if deleted == open.len() as u64 {
                self.settle(open, Life::Dead);
            }
        }
    }

    /// What was deleted is of files that are gone, where their documents are just as many; or of those that lie at
    /// another place now. Says whether that told anything.
    fn by_absence(&mut self, is_there: &impl Fn(u64) -> bool) -> bool {
        let contents: FxHashSet<(u64, u64, u64)> = self.contents().collect();
        let mut told = false;
        for part in 0..self.parts.len() {
            let (open, deleted) = self.open_in(part);
            if open.is_empty() || !self.parts[part].is_all {
                continue;
            }
            let gone: Vec<usize> = open.into_iter().filter(|at| !is_there(self.items[*at].file)).collect();
            let moved_files: FxHashSet<u64> = gone
                .iter()
                .filter_map(|at| match self.items[*at].kind {
                    Remnant::Memory(state) if state.hash != 0 => Some((self.items[*at].file, state)),
                    _ => None,
                })
                .filter(|(file, state)| {
                    let is_same = |(other, hash, size): &(u64, u64, u64)| {
                        other != file && *hash == state.hash && *size == state.size
                    };
                    contents.iter().any(is_same)
                })
                .map(|(file, _)| file)
                .collect();
            let moved: Vec<usize> =
                gone.iter().copied().filter(|at| moved_files.contains(&self.items[*at].file)).collect();
            for group in [gone, moved] {
                if !group.is_empty() && group.len() as u64 == deleted {
                    self.settle(group, Life::Dead);
                    told = true;
                    break;
                }
            }
        }
        told
    }

    /// File, hash and size of what surely counts.
    fn contents(&self) -> impl Iterator<Item = (u64, u64, u64)> {
        self.items.iter().filter(|item| item.life == Life::Alive).filter_map(|item| match item.kind {
            Remnant::Memory(state) if state.hash != 0 => Some((item.file, state.hash, state.size)),
            _ => None,
        })
    }

    fn verdict(self) -> Living {
        let mut verdict = Living { dead: vec![FxHashSet::default(); self.parts.len()], ..Living::default() };
        for item in self.items {
            let holds_any = match item.kind {
                Remnant::Article(_) => true,
                Remnant::Memory(state) => state.articles > 0,
            };
            match item.life {
                Life::Dead => drop(verdict.dead.get_mut(item.part).map(|dead| dead.insert(item.doc))),
                Life::Open if holds_any => drop(verdict.uncertain.insert(item.file)),
                Life::Open | Life::Alive => {}
            }
        }
        verdict
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(seen: i64, articles: u64) -> FileState {
        FileState { hash: 7 + articles, seen, ..FileState::unknown(articles) }
    }

    fn lost(articles: &[(DocId, u64, u64)], memories: &[(DocId, u64, FileState)], deleted: u64) -> Population {
        Population { articles: articles.to_vec(), memories: memories.to_vec(), alive: None, deleted, is_all: true }
    }

    fn sound(articles: &[(DocId, u64, u64)], memories: &[(DocId, u64, FileState)], alive: &[DocId]) -> Population {
        Population { alive: Some(alive.iter().copied().collect()), ..lost(articles, memories, 0) }
    }

    fn dead(parts: &[Population], there: &[u64]) -> (Vec<DocId>, Vec<u64>) {
        let verdict = judge(parts, |_| true, |file| there.contains(&file));
        let mut dead: Vec<DocId> = verdict.dead[0].iter().copied().collect();
        dead.sort_unstable();
        (dead, verdict.uncertain.into_iter().collect())
    }

    #[test]
    fn memories_that_were_written_anew_leave_their_articles() {
        let first = lost(&[(0, 10, 1), (2, 20, 2)], &[(1, 1, state(5, 1)), (3, 2, state(5, 1))], 2);
        let second = sound(&[], &[(0, 1, state(6, 1)), (1, 2, state(6, 1))], &[0, 1]);
        assert_eq!(dead(&[first, second], &[]), (vec![1, 3], vec![]));
    }

    #[test]
    fn what_came_anew_replaces_what_was() {
        let first = lost(&[(0, 10, 1), (2, 20, 2)], &[(1, 1, state(5, 1)), (3, 2, state(5, 1))], 2);
        let second = sound(&[(0, 10, 1)], &[(1, 1, state(6, 1))], &[0, 1]);
        assert_eq!(dead(&[first, second], &[]), (vec![0, 1], vec![]));
    }

    #[test]
    fn what_no_memory_knows_was_taken_out() {
        let first = lost(&[(0, 10, 1), (1, 20, 2)], &[], 1);
        let second = sound(&[], &[(0, 1, state(6, 1)), (1, 2, state(6, 1))], &[0]);
        assert_eq!(dead(&[first, second], &[]), (vec![1], vec![]));
    }

    #[test]
    fn an_article_that_a_file_no_longer_holds_was_taken_out() {
        let first = lost(&[(0, 10, 1), (1, 11, 1)], &[(2, 1, state(5, 2))], 3);
        let second = sound(&[(0, 10, 1)], &[(1, 1, state(6, 1))], &[0, 1]);
        assert_eq!(dead(&[first, second], &[1]), (vec![0, 1, 2], vec![]));
    }

    #[test]
    fn a_file_that_is_gone_was_taken_out_where_the_numbers_say_so() {
        let documents = || lost(&[(0, 10, 1), (2, 20, 2)], &[(1, 1, state(5, 1)), (3, 2, state(5, 1))], 2);
        assert_eq!(dead(&[documents()], &[2]), (vec![0, 1], vec![]));
        // It may be the one or the other.
        assert_eq!(dead(&[documents()], &[]), (vec![], vec![1, 2]));
        let none = Population { deleted: 0, ..documents() };
        assert_eq!(dead(&[none], &[]), (vec![], vec![]));
    }

    #[test]
    fn an_article_is_as_it_came_last() {
        let documents = lost(&[(0, 10, 1), (3, 10, 1)], &[(1, 1, state(5, 0)), (4, 1, state(5, 1))], 2);
        assert_eq!(dead(&[documents], &[]), (vec![0, 1], vec![]));
    }
}
