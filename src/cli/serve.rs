//! `onrecord serve`: the page in the browser, on an index that is brought up to date first and watched where that is asked.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

use super::args::{AskedIndex, ServeArgs};
use super::exit::Status;
use super::indexing::{open_asked, settings, summary_lines};
use super::output;
use super::telling::Telling;
use crate::desk::{Library, UpdateRequest, nobody, place};
use crate::web::{ServeOptions, listen, serve};

/// The port that is tried first.
const USUAL_PORT: u16 = 8417;

pub fn run(args: &ServeArgs) -> anyhow::Result<Status> {
    let ip = args.bind.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    // Taken before anything is read: whoever cannot be served learns it at once.
    let port = args.port.unwrap_or(USUAL_PORT);
    let listening = listen(ip, port, args.port.is_some()).with_context(|| {
        format!("nothing can be served at {ip} port {port}: name another one with --port, or leave it away")
    })?;
    let library = open_asked(&args.asked, &args.wording)?;
    if args.watch {
        watch(&args.asked)?;
    }
    let address = listening.address();
    if !ip.is_loopback() {
        output::warn(&format!(
            "everybody who can reach {ip} can read this archive{}",
            if args.allow_corrections { " and change who said what in it" } else { "" }
        ));
    }
    let shown = if ip.is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { ip };
    let url = format!("http://{}/", std::net::SocketAddr::new(shown, address.port()));
    let mut out = output::data_stdout();
    writeln!(out, "onrecord is at {url}")?;
    out.flush()?;
    if args.open {
        open(&url);
    }
    let options = ServeOptions {
        names: args.host.clone(),
        allowed_origin: args.allow_origin.clone(),
        corrections: args.allow_corrections,
        today: args.today,
        command: args.asked.command("correct"),
    };
    serve(listening, library, options).context("the server ended")?;
    Ok(Status::Found)
}

/// Shows an address in the browser; whoever has none can copy it.
fn open(url: &str) {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        output::say(&format!("no browser could be opened: go to {url}"));
    }
}

/// Between two looks at the archive at least.
const SHORTEST_PAUSE: Duration = Duration::from_secs(3);
/// How much longer a pause is than the look before it: a large archive is not walked all the time.
const SHARE: u32 = 20;

/// Brings the index up to date from time to time, beside the server.
fn watch(asked: &AskedIndex) -> anyhow::Result<()> {
    let AskedIndex { place, paths, read, choice } = asked;
    if read.report.is_some() {
        bail!("--report is of one run, and --watch of many: leave one of them away");
    }
    let dir = match &place.index {
        Some(dir) => dir.clone(),
        None => place::index_of_paths(paths)?,
    };
    let request = UpdateRequest { paths: paths.clone(), prune: false, leave_out: Vec::new(), choice: choice.choice() };
    let settings = settings(read)?;
    std::thread::Builder::new().name("watch".to_string()).spawn(move || {
        loop {
            let begun = Instant::now();
            let looked = Library::open_or_create(&dir, settings.clone(), nobody()).and_then(|it| it.update(&request));
            match looked {
                Ok(summary) if summary.changed_nothing() => {}
                Ok(summary) => summary_lines(&summary, Telling::InPart).iter().for_each(|line| output::say(line)),
                // What goes wrong with files was told when they were read first. Somebody else writes: what they do not bring in, the next look does.
                Err(error) if error.is_locked() => {}
                Err(error) => output::warn(&error.to_string()),
            }
            std::thread::sleep(SHORTEST_PAUSE.max(begun.elapsed() * SHARE));
        }
    })?;
    Ok(())
}
