//! Where articles of a damaged index came from, by their names: what else told it cannot be read.

use std::collections::BTreeSet;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::held::Held;
use crate::index::file_update::{article_key, file_number};
use crate::index::files::{Seen, key_path, path_key};
use crate::index::stored::StoredArticle;
use crate::index::update::STREAM;

/// Where articles came from, as their own texts tell it: what else told it cannot be read.
pub(super) struct ByName<'a> {
    files: BTreeSet<&'a String>,
    /// How often each member of a file came.
    members: FxHashMap<(String, String), u32>,
}

impl<'a> ByName<'a> {
    pub fn new(files: impl Iterator<Item = &'a String>) -> ByName<'a> {
        ByName { files: files.collect(), members: FxHashMap::default() }
    }

    /// `None` where the file cannot be told: it is then read again.
    pub fn held(&mut self, article: StoredArticle) -> Option<Held> {
        let path = self.file(&article.record.path)?;
        let member = match path.as_str() {
            STREAM => article.record.id.clone(),
            _ => article.record.member.clone().unwrap_or_default(),
        };
        let times = self.members.entry((path.clone(), member.clone())).or_default();
        let key = article_key(&path, &member, *times);
        *times += 1;
        // Without its state it counts as changed, and is compared with its file.
        let seen = Seen { key, file: file_number(&path), state: 0, replaces: None };
        Some(Held::new(seen, None, article.into_article()))
    }

    /// The file that was called so: the only one whose path ends so.
    fn file(&self, called: &str) -> Option<String> {
        if called == STREAM {
            return Some(called.to_string());
        }
        let called = Path::new(called);
        let mut fitting = self.files.iter().filter(|file| key_path(file).ends_with(called));
        match (fitting.next(), fitting.next()) {
            (Some(only), None) => Some((*only).clone()),
            _ => called.canonicalize().ok().map(|path| path_key(&path)).filter(|path| self.files.contains(path)),
        }
    }
}
