//! The program serving an index of its own, in a world of its own, as long as a test wants it.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::client::{self, Reply};

pub struct Served {
    root: tempfile::TempDir,
    child: Child,
    pub port: u16,
}

/// The articles that most tests ask.
pub const ARTICLES: [(&str, &str); 4] = [
    (
        "ferry.txt",
        "Ferry to be saved, says council leader\nPosted On: 18 August 2016\n\nThe ferry to Exampleton will sail for \
         another year, the council decided on Thursday.\n\n“The ferry is safe for another year,” said Harold Testby, the \
         leader of the council.\n\nAnn Example, who runs the harbour, said: “We asked for ten years of the ferry and were \
         given one.”\n",
    ),
    (
        "lighthouse.txt",
        "Lighthouse lamp goes dark\nPosted On: 2 May 2017\n\nThe lamp of the old lighthouse went dark on Monday \
         night.\n\nAnn Example said: “The lamp will be lit again by Friday.”\n\nHarold Testby denied that the council had \
         known of the lamp for months.\n",
    ),
    (
        "pier.json",
        r#"{"headline": "Pier closes for repairs", "published": "2019-03-04", "source": "The Testby Courier", "url": "https://courier.example/pier?a=1&b=2", "body": "The pier closed on Monday.\n\n“The pier will open again by the summer,” said Ann Example."}"#,
    ),
    (
        "echo.json",
        r#"{"headline": "Pier shut until summer", "published": "2019-03-05", "source": "Exampleton Echo", "url": "https://echo.example/1", "body": "It is shut.\n\n“The pier will open again by the summer,” said Ann Example."}"#,
    ),
];

impl Served {
    /// Serves the usual articles.
    pub fn usual() -> Served {
        Served::of(&ARTICLES, &[])
    }

    /// Serves these files, with further arguments.
    pub fn of(files: &[(&str, &str)], arguments: &[&str]) -> Served {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("work/archive")).unwrap();
        for (name, text) in files {
            std::fs::write(root.path().join("work/archive").join(name), text).unwrap();
        }
        Served::at(root, &[&["--in", "archive"], arguments].concat())
    }

    /// Serves the corpus of the project.
    pub fn corpus(arguments: &[&str]) -> Served {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("work")).unwrap();
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        Served::at(root, &[&["--in", corpus.to_str().unwrap()], arguments].concat())
    }

    fn at(root: tempfile::TempDir, arguments: &[&str]) -> Served {
        let mut command = sealed(root.path());
        command.args(["serve", "--port", "0"]).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program can be run");
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().trim_end_matches('/').rsplit(':').next().and_then(|port| port.parse().ok());
        let Some(port) = port else {
            let mut said = String::new();
            let _ = child.kill();
            let _ = child.stderr.take().unwrap().read_to_string(&mut said);
            panic!("it does not serve: {line:?} {said}");
        };
        Served { root, child, port }
    }

    /// The program with other arguments in the same world.
    pub fn command(&self, arguments: &[&str]) -> std::process::Output {
        sealed(self.root.path()).args(arguments).output().unwrap()
    }

    pub fn work(&self) -> PathBuf {
        self.root.path().join("work")
    }

    pub fn get(&self, path: &str) -> Reply {
        client::get(self.port, path)
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The first hit of a question, as the API gives it.
    pub fn hit(&self, question: &str) -> serde_json::Value {
        let answer = self.get(&format!("/api/v1/search?q={}", client::encoded(question))).expect(200).json();
        answer["hits"][0].clone()
    }

    /// Tells it to end, and waits until it does.
    #[cfg(unix)]
    pub fn end(mut self) -> ExitStatus {
        self.tell_to_end();
        self.wait(Duration::from_secs(20))
    }

    #[cfg(unix)]
    pub fn tell_to_end(&self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    }

    pub fn wait(&mut self, most: Duration) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < most, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn sealed(root: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command
        .env_clear()
        .env("HOME", root.join("home"))
        .env("XDG_DATA_HOME", root.join("home/data"))
        .env("XDG_CACHE_HOME", root.join("home/cache"))
        .env("ONRECORD_TODAY", "2020-06-15")
        .current_dir(root.join("work"));
    command
}
