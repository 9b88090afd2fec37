//! `onrecord list` and `onrecord forget-path`: what an index holds of which path, and a path taken out of it.

use std::io::Write;

use super::args::{ColorWhen, TableFormat};
use super::exit::Status;
use super::output;
use super::path_args::{ForgetPathArgs, ListArgs};
use super::telling::Teller;
use crate::desk::{Holding, HoldingsJson, Library, Settings, counted, place};
use crate::harmless::{self, Cells, shown_path};

/// `list`.
///
/// # Errors
/// Where there is no index, or it cannot be read.
pub fn list(args: &ListArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let teller = Teller::quiet();
    let dir = place::find_index(args.place.index.as_deref(), teller.as_ref())?;
    let holdings = Library::open_as_it_is(&dir, Settings::default(), teller.ear())?.holdings()?;
    match super::requests::table_format(args.format, args.excel)? {
        TableFormat::Text => {
            let mut out = output::text_stdout(color);
            for line in lines(&holdings) {
                writeln!(out, "{line}")?;
            }
            out.flush()?;
        }
        TableFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &HoldingsJson::new(&holdings))?;
            out.flush()?;
        }
        TableFormat::Csv => {
            let columns = ["root", "kind", "files", "articles", "quotes", "undated", "first", "last"];
            let mut cells = Cells::new(output::data_stdout(), &columns, args.excel)?;
            for Holding { root, kind, files, held } in &holdings {
                let root = root.as_ref().map(|root| root.to_string_lossy().into_owned()).unwrap_or_default();
                let (first, last) = held.days.map(|(a, b)| (a.to_string(), b.to_string())).unwrap_or_default();
                let [files, articles, quotes, undated] =
                    [*files, held.articles, held.quotes, held.undated].map(|number| number.to_string());
                cells.write([root.as_str(), kind, &files, &articles, &quotes, &undated, &first, &last])?;
            }
            cells.finish()?;
        }
    }
    Ok(if holdings.is_empty() { Status::Nothing } else { Status::Found })
}

/// The path, then a line for each kind.
fn lines(holdings: &[Holding]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut last = None;
    for holding in holdings {
        if last != Some(&holding.root) {
            last = Some(&holding.root);
            lines.push(match &holding.root {
                Some(root) => shown_path(root),
                None => "(paths that were not named as they are now)".to_string(),
            });
        }
        let held = holding.held;
        let days = match held.days {
            Some((first, last)) if first == last => first.to_string(),
            Some((first, last)) => format!("{first} to {last}"),
            None => "no date".to_string(),
        };
        let undated = match held.undated {
            0 => String::new(),
            _ if held.days.is_none() => String::new(),
            undated => format!(", {undated} undated"),
        };
        lines.push(format!(
            "  {:<7} {}, {}, {}; {days}{undated}",
            holding.kind,
            counted(holding.files, "file"),
            counted(held.articles, "article"),
            counted(held.quotes, "quote")
        ));
    }
    lines
}

/// `forget-path`.
///
/// # Errors
/// Where there is no index, it holds nothing of the path, or cannot be written.
pub fn forget_path(args: &ForgetPathArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let teller = Teller::quiet();
    let dir = place::find_index(args.place.index.as_deref(), teller.as_ref())?;
    let forgotten = Library::open_as_it_is(&dir, Settings::default(), teller.ear())?.forget_path(&args.path)?;
    let mut out = output::text_stdout(color);
    writeln!(
        out,
        "Taken out of the index at {}: {} of {} with {}. The files are as they were; `onrecord index {}` brings them back.",
        shown_path(&dir),
        counted(forgotten.held.articles, "article"),
        counted(forgotten.files, "file"),
        counted(forgotten.held.quotes, "quote"),
        shown_path(&args.path)
    )?;
    out.flush()?;
    Ok(Status::Found)
}
