//! An article with its quotes marked, each in the colour of its speaker.

use askama::Template;

use crate::desk::{ShownArticle, told};
use crate::harmless::{is_steering, line};
use crate::record::QuoteRecord;
use crate::web::card::{DayShown, SpeakerShown, original_url, place_url, remarks, title_of};
use crate::web::fault::Fault;
use crate::web::frame::{PageFrame, frame};
use crate::web::reply::Reply;
use crate::web::search_url::address;
use crate::web::site::PageContext;

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    chrome: PageFrame,
    title: String,
    outlet: Option<String>,
    byline: Option<String>,
    day: DayShown,
    days: String,
    original: Option<String>,
    path: String,
    blocks: Vec<BlockShown>,
    voices: Vec<Voice>,
    quotes: Vec<QuoteShown>,
    also_at: Vec<String>,
    list_url: String,
}

struct BlockShown {
    kind: &'static str,
    runs: Vec<ArticleRun>,
    /// The quotes in it, each with its place among them: what is to be known of each stands behind the text, and the
    /// stylesheet shows that of the quote that is pointed at.
    tips: Vec<(usize, usize)>,
}

/// A stretch of text, of a quote or of none.
struct ArticleRun {
    text: String,
    /// The quote's number from 0.
    quote: Option<usize>,
    /// Whether the quote begins here.
    is_first: bool,
    /// The quote's place among those of the block.
    place: usize,
}

/// Somebody who is quoted in the article.
struct Voice {
    /// The colour, by its number.
    colour: usize,
    speaker: Option<SpeakerShown>,
    count: usize,
}

/// What is to be known of a quote.
struct QuoteShown {
    id: String,
    colour: usize,
    name: String,
    kind: String,
    stance: Option<String>,
    confidence: String,
    rule: String,
    remarks: Vec<String>,
    begins: String,
    correct_url: String,
}

/// Colours of the stylesheet; speakers behind these share them.
const COLOURS: usize = 8;
/// Quotes of one block that the stylesheet tells apart.
const PLACES: usize = 12;
/// Characters of a quote in the list.
const BEGIN: usize = 64;

pub fn quote(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    match scene.edition.library.quote(&scene.call.id)? {
        Some(record) => Ok(Reply::to(place_url(&record))),
        None => Err(Fault::NotFound(format!("No quote here has the id {}.", scene.call.id))),
    }
}

pub fn article(scene: &PageContext<'_>) -> Result<Reply, Fault> {
    let shown = scene.edition.library.show(&scene.call.id)?;
    let record = &shown.article.record;
    let (voices, colours) = voices(&shown.quotes);
    let title = title_of(record);
    let ids: Vec<(&str, String)> = shown.quotes.iter().map(|quote| ("id", quote.id.clone())).collect();
    let member = record.member.as_ref().map_or(String::new(), |member| format!("#{}", line(member)));
    let page = ArticlePage {
        chrome: frame(scene, &title),
        title,
        outlet: record.outlet.as_deref().map(line),
        byline: record.byline.as_deref().map(line),
        day: DayShown::new(record),
        days: line(&told::days_line(record)),
        original: original_url(record),
        path: format!("{}{member}", line(&record.path)),
        blocks: blocks(&shown),
        voices,
        quotes: shown.quotes.iter().zip(colours).map(|(quote, colour)| quote_shown(quote, colour)).collect(),
        also_at: shown.also_at.iter().map(|path| line(path)).collect(),
        list_url: address("/list", &ids),
    };
    Ok(Reply::html(&page)?)
}

/// Who is quoted, those with most quotes first, and the colour of each quote.
fn voices(quotes: &[QuoteRecord]) -> (Vec<Voice>, Vec<usize>) {
    let mut voices: Vec<(Option<&str>, Voice)> = Vec::new();
    for quote in quotes {
        let id = quote.speaker.as_ref().map(|speaker| speaker.id.as_str());
        match voices.iter_mut().find(|(known, _)| *known == id) {
            Some((_, voice)) => voice.count += 1,
            None => {
                let speaker = quote.speaker.as_ref().map(SpeakerShown::new);
                voices.push((id, Voice { colour: 0, speaker, count: 1 }));
            }
        }
    }
    voices.sort_by_key(|(_, voice)| std::cmp::Reverse((voice.count, voice.speaker.is_some())));
    // 0 is the colour of nobody.
    let known = voices.iter_mut().filter(|(id, _)| id.is_some());
    known.enumerate().for_each(|(at, (_, voice))| voice.colour = at % COLOURS + 1);
    let colour = |quote: &QuoteRecord| {
        let id = quote.speaker.as_ref().map(|speaker| speaker.id.as_str());
        voices.iter().find(|(known, _)| *known == id).map_or(0, |(_, voice)| voice.colour)
    };
    let colours = quotes.iter().map(colour).collect();
    (voices.into_iter().map(|(_, voice)| voice).collect(), colours)
}

fn quote_shown(quote: &QuoteRecord, colour: usize) -> QuoteShown {
    let mut begins: String = line(&quote.quote).chars().take(BEGIN).collect();
    if quote.quote.chars().count() > BEGIN {
        begins.push('…');
    }
    QuoteShown {
        id: line(&quote.id),
        colour,
        name: quote.speaker.as_ref().map_or_else(|| "Unknown speaker".to_string(), |speaker| line(&speaker.name)),
        kind: line(&quote.kind),
        stance: quote.stance.as_deref().filter(|stance| *stance != "said").map(line),
        confidence: format!("{:.0} %", quote.confidence * 100.0),
        rule: line(&quote.rule),
        remarks: remarks(quote),
        begins,
        correct_url: address("/correct", &[("id", quote.id.clone())]),
    }
}

/// The blocks but the headline, each in runs.
fn blocks(shown: &ShownArticle) -> Vec<BlockShown> {
    let text: Vec<char> = shown.article.text.chars().collect();
    // Which quote each character is of: of quotes within quotes the inner one, which is the shorter.
    let mut owner: Vec<Option<usize>> = vec![None; text.len()];
    let mut order: Vec<usize> = (0..shown.quotes.len()).collect();
    let length = |quote: usize| {
        let segments = shown.quotes.get(quote).map(|quote| quote.segments.as_slice()).unwrap_or_default();
        segments.iter().map(|[start, end]| end.saturating_sub(*start)).sum::<usize>()
    };
    order.sort_by_key(|quote| std::cmp::Reverse(length(*quote)));
    for quote in order {
        for [start, end] in shown.quotes.get(quote).map(|quote| quote.segments.as_slice()).unwrap_or_default() {
            owner.iter_mut().take(*end).skip(*start).for_each(|owner| *owner = Some(quote));
        }
    }
    let mut begun = vec![false; shown.quotes.len()];
    let mut blocks: Vec<BlockShown> = Vec::new();
    for block in shown.blocks() {
        if block.kind == "headline" {
            continue;
        }
        let mut runs: Vec<ArticleRun> = Vec::new();
        let [start, end] = block.span;
        for (sign, quote) in text.iter().zip(&owner).take(end).skip(start) {
            if is_steering(*sign) && !sign.is_whitespace() {
                continue;
            }
            // A line end stays one; any other white space is a space.
            let sign = if sign.is_whitespace() && *sign != '\n' { ' ' } else { *sign };
            match runs.last_mut() {
                Some(last) if last.quote == *quote => last.text.push(sign),
                _ => {
                    let begins = quote.and_then(|quote| begun.get_mut(quote));
                    let is_first = begins.is_some_and(|begun| !std::mem::replace(begun, true));
                    runs.push(ArticleRun { text: sign.to_string(), quote: *quote, is_first, place: 0 });
                }
            }
        }
        let mut tips: Vec<(usize, usize)> = Vec::new();
        for run in &mut runs {
            let Some(quote) = run.quote else { continue };
            run.place = match tips.iter().find(|(_, known)| *known == quote) {
                Some((place, _)) => *place,
                None => {
                    let place = tips.len() % PLACES;
                    tips.push((place, quote));
                    place
                }
            };
        }
        blocks.push(BlockShown { kind: block.kind, runs, tips });
    }
    blocks
}
