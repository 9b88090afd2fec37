//! A world of its own for one test: folder, home, day; no colour, no settings of the machine.

use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

pub struct Env {
    root: tempfile::TempDir,
}

/// What a run gave.
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub status: i32,
    shown: String,
}

impl Env {
    pub fn new() -> Env {
        let env = Env { root: tempfile::tempdir().expect("a folder for the test") };
        std::fs::create_dir_all(env.path("work")).expect("a folder to work in");
        env
    }

    /// An archive of three articles in `work/archive`.
    pub fn with_archive() -> Env {
        let env = Env::new();
        env.write("archive/ferry.txt", FERRY);
        env.write("archive/harbour/lighthouse.txt", LIGHTHOUSE);
        env.write("archive/dump.ndjson", DUMP);
        env
    }

    /// That archive with its index in `work/ix`.
    pub fn indexed() -> Env {
        let env = Env::with_archive();
        env.run(&["index", "--index", "ix", "archive"]).expect_status(0);
        env
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// A file below `work`, where the program runs.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path("work").join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("a folder for the file");
        }
        std::fs::write(&path, content).expect("the file can be written");
        path
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
        self.seal(&mut command);
        command
    }

    fn seal<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env_clear()
            .env("HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("home/data"))
            .env("XDG_CACHE_HOME", self.path("home/cache"))
            .env("ONRECORD_TODAY", "2020-06-15")
            .current_dir(self.path("work"))
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command().args(arguments).output().expect("the program can be run");
        self.read(arguments, output)
    }

    /// A run to which something is piped.
    pub fn run_with_input(&self, arguments: &[&str], input: impl Into<Vec<u8>>) -> Run {
        let output = self.command().args(arguments).write_stdin(input).output().expect("the program can be run");
        self.read(arguments, output)
    }

    /// A run that another program starts, which gets the program's path and arguments behind its own.
    pub fn run_by(&self, starter: &[&str], arguments: &[&str]) -> Run {
        let program = self.program_for_all();
        let mut command = Command::new(starter[0]);
        self.seal(&mut command).args(&starter[1..]).arg(program).args(arguments);
        let output = command.output().unwrap_or_else(|error| panic!("{} is needed: {error}", starter[0]));
        self.read(arguments, output)
    }

    /// A run as a user whom the system refuses what is not that user's: root may read everything. What lies below `work`
    /// is everybody's to read and write, but for what the test closed before.
    pub fn run_as_ordinary_user(&self, arguments: &[&str]) -> Run {
        let is_root = self.root.path().metadata().expect("the test's folder").uid() == 0;
        if !is_root {
            return self.run(arguments);
        }
        for (folder, mode) in [("", 0o755), ("work", 0o777)] {
            set_mode(&self.path(folder), mode);
        }
        self.run_by(&["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"], arguments)
    }

    /// The program where everybody may run it: the folder that it was built in may be closed to others.
    fn program_for_all(&self) -> PathBuf {
        let program = self.path("onrecord");
        if !program.exists() {
            // By another process: what another test starts while this one writes would keep the file open for writing, and
            // such a program cannot be run.
            let copied = std::process::Command::new("cp").arg(env!("CARGO_BIN_EXE_onrecord")).arg(&program).status();
            assert!(copied.is_ok_and(|status| status.success()), "the program can be copied");
            set_mode(&program, 0o755);
        }
        program
    }

    /// What a command of [`Env::command`] gave.
    pub fn read(&self, arguments: &[&str], output: Output) -> Run {
        let text = |bytes: &[u8]| self.without_paths(&String::from_utf8_lossy(bytes));
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        let status = output.status.code().expect("the program ended by itself");
        let shown = format!(
            "$ onrecord {}\n{stdout}----- stderr\n{stderr}----- status {status}",
            self.without_paths(&arguments.join(" "))
        );
        Run { stdout, stderr, status, shown }
    }

    /// The test's folder reads `[ROOT]`, wherever the machine put it.
    fn without_paths(&self, text: &str) -> String {
        let mut text = text.to_string();
        for root in [self.root.path().to_path_buf(), canonical(self.root.path())] {
            text = text.replace(&root.display().to_string(), "[ROOT]");
        }
        text
    }
}

pub fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).expect("the test owns its files");
}

fn canonical(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

impl Run {
    /// Both streams and the status in one text, for snapshots and for reading a failure.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    #[track_caller]
    pub fn expect_status(self, status: i32) -> Run {
        assert_eq!(self.status, status, "{}", self.shown);
        self
    }

    /// The lines of NDJSON that were written.
    #[track_caller]
    pub fn records(&self) -> Vec<serde_json::Value> {
        let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON:\n{}", self.shown));
        self.stdout.lines().map(parse).collect()
    }
}

const FERRY: &str = "\
Ferry to be saved, says council leader
Posted On: 18 August 2016

The ferry to Exampleton will sail for another year, the council decided on Thursday.

“The ferry is safe for another year,” said Harold Testby, the leader of the council.

Ann Example, who runs the harbour, said: “We asked for ten years and were given one.”
";

const LIGHTHOUSE: &str = "\
Lighthouse lamp goes dark
Posted On: 2 May 2017

The lamp of the old lighthouse went dark on Monday night.

Ann Example said: “The lamp will be lit again by Friday.”
";

const DUMP: &str = concat!(
    r#"{"id": "pier-1", "headline": "Pier closes for repairs", "published": "2019-03-04", "source": "The Testby Courier", "#,
    r#""body": "The pier closed on Monday.\n\n“The pier will open again by the summer,” said Ann Example."}"#,
    "\n",
    r#"{"id": "pier-2", "headline": "Ferry passengers use new pier", "published": "2019-07-01", "#,
    r#""source": "Exampleton Echo", "body": "Passengers were glad.\n\n“Nobody got wet today,” said Harold Testby."}"#,
    "\n"
);
