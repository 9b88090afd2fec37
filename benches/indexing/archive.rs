//! The articles that are indexed: the user's, or copies of those of `corpus/`. Takes an environment variable, gives a
//! path, and the articles at it one by one for an indexer that knows nothing of ours.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use walkdir::WalkDir;

/// How many articles are made where the user names none.
const MADE: usize = 4000;

/// An archive on disk: a folder of .txt files, or one .ndjson file.
#[derive(Clone, Debug)]
pub struct Archive {
    pub path: PathBuf,
    pub articles: u64,
    /// Bytes of the articles' texts: of files the whole, of records the field of the text.
    pub bytes: u64,
}

/// An article as an indexer takes it that does not look for quotes.
pub struct Text {
    pub title: String,
    pub body: String,
    pub outlet: String,
    /// Any day: what matters is that it is stored.
    pub day: i64,
}

impl Archive {
    /// The archive that `ONRECORD_BENCH_ARTICLES` names, else the made one.
    pub fn find() -> Archive {
        let named = std::env::var_os("ONRECORD_BENCH_ARTICLES").filter(|named| !named.is_empty());
        Archive::at(match named {
            Some(named) => fs::canonicalize(&named).expect("ONRECORD_BENCH_ARTICLES names a folder or a file"),
            None => make(),
        })
    }

    fn at(path: PathBuf) -> Archive {
        let (mut articles, mut bytes) = (0, 0);
        each_text(&path, |text| {
            articles += 1;
            bytes += text.body.len() as u64;
        });
        assert!(
            articles > 0,
            "no articles at {}: a folder of .txt files or one .ndjson file is needed",
            path.display()
        );
        Archive { path, articles, bytes }
    }

    /// A tenth of it, written below a folder: the first lines of a dump, every tenth of the files.
    pub fn tenth(&self, below: &Path) -> Archive {
        let to = if self.path.is_dir() { below.join("tenth") } else { below.join("tenth.ndjson") };
        if self.path.is_dir() {
            for file in text_files(&self.path).iter().step_by(10) {
                let copy = to.join(file.strip_prefix(&self.path).expect("it was found there"));
                write_settled(&copy, &fs::read(file).expect("the article can be read"));
            }
        } else {
            let lines = self.articles.div_ceil(10) as usize;
            let dump = BufReader::new(File::open(&self.path).expect("the dump can be read"));
            let mut out = BufWriter::new(File::create(&to).expect("the tenth can be written"));
            for line in dump.split(b'\n').take(lines) {
                out.write_all(&line.expect("the dump can be read")).expect("the tenth can be written");
                out.write_all(b"\n").expect("the tenth can be written");
            }
            settle(&out.into_inner().expect("the tenth can be written"));
        }
        Archive::at(to)
    }
}

/// Hands on every article that lies there.
pub fn each_text(path: &Path, mut take: impl FnMut(Text)) {
    let mut number = 0;
    let mut hand_on = |title: String, body: String, outlet: String| {
        number += 1;
        take(Text { title, body, outlet, day: 730_000 + number % 9000 });
    };
    if path.is_dir() {
        for file in text_files(path) {
            let bytes = fs::read(&file).expect("the article can be read");
            let body = String::from_utf8_lossy(&bytes).into_owned();
            let title = body.lines().next().unwrap_or_default().to_string();
            let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
            hand_on(title, body, folder.to_string_lossy().into_owned());
        }
        return;
    }
    let dump = BufReader::new(File::open(path).expect("the dump can be read"));
    for line in dump.split(b'\n') {
        let line = line.expect("the dump can be read");
        let Ok(record) = serde_json::from_slice::<Value>(&line) else { continue };
        let field = |names: [&str; 3]| names.iter().find_map(|name| record.get(name)?.as_str()).unwrap_or_default();
        let body = field(["body", "text", "content"]);
        if !body.is_empty() {
            let title = field(["title", "headline", "hl"]);
            hand_on(title.to_string(), body.to_string(), field(["outlet", "source", "publication"]).to_string());
        }
    }
}

fn text_files(folder: &Path) -> Vec<PathBuf> {
    WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("the folder can be read").into_path())
        .filter(|path| {
            path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt")) && path.is_file()
        })
        .collect()
}

/// Copies of the articles of `corpus/`, each with a paragraph of its own: written once, and anew when those change.
fn make() -> PathBuf {
    let corpus: Vec<(PathBuf, Vec<u8>)> = text_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus"))
        .into_iter()
        .map(|path| {
            let bytes = fs::read(&path).expect("the corpus can be read");
            (path, bytes)
        })
        .collect();
    let mut hasher = blake3::Hasher::new();
    corpus.iter().for_each(|(_, bytes)| {
        hasher.update(bytes);
    });
    let name = format!("indexing-{MADE}-{}", &hasher.finalize().to_hex()[..8]);
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let articles = dir.join("articles");
    if dir.join("complete").exists() {
        return articles;
    }
    for (number, (path, bytes)) in corpus.iter().cycle().take(MADE).enumerate() {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let mut text = bytes.clone();
        text.extend_from_slice(own_paragraph(number).as_bytes());
        write_settled(&articles.join(format!("{:02}", number / 100)).join(format!("{stem}-{number}.txt")), &text);
    }
    fs::write(dir.join("complete"), "").expect("the archive can be written");
    articles
}

/// In ASCII, so that it fits behind a text in whatever encoding.
fn own_paragraph(number: usize) -> String {
    let word = |which: usize| {
        let syllables = ["ba", "ko", "ri", "ten", "mo", "lu", "sar", "di", "ve", "pol", "na", "gre"];
        let mut word = String::new();
        let mut rest = number * 3 + which + 144;
        while rest > 0 {
            word.push_str(syllables[rest % 12]);
            rest /= 12;
        }
        word
    };
    format!("\n\nReport number {number} of the day, filed under {}, {} and {}.\n", word(0), word(1), word(2))
}

/// Writes a file as one that has lain there for years: whether a fresh one changed is told by its content.
fn write_settled(path: &Path, bytes: &[u8]) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).expect("the archive can be written");
    }
    let mut file = File::create(path).expect("the archive can be written");
    file.write_all(bytes).expect("the archive can be written");
    settle(&file);
}

fn settle(file: &File) {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000);
    file.set_modified(long_ago).expect("a file's time can be set");
}
