//! What the shapes of passages mean among their neighbours.
//!
//! Takes the marks that each passage got by itself, gives the blocks: a heading above a credit is a caption, several
//! headings in a row are links to other articles, one by itself is a subheading.

use super::labels::is_picture_credit;
use super::lines::Passage;
use super::shape::{LineShape, PassageMark, holds_quote};
use super::{Block, BlockKind};

/// A heading by itself of at most so many words is a subheading, a longer one a link to another article, a still
/// longer one a paragraph that has lost its full stop.
const MOST_WORDS_OF_SUBHEADING: usize = 6;
const MOST_WORDS_OF_LINK: usize = 16;

/// The second pass: what the shapes mean among their neighbours.
pub(super) fn settle(
    text: &str,
    passages: &[Passage],
    marks: &mut [PassageMark],
    first_prose: usize,
    last_prose: usize,
) -> Vec<Block> {
    mark_captions(text, passages, marks);
    let bytes_of = |shape: LineShape| -> usize {
        let shaped = passages.iter().zip(&*marks).filter(|(_, mark)| **mark == PassageMark::Shape(shape));
        shaped.map(|(passage, _)| passage.span.len()).sum()
    };
    // A text whose sentences have lost their full stops is no list of links.
    let mostly_headings = bytes_of(LineShape::Heading) > 2 * bytes_of(LineShape::Prose);

    let mut start = 0;
    while start < marks.len() {
        if !is_open(marks.get(start)) {
            start += 1;
            continue;
        }
        let mut end = start;
        while is_open(marks.get(end)) {
            end += 1;
        }
        let beside = [start.checked_sub(1), Some(end)].into_iter().flatten();
        let among_links =
            beside.filter_map(|at| marks.get(at)).any(|mark| *mark == PassageMark::Known(BlockKind::RelatedLink));
        let run = marks.get_mut(start..end).unwrap_or_default();
        let surely = run.iter().filter(|mark| **mark == PassageMark::Shape(LineShape::Heading)).count();
        let words = |at: usize| passages.get(at).map_or(0, |passage| passage.span.of(text).split_whitespace().count());
        let alone = end - start == 1 && !among_links && (first_prose..=last_prose).contains(&start);
        let kind = if !among_links && (surely == 0 || mostly_headings) || alone && words(start) > MOST_WORDS_OF_LINK {
            BlockKind::Paragraph
        } else if start < first_prose {
            BlockKind::Subheading
        } else if end - start > 1 || among_links || start > last_prose || words(start) > MOST_WORDS_OF_SUBHEADING {
            BlockKind::RelatedLink
        } else {
            BlockKind::Subheading
        };
        run.fill(PassageMark::Known(kind));
        start = end;
    }
    passages
        .iter()
        .zip(marks)
        .map(|(passage, mark)| {
            let kind = match mark {
                PassageMark::Known(kind) => *kind,
                PassageMark::Shape(_) => BlockKind::Paragraph,
            };
            Block { kind, span: passage.span }
        })
        .collect()
}

fn is_open(mark: Option<&PassageMark>) -> bool {
    matches!(mark, Some(PassageMark::Shape(LineShape::Heading | LineShape::PerhapsHeading)))
}

/// The line above a credit is the picture's caption.
fn mark_captions(text: &str, passages: &[Passage], marks: &mut [PassageMark]) {
    const LONGEST_CAPTION: usize = 300;
    for credit in 1..marks.len() {
        if marks.get(credit) != Some(&PassageMark::Known(BlockKind::Credit)) {
            continue;
        }
        let above = credit - 1;
        let (Some(caption), Some(below), Some(mark)) =
            (passages.get(above), passages.get(credit), marks.get_mut(above))
        else {
            continue;
        };
        let line = caption.span.of(text);
        // A caption that is a sentence stands by itself with its credit: nothing else in the stanza.
        let pair = caption.stanza == below.stanza
            && passages.get(above.wrapping_sub(1)).is_none_or(|before| before.stanza != caption.stanza)
            && line.len() <= LONGEST_CAPTION
            && is_picture_credit(below.span.of(text))
            && !holds_quote(line);
        if is_open(Some(mark)) || (pair && *mark == PassageMark::Shape(LineShape::Prose)) {
            *mark = PassageMark::Known(BlockKind::Caption);
        }
    }
}
