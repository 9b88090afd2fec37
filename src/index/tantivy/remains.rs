//! Looks through an index for damage, as far as it can be opened: which files are not as they were written, which
//! articles they hold, and whether what is stored of each article agrees with itself. Then takes what is whole over
//! into a new index.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::{Column, ColumnarReader, DynamicColumn};
use tantivy::directory::CompositeFile;
use tantivy::directory::error::OpenReadError;
use tantivy::fastfield::AliveBitSet;
use tantivy::index::SegmentComponent;
use tantivy::schema::Value;
use tantivy::store::StoreReader;
use tantivy::termdict::TermDictionary;
use tantivy::{DocId, Index, Segment, SegmentMeta, SegmentReader, TantivyDocument};

use super::columns::Columns;
use super::disk::{Access, Disk};
use super::error::of_engine;
use super::folder;
use super::held::Held;
use super::living::{self, Population};
use super::named::ByName;
use super::schema::{self, Fields, column};
use super::store::Store;
use super::sums;
use super::writer::{self, FoundAt, Writer};
use crate::article::Article;
use crate::index::engine::Writing;
use crate::index::entry::ArticleEntry;
use crate::index::error::IndexError;
use crate::index::file_update::file_number;
use crate::index::files::{FileState, Seen, key_path};
use crate::index::prepared::{Prepared, confidence_number, day_number};
use crate::index::stored::{self, StoredArticle};
use crate::record::quote_numbers;

/// A part of an index that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// In the index's folder.
    pub file: PathBuf,
    /// What is wrong with it, for people.
    pub what: String,
}

/// What was found where an index was looked through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// All that is not as it was written.
    pub damages: Vec<Damage>,
    /// Files of the archive whose articles lie in what is damaged, by the names they were found under, each with how
    /// many articles of it.
    pub concerned: BTreeMap<String, u64>,
    /// Whether there may be other articles in it, which cannot be named.
    pub unnamed: bool,
    /// Articles that could be read.
    pub articles: u64,
    /// Quotes of these articles.
    pub quotes: u64,
}

impl Verified {
    /// Whether everything is as it was written.
    pub fn is_whole(&self) -> bool {
        self.damages.is_empty()
    }
}

/// An index that may be damaged.
pub struct Remains {
    dir: PathBuf,
    disk: Disk,
    fields: Fields,
    parts: Vec<IndexPart>,
    /// Numbers of files of which it cannot be told whether all that is kept still counted.
    uncertain: BTreeSet<u64>,
    /// Of what belongs to no segment.
    damages: Vec<Damage>,
    /// As it was when it was opened.
    state: folder::MarkerFiles,
    /// In which ways files were read, where that can be told.
    ways: Option<BTreeMap<u64, String>>,
}

/// A segment: of each of its files what can be read.
struct IndexPart {
    meta: SegmentMeta,
    /// Where all of it can be opened.
    reader: Option<SegmentReader>,
    /// Key, file and state of its articles.
    places: Option<[Column<u64>; 3]>,
    store: Option<StoreReader>,
    /// Paths of the files that it remembers.
    paths: Vec<String>,
    /// What it remembers of files: document, number of the file, state; `None` where that cannot be read.
    memories: Option<Vec<(DocId, u64, FileState)>>,
    /// Under which links it found them; `None` where that cannot be read.
    found: Option<FxHashMap<DocId, FoundAt>>,
    /// Documents that were not deleted, as far as that can be told.
    alive: Vec<DocId>,
    /// Whether the list of those that were is lost.
    is_list_lost: bool,
    damages: Vec<Damage>,
    /// Whether there are files of it that may not be read.
    unreadable: bool,
}

/// What an index that was made anew took over from a damaged one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenOver {
    /// Articles taken over.
    pub articles: u64,
    /// Places of files that must be read again, as something of them was not whole.
    pub to_read: Vec<PathBuf>,
    /// Those among them of which articles are missing.
    pub lost: Vec<PathBuf>,
    /// In which way each file was read, as far as that can be told: by its place, the number of the settings (see
    /// [`settings_number`](crate::index::settings_number)) or its complement.
    pub read_as: BTreeMap<PathBuf, u64>,
    /// Whether there may have been articles of which nothing can be told, not even of which file they were.
    pub hidden: bool,
}

impl Remains {
    /// Opens what can be opened of an index, and compares its files with their checksums.
    ///
    /// # Errors
    /// Where there is none, where it is of another format, or where its list of segments is damaged.
    pub fn open(dir: &Path) -> Result<Remains, IndexError> {
        const TRIES: u32 = 5;
        for _ in 1..TRIES {
            let data = folder::data_or_only(dir);
            let before = folder::state(dir, data.as_deref());
            let opened = Remains::open_once(dir);
            let is_whole = opened
                .as_ref()
                .is_ok_and(|it| it.damages.is_empty() && it.parts.iter().all(|it| it.damages.is_empty()));
            // Whoever writes meanwhile takes files away that were merged: that is no damage.
            if is_whole || folder::state(dir, data.as_deref()) == before {
                return opened;
            }
        }
        Remains::open_once(dir)
    }

    fn open_once(dir: &Path) -> Result<Remains, IndexError> {
        let mut damages = Vec::new();
        let state = folder::state(dir, folder::data_or_only(dir).as_deref());
        let data = match folder::data(dir) {
            Err(IndexError::Damaged { dir: named, what }) => match folder::only_data(dir) {
                Some(only) => {
                    damages.push(Damage { file: PathBuf::from(folder::MARKER), what });
                    only
                }
                None => return Err(IndexError::Damaged { dir: named, what }),
            },
            other => other?,
        };
        damages.extend(folder::damaged_notes(&data).into_iter().map(|(name, what)| Damage {
            file: data.file_name().map(PathBuf::from).unwrap_or_default().join(name),
            what: what.to_string(),
        }));
        let ways = folder::ways(&data);
        let open_disk = || {
            let disk = Disk::open(&data, Access::Mapped).map_err(|error| of_engine(dir, error.into()))?;
            Ok(disk.for_repair())
        };
        let disk = open_disk()?;
        let (expected, fields) = schema::build();
        let opened = stumbling(|| Index::open(open_disk()?).map_err(|error| of_engine(dir, error)));
        let index = opened.unwrap_or_else(|what| Err(IndexError::Damaged { dir: dir.to_path_buf(), what }))?;
        if index.schema() != expected {
            let what = "its list of segments names other fields".to_string();
            return Err(IndexError::Damaged { dir: dir.to_path_buf(), what });
        }
        let metas = index.searchable_segment_metas().map_err(|error| of_engine(dir, error))?;
        let mut parts: Vec<IndexPart> =
            metas.into_par_iter().map(|meta| IndexPart::open(&index, &disk, &data, meta)).collect();
        if parts.iter().any(|part| part.unreadable) {
            return Err(IndexError::Unreadable { dir: dir.to_path_buf() });
        }
        let uncertain = judge(&mut parts, ways.as_ref());
        Ok(Remains { dir: dir.to_path_buf(), disk, fields, parts, uncertain, damages, state, ways })
    }

    /// Looks through all that can be opened.
    pub fn verify(&self) -> Verified {
        let only_named = self.parts.iter().flat_map(|part| &part.paths).map(|path| (path.clone(), None));
        let remembered = self.files().into_iter().map(|(path, state)| (path, Some(state)));
        let files: FxHashMap<u64, (String, u64)> = only_named
            .chain(remembered)
            .map(|(path, state)| {
                let articles = state.as_ref().map_or(0, |state| state.articles);
                (file_number(&path), (state.map_or(path.clone(), |state| state.lies_at(&path).to_string()), articles))
            })
            .collect();
        let mut verified = Verified { damages: self.damages.clone(), ..Verified::default() };
        let mut counts: FxHashMap<u64, u64> = FxHashMap::default();
        let looked: Vec<PartContents> = self.parts.par_iter().map(|part| part.look(&self.fields)).collect();
        for (part, looked) in self.parts.iter().zip(looked) {
            verified.damages.extend(part.damages.iter().cloned());
            verified.damages.extend(
                looked
                    .disagreements
                    .iter()
                    .map(|what| Damage { file: PathBuf::from(part.meta.id().uuid_string()), what: what.clone() }),
            );
            // Where only texts are damaged each article tells for itself whether it is whole.
            let is_damaged = part.damages.iter().any(|damage| damage.file.extension() != Some("store".as_ref()));
            verified.unnamed |= is_damaged && looked.hidden;
            for place in looked.files {
                let known = place.file.and_then(|file| files.get(&file)).map(|(name, _)| name.clone());
                if let Some(file) = place.file {
                    *counts.entry(file).or_default() += 1;
                }
                if is_damaged || place.name.is_none() {
                    let name = known.or(place.name);
                    verified.unnamed |= name.is_none();
                    name.into_iter().for_each(|name| *verified.concerned.entry(name).or_default() += 1);
                }
            }
            verified.articles += looked.articles;
            verified.quotes += looked.quotes;
        }
        if verified.damages.is_empty() {
            // The memory of a file never claims more than is stored.
            for (number, (name, articles)) in &files {
                let stored = counts.get(number).copied().unwrap_or(0);
                if stored < *articles {
                    let what = format!("{name}: {articles} articles are remembered, {stored} are stored");
                    verified.damages.push(Damage { file: PathBuf::from("memory of files"), what });
                    verified.concerned.insert(name.clone(), articles - stored);
                }
            }
        }
        verified
    }

    /// What is remembered of the archive's files, as far as it can be read.
    fn files(&self) -> BTreeMap<String, FileState> {
        let paths: FxHashMap<u64, &String> = self.paths().map(|path| (file_number(path), path)).collect();
        let mut files: BTreeMap<String, FileState> = BTreeMap::new();
        for part in &self.parts {
            let alive: FxHashSet<DocId> = part.alive.iter().copied().collect();
            for (doc, file, state) in part.memories.iter().flatten().filter(|(doc, ..)| alive.contains(doc)) {
                let Some(path) = paths.get(file) else { continue };
                if files.get(*path).is_some_and(|known| known.seen > state.seen) {
                    continue;
                }
                let state = match &part.found {
                    Some(found) => found.get(doc).cloned().unwrap_or_default().of(state.clone()),
                    // Its content is compared with nothing: it is read again.
                    None => FileState { hash: 0, modified: 0, ..state.clone() },
                };
                files.insert((*path).clone(), state);
            }
        }
        files
    }

    /// All paths of files that it names, also of those that were taken out.
    fn paths(&self) -> impl Iterator<Item = &String> {
        self.parts.iter().flat_map(|part| &part.paths)
    }

    /// Puts all articles that are whole into an index that was made anew; quotes are looked for again, as what was
    /// stored beside the articles may be what is damaged. Files are remembered of which nothing is missing.
    ///
    /// # Errors
    /// Where the new index cannot be written.
    pub fn take_over(
        &self,
        store: &Store,
        entry: impl Fn(Article) -> ArticleEntry + Sync,
        progress: impl Fn(u64),
    ) -> Result<TakenOver, IndexError> {
        const AT_ONCE: usize = 256;
        const COMMIT: usize = 64 << 20;
        let mut writer = Box::new(Writer::open(store)?);
        let mut taken = TakenOver::default();
        let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
        let (mut keys, mut lost) = (BTreeSet::new(), self.uncertain.clone());
        let mut any_hidden = self.parts.iter().any(IndexPart::hides);
        let mut bytes = 0;
        let files = self.files();
        let mut named = ByName::new(self.paths());
        // What surely counts comes first.
        let (sure, others): (Vec<&IndexPart>, Vec<&IndexPart>) = self.parts.iter().partition(|part| !part.is_list_lost);
        for part in sure.into_iter().chain(others) {
            for docs in part.alive.chunks(AT_ONCE) {
                let mut held: Vec<Held> = Vec::with_capacity(docs.len());
                for doc in docs {
                    let article = part.article(&self.fields, *doc);
                    match (part.seen(*doc), article) {
                        (Some(seen), Some(article)) => {
                            held.push(Held::new(seen, part.turn(*doc), article.into_article()));
                        }
                        (Some(seen), None) => lost.extend([seen.file]),
                        (None, Some(article)) => match named.held(article) {
                            Some(article) => {
                                // Nothing tells which of two of the same name counted.
                                lost.extend(part.is_list_lost.then_some(article.seen.file));
                                held.push(article);
                            }
                            None => any_hidden = true,
                        },
                        (None, None) => {}
                    }
                }
                let prepared: Vec<(Seen, Prepared)> = held.into_par_iter().map(|held| held.prepare(&entry)).collect();
                progress(prepared.len() as u64);
                for (seen, prepared) in prepared {
                    // Once only, whatever a damaged list of what was deleted says.
                    if !keys.insert(seen.key) {
                        continue;
                    }
                    *counts.entry(seen.file).or_default() += 1;
                    bytes += prepared.bytes();
                    taken.articles += 1;
                    writer.put(&Seen { replaces: None, ..seen }, prepared)?;
                }
                if bytes > COMMIT {
                    writer.commit()?;
                    bytes = 0;
                }
            }
        }
        let forgotten = self.forgotten();
        let named: BTreeSet<&String> = self.paths().collect();
        for path in named.into_iter().filter(|path| !files.contains_key(*path)) {
            let stored = counts.get(&file_number(path)).copied().unwrap_or(0);
            if stored == 0 && forgotten.contains(&file_number(path)) {
                continue;
            }
            let is_lost = lost.contains(&file_number(path)) || any_hidden;
            // A damaged list still names files that were taken out long ago.
            if stored > 0 || is_lost {
                writer.remember(path, FileState::unknown(stored))?;
            }
            taken.to_read.push(key_path(path));
            if is_lost {
                taken.lost.push(key_path(path));
            }
        }
        for (path, state) in files {
            let stored = counts.get(&file_number(&path)).copied().unwrap_or(0);
            let is_lost = lost.contains(&file_number(&path)) || stored < state.articles;
            // A flawed one is remembered without its articles, and read again whatever comes.
            let whole = !is_lost && (stored == state.articles || state.hash == 0);
            let is_unknown = state.hash == 0;
            let place = key_path(state.lies_at(&path));
            if state.settings != 0 {
                taken.read_as.insert(place.clone(), state.settings);
            }
            // Without its hash it is read again.
            let state = if whole { state } else { kept_of(state, stored) };
            writer.remember(&path, state)?;
            if !whole || is_unknown {
                taken.to_read.push(place.clone());
            }
            if is_lost {
                taken.lost.push(place);
            }
        }
        writer.finish()?;
        taken.hidden = any_hidden;
        // What was read before is told of still.
        store.add_roots(&self.roots().unwrap_or_default())?;
        Ok(taken)
    }

    /// Numbers of the files that were taken out: what is left of their memories was deleted.
    fn forgotten(&self) -> BTreeSet<u64> {
        if self.parts.iter().any(|part| part.memories.is_none()) {
            return BTreeSet::new();
        }
        let all = self.parts.iter().flat_map(|part| part.memories.iter().flatten());
        all.map(|(_, file, _)| *file).collect()
    }

    /// Whether nobody wrote the index since it was opened.
    pub fn is_current(&self) -> bool {
        folder::state(&self.dir, Some(self.disk.root())) == self.state
    }

    /// Where the index lies.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// In which ways files of its archive were read: the settings of updates (see
    /// [`Store::begin_update`](crate::index::Store::begin_update)) by the numbers that stand for them; `None` where that can no
    /// longer be told.
    pub fn ways(&self) -> Option<&BTreeMap<u64, String>> {
        self.ways.as_ref()
    }

    /// The roots of the archive that were named, as keys, each with how it was called; `None` where that can no longer be
    /// told.
    pub fn roots(&self) -> Option<Vec<(String, String)>> {
        folder::roots(self.disk.root())
    }
}

impl IndexPart {
    fn open(index: &Index, disk: &Disk, data: &Path, meta: SegmentMeta) -> IndexPart {
        let (mut damages, mut unreadable) = (Vec::new(), false);
        let relative = |file: &Path| data.file_name().map(PathBuf::from).unwrap_or_default().join(file);
        for file in files_of_segment(&meta) {
            let name = format!("{}: ", file.display());
            let mut damage = |what: String| {
                let what = what.strip_prefix(&name).map(str::to_string).unwrap_or(what);
                damages.push(Damage { file: relative(&file), what });
            };
            match disk.summed(&file) {
                Err(OpenReadError::FileDoesNotExist(_)) => damage("it is missing".to_string()),
                // Not to be read is not to be damaged.
                Err(OpenReadError::IoError { io_error, .. }) if io_error.kind() == ErrorKind::PermissionDenied => {
                    unreadable = true;
                }
                Err(OpenReadError::IoError { io_error, .. }) => damage(io_error.to_string()),
                Err(error) => damage(error.to_string()),
                Ok(summed) => match summed.damaged_blocks() {
                    Err(error) => damage(error.to_string()),
                    Ok(blocks) if blocks.is_empty() => {}
                    Ok(blocks) => damage(format!("bytes {} are {}", shown(&blocks), sums::NOT_AS_WRITTEN)),
                },
            }
        }
        let alive = stumbling(|| alive(&index.segment(meta.clone()))).ok().flatten();
        // Without a list that cannot be read everything else can.
        let segment = match &alive {
            Some(_) => index.segment(meta.clone()),
            None => index.segment(index.new_segment_meta(meta.id(), meta.max_doc())),
        };
        let reader = match stumbling(|| SegmentReader::open(&segment).map_err(|error| error.to_string())).flatten() {
            Ok(reader) => Some(reader),
            Err(what) => {
                if damages.is_empty() {
                    damages.push(Damage { file: relative(Path::new(&meta.id().uuid_string())), what });
                }
                None
            }
        };
        let places = stumbling(|| places(&segment)).ok().flatten();
        let store = stumbling(|| StoreReader::open(segment.open_read(SegmentComponent::Store).ok()?, 1).ok()).ok();
        let paths = stumbling(|| paths(&segment)).ok().flatten().unwrap_or_default();
        let memories = stumbling(|| memories(&segment)).ok().flatten();
        let (_, fields) = schema::build();
        let found = reader.as_ref().and_then(|reader| stumbling(|| writer::found_at(reader, &fields).ok()).ok()?);
        let is_list_lost = alive.is_none();
        let alive = alive.unwrap_or_else(|| (0..meta.max_doc()).collect());
        let store = store.flatten();
        IndexPart { meta, reader, places, store, paths, memories, found, alive, is_list_lost, damages, unreadable }
    }

    fn seen(&self, doc: DocId) -> Option<Seen> {
        let [key, file, state] = self.places.as_ref()?;
        let key = key.first(doc)?;
        Some(Seen { key, file: file.first(doc)?, state: state.first(doc)?, replaces: Some(key) })
    }

    /// Which one an article was in the order of storing.
    fn turn(&self, doc: DocId) -> Option<u64> {
        let reader = self.reader.as_ref()?;
        stumbling(|| reader.fast_fields().u64(column::TURN).ok()?.first(doc)).ok()?
    }

    fn article(&self, fields: &Fields, doc: DocId) -> Option<StoredArticle> {
        let store = self.store.as_ref()?;
        let document: TantivyDocument = stumbling(|| store.get(doc).ok()).ok()??;
        stored::read(document.get_first(fields.stored)?.as_str()?)
    }

    /// Whether there may be articles in it of which nothing can be told, not even of which file they are.
    fn hides(&self) -> bool {
        let has_lost_texts = || self.damages.iter().any(|damage| damage.file.extension() == Some("store".as_ref()));
        self.places.is_none() && has_lost_texts()
    }

    fn look(&self, fields: &Fields) -> PartContents {
        let mut looked = PartContents { hidden: self.hides(), ..PartContents::default() };
        let columns = self.reader.as_ref().and_then(|segment| stumbling(|| Columns::open(segment).ok()).ok()?);
        for doc in &self.alive {
            let seen = self.seen(*doc);
            // Other documents have no places.
            if seen.is_none() && self.places.is_some() {
                continue;
            }
            let article = self.article(fields, *doc);
            if seen.is_none() && article.is_none() {
                continue;
            }
            looked.articles += 1;
            looked.files.push(FilePlace {
                file: seen.map(|seen| seen.file),
                name: article.as_ref().map(|article| article.record.path.clone()),
            });
            let told = match (&article, &columns) {
                (None, _) => Some("a stored article cannot be read".to_string()),
                (Some(article), Some(columns)) => match stumbling(|| disagreement(article, columns, *doc)) {
                    Ok(Ok(quotes)) => {
                        looked.quotes += quotes;
                        None
                    }
                    Ok(Err(what)) | Err(what) => Some(format!("{}: {what}", article.record.path)),
                },
                (Some(_), None) => None,
            };
            // A damaged file is told already.
            looked.disagreements.extend(told.filter(|_| self.damages.is_empty()));
        }
        looked
    }
}

/// Takes out what was deleted in segments whose lists of it are lost, as far as the rest tells it; gives the numbers of files
/// of which it does not.
fn judge(parts: &mut [IndexPart], ways: Option<&BTreeMap<u64, String>>) -> BTreeSet<u64> {
    if !parts.iter().any(|part| part.is_list_lost) {
        return BTreeSet::new();
    }
    let population = |part: &IndexPart| {
        let docs = 0..part.meta.max_doc();
        let article = |doc: DocId| part.seen(doc).map(|seen| (doc, seen.key, seen.file));
        Population {
            articles: docs.filter_map(article).collect(),
            memories: part.memories.clone().unwrap_or_default(),
            alive: (!part.is_list_lost).then(|| part.alive.iter().copied().collect()),
            deleted: part.meta.num_deleted_docs().into(),
            is_all: part.places.is_some() && part.memories.is_some(),
        }
    };
    let populations: Vec<Population> = parts.iter().map(population).collect();
    let paths: FxHashMap<u64, PathBuf> =
        parts.iter().flat_map(|part| &part.paths).map(|path| (file_number(path), key_path(path))).collect();
    let is_there = |file: u64| paths.get(&file).is_some_and(|path| path.symlink_metadata().is_ok());
    // What a file held that was not read to its end may be more than it says.
    let is_whole = |state: &FileState| state.hash != 0 && ways.is_none_or(|ways| ways.contains_key(&state.settings));
    let verdict = living::judge(&populations, is_whole, is_there);
    for (part, dead) in parts.iter_mut().zip(verdict.dead).filter(|(part, _)| part.is_list_lost) {
        part.alive.retain(|doc| !dead.contains(doc));
    }
    verdict.uncertain
}

fn places(segment: &Segment) -> Option<[Column<u64>; 3]> {
    let columnar = ColumnarReader::open(segment.open_read(SegmentComponent::FastFields).ok()?).ok()?;
    let column = |name: &str| match columnar.read_columns(name).ok()?.first() {
        Some(column) => column.open_u64_lenient().ok()?,
        // It holds no articles.
        None => Some(Column::build_empty_column(segment.meta().max_doc())),
    };
    Some([column(column::KEY)?, column(column::FILE)?, column(column::STATE)?])
}

/// The memory of a file of which so many articles are kept: where it was found, and nothing else.
fn kept_of(state: FileState, stored: u64) -> FileState {
    FileState { found: state.found, stays_with: state.stays_with, ..FileState::unknown(stored) }
}

/// What a segment remembers of files, deleted or not, but for how they were found; `None` where it cannot be read.
fn memories(segment: &Segment) -> Option<Vec<(DocId, u64, FileState)>> {
    let columnar = ColumnarReader::open(segment.open_read(SegmentComponent::FastFields).ok()?).ok()?;
    let settings = match columnar.read_columns(column::SETTINGS).ok()?.first() {
        Some(column) => column.open_u64_lenient().ok()??,
        None => return Some(Vec::new()),
    };
    let unsigned = |name: &str| columnar.read_columns(name).ok()?.first()?.open_u64_lenient().ok()?;
    let signed = |name: &str| match columnar.read_columns(name).ok()?.first()?.open().ok()? {
        DynamicColumn::I64(column) => Some(column),
        _ => None,
    };
    let (file, size, hash, articles) =
        (unsigned(column::FILE)?, unsigned(column::SIZE)?, unsigned(column::HASH)?, unsigned(column::ARTICLES)?);
    let (modified, changed, seen) = (signed(column::MODIFIED)?, signed(column::CHANGED)?, signed(column::SEEN)?);
    let memory = |doc: DocId| {
        let state = FileState {
            found: Vec::new(),
            stays_with: None,
            size: size.first(doc)?,
            modified: modified.first(doc)?,
            changed: changed.first(doc)?,
            hash: hash.first(doc)?,
            settings: settings.first(doc)?,
            seen: seen.first(doc)?,
            articles: articles.first(doc)?,
        };
        Some((doc, file.first(doc)?, state))
    };
    Some((0..segment.meta().max_doc()).filter_map(memory).collect())
}

fn paths(segment: &Segment) -> Option<Vec<String>> {
    let (_, fields) = schema::build();
    let terms = CompositeFile::open(&segment.open_read(SegmentComponent::Terms).ok()?).ok()?;
    let terms = TermDictionary::open(terms.open_read(fields.file_path)?).ok()?;
    let mut stream = terms.stream().ok()?;
    let mut paths = Vec::new();
    while stream.advance() {
        paths.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Some(paths)
}

fn alive(segment: &Segment) -> Option<Vec<DocId>> {
    let docs = 0..segment.meta().max_doc();
    if !segment.meta().has_deletes() {
        return Some(docs.collect());
    }
    let deleted = segment.open_read(SegmentComponent::Delete).ok()?.read_bytes().ok()?;
    let alive = AliveBitSet::open(deleted);
    Some(docs.filter(|doc| alive.is_alive(*doc)).collect())
}

/// What was found in a segment.
#[derive(Default)]
struct PartContents {
    articles: u64,
    quotes: u64,
    files: Vec<FilePlace>,
    disagreements: Vec<String>,
    /// Whether there may be articles that were not seen.
    hidden: bool,
}

/// Where an article came from, as far as it can be told.
struct FilePlace {
    /// Number of its file.
    file: Option<u64>,
    /// Its path as users see it, where the article could be read.
    name: Option<String>,
}

/// Compares what is stored of an article with what questions are answered from; gives the number of its quotes.
fn disagreement(article: &StoredArticle, columns: &Columns, doc: DocId) -> Result<u64, String> {
    let rows = columns.rows(doc);
    let quotes = article.quotes();
    if rows.len() != quotes.len() {
        return Err(format!("{} quotes are stored, {} are counted", quotes.len(), rows.len()));
    }
    let day = article.record.date.as_deref().and_then(|date| date.parse().ok()).map(day_number);
    if columns.head(doc).day() != day {
        return Err("its day is not the one that is asked for".to_string());
    }
    let numbers = quote_numbers(&article.record, &article.text, quotes.iter().map(|quote| quote.segments));
    for ((row, quote), number) in rows.zip(&quotes).zip(numbers) {
        let traits = columns.traits(row);
        let fits = quote.segments.iter().all(|span| article.text.get(span.start()..span.end()).is_some());
        let same = columns.number(row) == number
            && traits.kind() == quote.kind
            && traits.confidence() == confidence_number(quote.confidence)
            && (traits.speaker() != 0) == quote.has_speaker;
        if !fits || !same {
            return Err(format!("quote {number:08x} is not as it is asked for"));
        }
    }
    Ok(quotes.len() as u64)
}

/// The engine takes for granted that its files are as it wrote them; where it stumbles, that is all there is to tell.
fn stumbling<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| "it cannot be read".to_string())
}

/// The files of a segment; of the lists of what was deleted only the one in use.
fn files_of_segment(meta: &SegmentMeta) -> Vec<PathBuf> {
    use SegmentComponent::{Delete, FastFields, FieldNorms, Positions, Postings, Store, Terms};
    let always = [FastFields, FieldNorms, Positions, Postings, Store, Terms];
    let components = always.into_iter().chain(meta.has_deletes().then_some(Delete));
    components.map(|component| meta.relative_path(component)).collect()
}

fn shown(blocks: &[Range<usize>]) -> String {
    const MOST: usize = 4;
    let mut shown: Vec<String> =
        blocks.iter().take(MOST).map(|block| format!("{} to {}", block.start, block.end)).collect();
    if blocks.len() > MOST {
        shown.push(format!("{} more stretches", blocks.len() - MOST));
    }
    shown.join(", ")
}
