//! Two or more people, parties or topics side by side: a chart, counts and shares, and columns of quotes.

use askama::Template;

use crate::desk::{Cell, CompareRequest, Comparison, Request, TOTAL};
use crate::harmless::{Cells, line, paragraph};
use crate::web::api::step_named;
use crate::web::card::Card;
use crate::web::chart::Chart;
use crate::web::fault::Fault;
use crate::web::frame::{PageFrame, frame, grouped};
use crate::web::reply::Reply;
use crate::web::search_url::SearchUrl;
use crate::web::site::PageContext;

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    chrome: PageFrame,
    sides: Vec<String>,
    on: String,
    notes: Vec<String>,
    chart: Option<Chart>,
    columns: Vec<ColumnShown>,
    periods: Vec<PeriodRow>,
    table_url: String,
    fault: Option<String>,
}

struct ColumnShown {
    name: String,
    total: String,
    share: Option<String>,
    url: String,
    cards: Vec<Card>,
}

struct PeriodRow {
    period: String,
    cells: Vec<String>,
}

/// Quotes in a column.
const QUOTES: usize = 5;
/// Sides that can be read beside each other.
const MOST_SIDES: usize = 6;
/// Boxes for sides.
const FEWEST_BOXES: usize = 2;

fn request(scene: &PageContext<'_>) -> Result<CompareRequest, Fault> {
    let call = scene.call;
    let sides = call.values("side").into_iter().take(MOST_SIDES).map(str::to_string).collect();
    let filters = SearchUrl::read(call).filters;
    Ok(CompareRequest {
        sides,
        on: call.value("on").map(str::to_string),
        filters,
        step: step_named(call.value("by"))?,
        today: Some(scene.site.today()),
    })
}

pub fn compare(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let request = request(scene)?;
    let mut page = ComparePage {
        chrome: frame(scene, "Compare"),
        sides: request.sides.iter().map(|side| line(side)).collect(),
        on: request.on.as_deref().map(line).unwrap_or_default(),
        notes: Vec::new(),
        chart: None,
        columns: Vec::new(),
        periods: Vec::new(),
        table_url: scene.call.address.replacen("/compare", "/compare.csv", 1),
        fault: None,
    };
    page.sides.resize(page.sides.len().max(FEWEST_BOXES), String::new());
    if request.sides.is_empty() {
        return Ok(Reply::html(&page)?);
    }
    match scene.edition.library.compare(&request) {
        Ok(table) => fill(scene, &mut page, &table)?,
        // What was typed stays in the boxes.
        Err(error) => page.fault = Some(paragraph(&error.to_string())),
    }
    Ok(Reply::html(&page)?)
}

fn fill(scene: &PageContext<'_>, page: &mut ComparePage, table: &Comparison) -> Result<(), Fault> {
    page.chrome.title = line(&table.sides.iter().map(|side| side.name.as_str()).collect::<Vec<_>>().join(" and "));
    page.notes = table.notes.iter().map(|note| line(&note.told())).collect();
    page.chart = Chart::of_comparison(table, |side, period| {
        let question = table.sides.get(side).map(|side| side.question.as_str()).unwrap_or_default();
        SearchUrl::of(format!("{question} date:{period}")).url()
    });
    for side in &table.sides {
        let request = Request {
            limit: QUOTES,
            facets: false,
            same_article: false,
            today: Some(scene.site.today()),
            ..Request::of(side.question.as_str())
        };
        let response = scene.edition.library.ask(&request)?;
        page.columns.push(ColumnShown {
            name: line(&side.name),
            total: grouped(side.total.count),
            share: side.total.share.map(|share| format!("{:.1} % of {}", share * 100.0, grouped(side.total.of))),
            url: SearchUrl::of(side.question.as_str()).url(),
            cards: Card::of_hits(&response.answer.hits),
        });
    }
    for (at, period) in table.periods.iter().enumerate() {
        let cells = table.sides.iter().map(|side| side.periods.get(at).map_or_else(String::new, table_cell));
        page.periods.push(PeriodRow { period: period.clone(), cells: cells.collect() });
    }
    page.periods.push(PeriodRow {
        period: TOTAL.to_string(),
        cells: table.sides.iter().map(|side| table_cell(&side.total)).collect(),
    });
    Ok(())
}

/// The comparison as a table for spreadsheets.
pub fn table(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let table = scene.edition.library.compare(&request(scene)?)?;
    let mut bytes = Vec::new();
    let failed = |error: csv::Error| Fault::Failed(error.to_string());
    let mut rows = Cells::new(&mut bytes, &crate::desk::rows::COMPARED, false).map_err(failed)?;
    crate::desk::rows::write_comparison(&mut rows, &table).map_err(failed)?;
    rows.finish().map_err(failed)?;
    Ok(Reply { file_name: Some("comparison.csv"), ..Reply::of("text/csv; charset=utf-8", bytes) })
}

/// `12 (3.4 %)`.
fn table_cell(cell: &Cell) -> String {
    match cell.share {
        Some(share) if cell.count > 0 => format!("{} ({:.1} %)", grouped(cell.count), share * 100.0),
        _ => grouped(cell.count),
    }
}
