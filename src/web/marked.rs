//! Text of strangers with stretches of it marked, as HTML: the one place where text and marks become markup. What steers
//! the direction of reading or is there without being seen goes; all else is escaped by the template.

use askama::Template;

use crate::harmless::is_steering;

/// Text in runs.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "marked.html")]
pub struct MarkedText {
    runs: Vec<MarkedRun>,
}

// It is rendered by a template that escapes.
impl askama::filters::HtmlSafe for MarkedText {}

#[derive(Clone, Debug, Default, PartialEq)]
struct MarkedRun {
    text: String,
    emphasis: CharacterMarks,
}

/// What a character is part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct CharacterMarks {
    /// The speaker's words.
    words: bool,
    /// The word of saying.
    cue: bool,
    /// What was searched for.
    matched: bool,
}

impl MarkedText {
    /// A text with the speaker's words, the word of saying and the matches, all in characters, ends excluded.
    pub fn new(text: &str, words: &[[usize; 2]], cue: Option<[usize; 2]>, matches: &[[usize; 2]]) -> MarkedText {
        let mut stretches = vec![CharacterMarks::default(); text.chars().count()];
        let mut set = |of: &[[usize; 2]], set: fn(&mut CharacterMarks)| {
            for [start, end] in of {
                stretches.iter_mut().take(*end).skip(*start).for_each(set);
            }
        };
        set(matches, |stretch| stretch.matched = true);
        set(words, |stretch| stretch.words = true);
        set(cue.as_slice(), |stretch| stretch.cue = true);
        let mut runs: Vec<MarkedRun> = Vec::new();
        for (sign, emphasis) in text.chars().zip(stretches) {
            if is_steering(sign) && !sign.is_whitespace() {
                continue;
            }
            // A line end within a quote is a space to whoever reads it.
            let sign = if sign.is_whitespace() && sign != '\n' { ' ' } else { sign };
            match runs.last_mut() {
                Some(last) if last.emphasis == emphasis => last.text.push(sign),
                _ => runs.push(MarkedRun { text: sign.to_string(), emphasis }),
            }
        }
        MarkedText { runs }
    }

    /// A text with matches alone.
    pub fn matches(text: &str, matches: &[[usize; 2]]) -> MarkedText {
        MarkedText::new(text, &[], None, matches)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_markup_and_text_is_not() {
        let marked = MarkedText::new("she <b>denied</b> \u{202e}it & left", &[[3, 21]], Some([7, 13]), &[[7, 9]]);
        assert_eq!(
            marked.render().unwrap(),
            "she<span class=\"words\"> &#60;b&#62;</span><span class=\"words\"><em><mark>de</mark></em></span>\
             <span class=\"words\"><em>nied</em></span><span class=\"words\">&#60;/b&#62; it</span> &#38; left"
        );
        assert_eq!(MarkedText::matches("", &[[0, 9]]).render().unwrap(), "");
    }
}
