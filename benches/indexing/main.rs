//! What an archive costs to be indexed, as whole processes: by the program, by bare tantivy that finds no quotes, and by
//! the program again where nothing changed. Takes an archive, gives CPU time, time, peak memory and size of each, and
//! their ratios beside the bars that the project holds itself to.
//!
//! `cargo bench --bench indexing` makes an archive of 4,000 articles out of those of `corpus/`, kept in the target
//! folder. `ONRECORD_BENCH_ARTICLES=FOLDER` (.txt files) or `=DUMP.ndjson` (texts in `body`, `text` or `content`) takes
//! real ones. All are indexed in turns, `ONRECORD_BENCH_ROUNDS` times (3), and medians compared.
//! `ONRECORD_BENCH_GROWTH=1` also indexes a tenth of the archive: CPU time per article must not grow with its size.

#![allow(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod archive;
mod bare;
mod process;
#[path = "../sealed/mod.rs"]
mod sealed;

use std::path::{Path, PathBuf};

use archive::Archive;
use process::Cost;
use tempfile::TempDir;

/// An unchanged archive takes so little that several runs are measured as one.
const AGAIN: usize = 5;

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next().is_some_and(|first| first == bare::ARGUMENT) {
        let dir = arguments.next().expect("the index's folder");
        let archive = arguments.next().expect("the archive");
        bare::index(Path::new(&dir), Path::new(&archive));
        return;
    }
    let rounds = std::env::var("ONRECORD_BENCH_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(3).max(1);
    let archive = Archive::find();
    let bench = Bench::new();
    let megabytes = archive.bytes as f64 / 1e6;
    println!("{} articles, {megabytes:.1} MB of text, {rounds} rounds, medians", archive.articles);
    let tenth = is_set("ONRECORD_BENCH_GROWTH").then(|| archive.tenth(bench.scratch.path()));

    let mut first = Runs::new("onrecord index", "index", &archive);
    let mut plain = Runs::new("bare tantivy, the same articles", "bare", &archive);
    let mut again = Runs::new("onrecord index, again, nothing changed", "index", &archive);
    let mut small = tenth.as_ref().map(|tenth| Runs::new("onrecord index, a tenth of them", "index-of-tenth", tenth));
    for round in 0..rounds {
        // Whoever comes first in one round comes second in the next.
        if round % 2 == 0 {
            bench.index(&mut first);
            bench.index_bare(&mut plain);
        } else {
            bench.index_bare(&mut plain);
            bench.index(&mut first);
        }
        bench.index_again(&mut again);
        if let Some(small) = &mut small {
            bench.index(small);
        }
    }

    println!("{:<40} {:>9} {:>9} {:>9} {:>9}", "", "CPU s", "wall s", "peak MB", "size/text");
    for runs in [Some(&first), Some(&plain), Some(&again), small.as_ref()].into_iter().flatten() {
        runs.print();
    }
    println!("{:<40} {:>9} {:>9} {:>9}", "", "measured", "must", "aim");
    let over = |part: Option<f64>, whole: Option<f64>| part.zip(whole).map(|(part, whole)| part / whole);
    print_ratio("CPU, index over bare", over(first.cpu(), plain.cpu()), Bar::times(2.2, Some(1.6)));
    print_ratio("CPU, again over first", over(again.cpu(), first.cpu()), Bar::percent(3.0, 1.0));
    print_ratio("wall, again over first", over(again.wall(), first.wall()), Bar::percent(3.0, 1.0));
    print_ratio("size of the index over the text", first.size(), Bar::times(1.2, Some(0.9)));
    if let Some(small) = &small {
        print_ratio(
            "CPU per article, whole over a tenth",
            over(first.cpu_each(), small.cpu_each()),
            Bar::times(1.15, None),
        );
        if let Some((whole, tenth)) = first.cpu_each().zip(small.cpu_each()) {
            println!("  {:.3} ms of CPU per article, {:.3} ms in a tenth of them", whole * 1e3, tenth * 1e3);
        }
    }
    if first.cpu().is_none() {
        println!("CPU time and memory cannot be told here, where there is no /proc: wall time only.");
        print_ratio("wall, index over bare", over(first.wall(), plain.wall()), Bar::times(2.2, Some(1.6)));
    }
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|set| !set.is_empty() && set != "0")
}

/// Where things are indexed.
struct Bench {
    home: TempDir,
    /// On the disk that the target folder lies on: what is temporary may lie in memory.
    scratch: TempDir,
}

impl Bench {
    fn new() -> Bench {
        Bench {
            home: tempfile::tempdir().expect("a folder to run in"),
            scratch: tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder for the indexes"),
        }
    }

    fn folder(&self, runs: &Runs) -> PathBuf {
        self.scratch.path().join(runs.folder)
    }

    /// The folder without what was there.
    fn fresh(&self, runs: &Runs) -> PathBuf {
        let dir = self.folder(runs);
        if dir.exists() {
            std::fs::remove_dir_all(&dir).expect("the old index can be removed");
        }
        dir
    }

    fn index(&self, runs: &mut Runs) {
        let dir = self.fresh(runs);
        let (cost, summary) = self.run(&dir, &runs.archive);
        let added = number(&summary, "added");
        assert!(added > 0, "nothing was indexed: {summary}");
        runs.read = added;
        runs.add(cost, Some(&dir));
    }

    fn index_again(&self, runs: &mut Runs) {
        let dir = self.folder(runs);
        let mut whole = Cost { cpu: Some(0.0), wall: 0.0, peak: None };
        for _ in 0..AGAIN {
            let (cost, summary) = self.run(&dir, &runs.archive);
            let written = number(&summary, "added") + number(&summary, "changed") + number(&summary, "removed");
            assert_eq!(written, 0, "nothing changed: {summary}");
            whole.cpu = whole.cpu.zip(cost.cpu).map(|(whole, cpu)| whole + cpu);
            whole.wall += cost.wall;
            whole.peak = whole.peak.max(cost.peak);
        }
        let each = |sum: f64| sum / AGAIN as f64;
        runs.add(Cost { cpu: whole.cpu.map(each), wall: each(whole.wall), peak: whole.peak }, None);
    }

    fn index_bare(&self, runs: &mut Runs) {
        let dir = self.fresh(runs);
        let (cost, _) = process::run(&mut bare::command(&dir, &runs.archive.path));
        runs.add(cost, Some(&dir));
    }

    /// One run of the program, with its summary.
    fn run(&self, dir: &Path, archive: &Archive) -> (Cost, serde_json::Value) {
        let mut command = sealed::program(self.home.path());
        command.args(["index", "--format", "json", "--index"]).arg(dir).arg(&archive.path);
        let (cost, printed) = process::run(&mut command);
        (cost, serde_json::from_str(&printed).expect("a summary in JSON"))
    }
}

fn number(summary: &serde_json::Value, name: &str) -> u64 {
    summary[name].as_u64().expect("a number of the summary")
}

/// The runs of one way to index one archive.
struct Runs {
    name: &'static str,
    /// Where the index lies.
    folder: &'static str,
    archive: Archive,
    /// Articles that the program took from it.
    read: u64,
    costs: Vec<Cost>,
    /// Bytes of the index.
    size: Option<u64>,
}

impl Runs {
    fn new(name: &'static str, folder: &'static str, archive: &Archive) -> Runs {
        Runs { name, folder, archive: archive.clone(), read: 0, costs: Vec::new(), size: None }
    }

    fn add(&mut self, cost: Cost, dir: Option<&Path>) {
        self.costs.push(cost);
        if let Some(dir) = dir {
            self.size = Some(bytes_of(dir));
        }
    }

    /// Seconds.
    fn cpu(&self) -> Option<f64> {
        median(self.costs.iter().map(|cost| cost.cpu))
    }

    fn cpu_each(&self) -> Option<f64> {
        self.cpu().map(|cpu| cpu / self.read as f64)
    }

    /// Seconds.
    fn wall(&self) -> Option<f64> {
        median(self.costs.iter().map(|cost| Some(cost.wall)))
    }

    /// Size over text.
    fn size(&self) -> Option<f64> {
        self.size.map(|size| size as f64 / self.archive.bytes as f64)
    }

    fn print(&self) {
        let peak = median(self.costs.iter().map(|cost| cost.peak.map(|bytes| bytes as f64 / 1e6)));
        println!(
            "{:<40} {:>9} {:>9} {:>9} {:>9}",
            self.name,
            shown(self.cpu(), 3),
            shown(self.wall(), 3),
            shown(peak, 0),
            shown(self.size(), 2)
        );
    }
}

fn bytes_of(dir: &Path) -> u64 {
    let entries = walkdir::WalkDir::new(dir).into_iter().map(|entry| entry.expect("the index can be listed"));
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.metadata().expect("the index can be listed").len())
        .sum()
}

/// `None` where any is missing.
fn median(values: impl Iterator<Item = Option<f64>>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect::<Option<_>>()?;
    values.sort_unstable_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() % 2 {
        _ if values.is_empty() => None,
        0 => Some(f64::midpoint(values[middle - 1], values[middle])),
        _ => Some(values[middle]),
    }
}

fn shown(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "-".to_string(), |value| format!("{value:.digits$}"))
}

/// What a ratio must be at most, and what it is meant to become.
struct Bar {
    must: f64,
    aim: Option<f64>,
    /// Whether all three are shown as parts of a hundred.
    percent: bool,
}

impl Bar {
    fn times(must: f64, aim: Option<f64>) -> Bar {
        Bar { must, aim, percent: false }
    }

    fn percent(must: f64, aim: f64) -> Bar {
        Bar { must: must / 100.0, aim: Some(aim / 100.0), percent: true }
    }

    fn shown(&self, value: Option<f64>) -> String {
        match value {
            Some(value) if self.percent => format!("{:.2} %", value * 100.0),
            value => shown(value, 2),
        }
    }
}

fn print_ratio(name: &str, value: Option<f64>, bar: Bar) {
    let verdict = match value {
        None => "",
        Some(value) if value > bar.must => "OVER",
        Some(value) if bar.aim.is_some_and(|aim| value > aim) => "ok",
        Some(_) => "ok, aim met",
    };
    println!(
        "{name:<40} {:>9} {:>9} {:>9}  {verdict}",
        bar.shown(value),
        bar.shown(Some(bar.must)),
        bar.shown(bar.aim)
    );
}
