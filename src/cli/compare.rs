//! `onrecord compare`: speakers, parties or topics side by side over time, as counts or as shares.

use std::io::Write;

use super::args::{ColorWhen, CompareArgs, TableFormat};
use super::exit::Status;
use super::indexing::open_asked;
use super::look::wrap_note;
use super::requests::table_format;
use super::search::tell;
use super::{output, render};
use crate::desk::{Cell, CompareRequest, Comparison, TOTAL};
use crate::desk::{rows, told};
use crate::harmless::{self, Cells, clean};

pub fn run(args: &CompareArgs, color: ColorWhen) -> anyhow::Result<Status> {
    let library = open_asked(&args.asked, &args.flags.wording)?;
    let table = library.compare(&CompareRequest {
        sides: args.sides.clone(),
        on: args.on.clone(),
        filters: args.flags.filters(),
        step: args.by.map(Into::into),
        today: args.flags.today,
    })?;
    match table_format(args.format, args.excel)? {
        TableFormat::Text => {
            let mut out = output::text_stdout(color);
            for note in &table.notes {
                write!(out, "{}", wrap_note(&clean(&note.in_words()), output::width()))?;
            }
            write!(out, "{}", rendered(&table, args.rate))?;
            out.flush()?;
        }
        TableFormat::Json => {
            let mut out = output::data_stdout();
            harmless::write_json_line(&mut out, &table)?;
            out.flush()?;
        }
        TableFormat::Csv => {
            tell(&table.notes, &args.asked.command("search"));
            let mut rows = Cells::new(output::data_stdout(), &rows::COMPARED, args.excel)?;
            rows::write_comparison(&mut rows, &table)?;
            rows.finish()?;
        }
    }
    Ok(if table.total() == 0 { Status::Nothing } else { Status::Found })
}

fn shown(cell: &Cell, rate: bool) -> String {
    match (rate, cell.share) {
        (false, _) => cell.count.to_string(),
        (true, Some(share)) => format!("{:.1} % of {}", share * 100.0, cell.of),
        (true, None) => "-".to_string(),
    }
}

/// A row for each period, a column for each side.
fn rendered(table: &Comparison, rate: bool) -> String {
    let mut rows: Vec<Vec<String>> =
        vec![std::iter::once(String::new()).chain(table.sides.iter().map(|side| clean(&side.name))).collect()];
    // Periods in which nobody said anything are seen, too.
    let places = table.periods.iter().enumerate().map(|(at, period)| (period.clone(), at as u64 + 1)).collect();
    for (period, place) in told::with_empty_periods(places, table.step) {
        let empty = if rate { "-" } else { "0" };
        let cells =
            table.sides.iter().map(|side| match place.checked_sub(1).and_then(|at| side.periods.get(at as usize)) {
                Some(cell) => shown(cell, rate),
                None => empty.to_string(),
            });
        rows.push(std::iter::once(period).chain(cells).collect());
    }
    let totals = table.sides.iter().map(|side| shown(&side.total, rate));
    rows.push(std::iter::once(TOTAL.to_string()).chain(totals).collect());
    render::render_columns(&rows)
}
