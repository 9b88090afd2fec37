//! A world of its own for one test: a folder, the binary run in it, indexes looked into, copied and compared.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::permissions::{self, Way};
use onrecord::index::{IndexError, Remains, Store, Update};
use onrecord::people::Register;
use onrecord::query::tree::{Form, Node, Order, ResolvedQuery, VersionChoice};
use onrecord::quotes::QuoteKind;
use onrecord::record::QuoteRecord;

/// Longer than any run takes.
const TOO_LONG: Duration = Duration::from_secs(240);

pub use super::made::chance::{Chance, is_long, times};

pub static REGISTER: LazyLock<Register> = LazyLock::new(|| Register::embedded().unwrap());

pub struct World {
    root: tempfile::TempDir,
    /// Programs run as this user where it is set.
    pub user: Option<(Way, u32)>,
}

/// What a run gave.
#[derive(Debug)]
pub struct Ran {
    pub told: String,
    pub stdout: String,
    pub stderr: String,
    /// `None` where a signal ended it.
    pub status: Option<i32>,
}

impl World {
    pub fn new() -> World {
        let world = World { root: tempfile::tempdir().unwrap(), user: None };
        std::fs::create_dir_all(world.path("")).unwrap();
        std::fs::create_dir_all(world.home()).unwrap();
        world
    }

    /// A place in the folder where the program runs.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join("work").join(name)
    }

    pub fn root(&self) -> &Path {
        self.root.path()
    }

    pub fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, content).unwrap();
        path
    }

    pub fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let mut command = match self.user {
            None => Command::new(env!("CARGO_BIN_EXE_onrecord")),
            Some((way, user)) => permissions::command(way, user, self.root()),
        };
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.home())
            .env("XDG_DATA_HOME", self.home().join("data"))
            .env("XDG_CACHE_HOME", self.home().join("cache"))
            .env("ONRECORD_TODAY", "2020-06-15")
            .current_dir(self.path(""))
            .stdin(Stdio::null())
            .args(arguments);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(&[], arguments)
    }

    /// A run with some variables set.
    pub fn run_with(&self, variables: &[(&str, &str)], arguments: &[&str]) -> Ran {
        let mut command = self.command(arguments);
        command.envs(variables.iter().copied());
        ended(command, &format!("{variables:?} onrecord {}", arguments.join(" ")))
    }

    /// What an index holds, as `export` writes it, in an order of its own.
    pub fn export(&self, index: &str) -> Vec<String> {
        let ran = self.run(&["export", "--index", index, "--format", "ndjson"]);
        assert!(matches!(ran.status, Some(0 | 1)), "{}", ran.told);
        sorted(&ran.stdout)
    }

    /// What a fresh index of the archive holds.
    pub fn fresh(&self, arguments: &[&str]) -> Vec<String> {
        let _ = std::fs::remove_dir_all(self.path("fresh"));
        self.run(&[&["index", "--index", "fresh"], arguments].concat()).expect(0);
        self.export("fresh")
    }
}

/// Runs a command to its end.
fn ended(mut command: Command, called: &str) -> Ran {
    let begun = Instant::now();
    let output = command.output().unwrap();
    assert!(begun.elapsed() < TOO_LONG, "{called} took {:?}", begun.elapsed());
    Ran::new(called, &output)
}

pub fn sorted(lines: &str) -> Vec<String> {
    let mut lines: Vec<String> = lines.lines().map(str::to_string).collect();
    lines.sort();
    lines
}

impl Ran {
    pub fn new(called: &str, output: &Output) -> Ran {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        let status = output.status.code();
        let told = format!("$ {called}\n{stdout}----- stderr\n{stderr}----- {}", output.status);
        Ran { told, stdout, stderr, status }
    }

    #[track_caller]
    pub fn expect(self, status: i32) -> Ran {
        assert_eq!(self.status, Some(status), "{}", self.told);
        self
    }

    /// No panic came to light, and an error says what to do.
    #[track_caller]
    pub fn is_orderly(&self) {
        assert!(matches!(self.status, Some(0..=2)), "{}", self.told);
        for word in ["panicked", "stumbled", "tantivy", "unwrap"] {
            assert!(!self.stderr.contains(word), "{}", self.told);
        }
        if self.status == Some(2) {
            let helps = [
                "onrecord ",
                "--rebuild",
                "put the files back",
                "try again",
                "run the same command again",
                "choose",
                "check",
                "No space left",
                "change its permissions",
            ];
            assert!(helps.iter().any(|help| self.stderr.contains(help)), "no help:\n{}", self.told);
        }
    }
}

/// Every quote.
pub fn everything() -> ResolvedQuery {
    ResolvedQuery { root: Node::All(Vec::new()), form: Form::Quotes, order: Order::Relevance }
}

/// Every quote that an index holds: kind by kind, since a piece of a reported sentence is no hit beside it.
pub fn records(store: &Store) -> Result<Vec<QuoteRecord>, IndexError> {
    let mut records = Vec::new();
    for kind in [QuoteKind::Direct, QuoteKind::Partial, QuoteKind::Indirect] {
        let before = records.len();
        let root = Node::All(vec![Node::Kind(kind), Node::Version(VersionChoice::All)]);
        let query = ResolvedQuery { root, ..everything() };
        let counted = store.for_each_quote(&query, |record| {
            records.push(record);
            Ok::<(), ()>(())
        })?;
        assert_eq!(counted, Ok((records.len() - before) as u64));
    }
    Ok(records)
}

/// What is wrong with an index, as `verify` tells it; nothing where it is whole.
pub fn damages(dir: &Path) -> Vec<String> {
    match Remains::open(dir) {
        Err(error) => vec![error.to_string()],
        Ok(remains) => {
            remains.verify().damages.iter().map(|it| format!("{}: {}", it.file.display(), it.what)).collect()
        }
    }
}

/// Takes an index's lock in this process. A program that a test beside this one starts has the lock's file, too, from its
/// fork until it runs.
pub fn lock(update: &mut Update<'_>) {
    while let Err(error) = update.lock() {
        assert!(matches!(error, IndexError::Locked { .. }), "{error}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => copy(&entry.path(), &target),
            _ => {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
    }
}

/// The files below a folder, relative to it, in order.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() && !path.is_symlink() {
                true => folders.push(path),
                false => {
                    found.insert(path.strip_prefix(folder).unwrap().to_path_buf());
                }
            }
        }
    }
    found.into_iter().collect()
}

/// The folder with the data of an index.
pub fn data_of(index: &Path) -> PathBuf {
    let marker: serde_json::Value =
        serde_json::from_slice(&std::fs::read(index.join("onrecord.json")).unwrap()).unwrap();
    index.join(marker["data"].as_str().unwrap())
}

/// Nothing lies in an index's folder but the index.
#[track_caller]
pub fn nothing_strays(index: &Path) {
    let data = data_of(index);
    let mut names: Vec<String> =
        std::fs::read_dir(index).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    let data_name = data.file_name().unwrap().to_str().unwrap().to_string();
    assert_eq!(names, [data_name, "onrecord.json".to_string(), "onrecord.lock".to_string()]);
    for name in files_below(&data) {
        let name = name.to_str().unwrap().to_string();
        assert!(!name.starts_with(".onrecord-") && !name.starts_with(".tmp"), "a draft was left: {name}");
    }
}
