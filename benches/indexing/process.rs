//! A process from its start to its end: takes a command, gives what it printed and what it cost.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often the memory of a running process is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// Linux tells times of processes in hundredths of a second.
const TICKS_IN_SECOND: f64 = 100.0;

/// What a process cost; CPU time and memory are `None` where the system does not tell them under /proc.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Seconds, the kernel's included, of all its threads.
    pub cpu: Option<f64>,
    /// Seconds.
    pub wall: f64,
    /// Bytes resident at most, pages of mapped files among them.
    pub peak: Option<u64>,
}

/// Runs the command to its end; it must succeed.
pub fn run(command: &mut Command) -> (Cost, String) {
    let before = cpu_of_ended_children();
    let began = Instant::now();
    let child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the process can be started");
    let status = format!("/proc/{}/status", child.id());
    let ended = AtomicBool::new(false);
    let (output, wall, peak) = std::thread::scope(|scope| {
        let watching = scope.spawn(|| {
            let mut peak = None;
            while !ended.load(Ordering::Relaxed) {
                peak = peak.max(peak_told_in(&status));
                std::thread::sleep(LOOK);
            }
            peak
        });
        let output = child.wait_with_output();
        let wall = began.elapsed();
        ended.store(true, Ordering::Relaxed);
        (output, wall, watching.join().expect("the watch ends"))
    });
    let output = output.expect("the process can be waited for");
    assert!(
        output.status.success(),
        "{command:?} ended with {}:\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    let cpu = before.zip(cpu_of_ended_children()).map(|(before, after)| after - before);
    (Cost { cpu, wall: wall.as_secs_f64(), peak }, String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Seconds that all children took which were waited for.
fn cpu_of_ended_children() -> Option<f64> {
    let stat = fs::read("/proc/self/stat").ok()?;
    let stat = String::from_utf8_lossy(&stat);
    // The program's name stands in brackets and may hold anything, brackets and spaces too.
    let (_, behind) = stat.rsplit_once(')')?;
    // The first field behind it is the third; cutime and cstime are the 16th and 17th.
    let mut fields = behind.split_ascii_whitespace().skip(16 - 3);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some((user + system) as f64 / TICKS_IN_SECOND)
}

fn peak_told_in(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}
