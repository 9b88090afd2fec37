//! Chosen quotes as a list: to be printed, or taken away with citations. Which they are stands in the address.

use askama::Template;

use crate::desk::Printed;
use crate::desk::cite::{Citations, Style};
use crate::desk::rows::{CsvRows, render_markdown};
use crate::harmless::write_json_line;
use crate::record::QuoteRecord;
use crate::web::card::Card;
use crate::web::fault::Fault;
use crate::web::frame::{PageFrame, frame};
use crate::web::reply::Reply;
use crate::web::search_url::address;
use crate::web::site::PageContext;

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    chrome: PageFrame,
    entries: Vec<(Card, String)>,
    exports: Vec<(&'static str, String)>,
    missing: Vec<String>,
    address: String,
}

/// Quotes of one list.
const MOST: usize = 200;
/// Formats and what each is called.
const FORMATS: [(&str, &str); 6] = [
    ("csv", "CSV"),
    ("bibtex", "BibTeX"),
    ("ris", "RIS (Zotero, EndNote)"),
    ("csl", "CSL JSON"),
    ("markdown", "Markdown"),
    ("ndjson", "JSON lines"),
];

fn ids(scene: &PageContext<'_>) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for id in scene.call.values("id").into_iter().take(MOST) {
        if !ids.iter().any(|known| known == id) {
            ids.push(id.to_string());
        }
    }
    ids
}

fn address_of(path: &str, ids: &[String], without: Option<&str>) -> String {
    let kept = ids.iter().filter(|id| without != Some(id.as_str()));
    address(path, &kept.map(|id| ("id", id.clone())).collect::<Vec<_>>())
}

/// The quotes that the address names.
struct Chosen {
    ids: Vec<String>,
    found: Vec<QuoteRecord>,
    /// Ids of none.
    missing: Vec<String>,
}

fn chosen(scene: &PageContext<'_>) -> Result<Chosen, Fault> {
    let ids = ids(scene);
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for id in &ids {
        match scene.edition.library.quote(id)? {
            Some(record) => found.push(record),
            None => missing.push(crate::harmless::line(id)),
        }
    }
    Ok(Chosen { ids, found, missing })
}

pub fn list(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let Chosen { ids, found, missing } = chosen(scene)?;
    let page = ListPage {
        chrome: frame(scene, "List of quotes"),
        entries: found
            .iter()
            .map(|record| (Card::of_record(record), address_of("/list", &ids, Some(&record.id))))
            .collect(),
        exports: FORMATS.map(|(format, label)| (label, address_of(&format!("/list/{format}"), &ids, None))).to_vec(),
        missing,
        address: address_of("/list", &ids, None),
    };
    Ok(Reply::html(&page)?)
}

/// The list as a file.
pub fn export(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let found = chosen(scene)?.found;
    let failed = |error: std::io::Error| Fault::Failed(error.to_string());
    let mut bytes = Vec::new();
    let mut cite = |style: Style| -> Result<(), Fault> {
        let mut citations = Citations::new(&mut bytes, style, Some(scene.site.today()));
        found.iter().try_for_each(|record| citations.write(record)).map_err(failed)?;
        citations.finish().map_err(failed)
    };
    let (content_type, name) = match scene.call.id.as_str() {
        "bibtex" => {
            cite(Style::Bibtex)?;
            ("application/x-bibtex; charset=utf-8", "quotes.bib")
        }
        "ris" => {
            cite(Style::Ris)?;
            ("application/x-research-info-systems; charset=utf-8", "quotes.ris")
        }
        "csl" => {
            cite(Style::Csl)?;
            ("application/vnd.citationstyles.csl+json", "quotes.json")
        }
        "csv" => {
            let wrong = |error: csv::Error| Fault::Failed(error.to_string());
            let mut rows = CsvRows::new(&mut bytes, false).map_err(wrong)?;
            found.iter().try_for_each(|record| rows.write(record)).map_err(wrong)?;
            rows.finish().map_err(wrong)?;
            ("text/csv; charset=utf-8", "quotes.csv")
        }
        "markdown" => {
            let lines = found.iter().map(|record| render_markdown(record, &Printed::of(record)) + "\n");
            bytes.extend(lines.collect::<String>().into_bytes());
            ("text/markdown; charset=utf-8", "quotes.md")
        }
        "ndjson" => {
            found.iter().try_for_each(|record| write_json_line(&mut bytes, record)).map_err(failed)?;
            ("application/x-ndjson", "quotes.ndjson")
        }
        other => return Err(Fault::NotFound(format!("A list cannot be had as {other}."))),
    };
    Ok(Reply { file_name: Some(name), ..Reply::of(content_type, bytes) })
}
