//! How text looks: its width, what is emphasised, and with which signs where there is no colour.

use anstyle::Style;
use textwrap::{Options, WordSeparator, WordSplitter};

use super::marks::MatchMark;
use super::output::{self, styled};
use crate::harmless::clean;

/// How far around a match a long passage is shown, in characters.
const EXCERPT: usize = 120;

/// How text is laid out.
#[derive(Clone, Debug)]
pub struct Look {
    /// Columns.
    pub width: usize,
    /// What is put before and behind matches.
    pub mark: Option<MatchMark>,
}

impl Look {
    /// For this terminal.
    pub fn new(mark: Option<MatchMark>) -> Look {
        Look { width: output::width(), mark }
    }

    /// Text in lines, each with its line end; words, ids and `speaker:` values stay whole.
    pub fn wrap(&self, text: &str, first: &str, rest: &str) -> String {
        wrap(text, first, rest, self.width)
    }

    /// The same with each line in a style.
    pub fn wrap_styled(&self, style: Style, text: &str, first: &str, rest: &str) -> String {
        // Where a match ends, the style goes on.
        let reset = anstyle::Reset.to_string();
        let go_on = |line: &str| line.replace(&reset, &format!("{reset}{style}"));
        self.wrap(text, first, rest).lines().map(|line| format!("{}\n", styled(style, &go_on(line)))).collect()
    }

    /// Foreign text made harmless, with the characters at `stretches` marked as matches.
    pub fn marked(&self, text: &str, stretches: &[[usize; 2]]) -> String {
        self.emphasised(text, &[], None, stretches)
    }

    /// Foreign text made harmless, with the speaker's words, the word of saying and the matches emphasised; all in
    /// characters of the text, ends excluded.
    pub fn emphasised(
        &self,
        text: &str,
        words: &[[usize; 2]],
        cue: Option<[usize; 2]>,
        matches: &[[usize; 2]],
    ) -> String {
        let mut kinds = vec![Emphasis::default(); text.chars().count()];
        let mut set = |stretches: &[[usize; 2]], set: fn(&mut Emphasis)| {
            for [start, end] in stretches {
                kinds.iter_mut().take(*end).skip(*start).for_each(set);
            }
        };
        set(matches, |kind| kind.matches = true);
        set(words, |kind| kind.words = true);
        set(cue.as_slice(), |kind| kind.cue = true);
        let mut out = String::with_capacity(text.len() + 64);
        let mut run = String::new();
        let mut before = Emphasis::default();
        for (sign, now) in text.chars().zip(kinds) {
            if now != before {
                self.add_run(&mut out, &run, before, now);
                run.clear();
                before = now;
            }
            run.push(sign);
        }
        self.add_run(&mut out, &run, before, Emphasis::default());
        out.trim_end().to_string()
    }

    fn add_run(&self, out: &mut String, run: &str, emphasis: Emphasis, next: Emphasis) {
        let cleaned = clean(run);
        // No space is doubled where two runs meet.
        let cleaned = if out.is_empty() || out.ends_with(' ') { cleaned.trim_start() } else { &cleaned };
        match emphasis.style() {
            Some(style) if !cleaned.is_empty() => out.push_str(&styled(style, cleaned)),
            _ => out.push_str(cleaned),
        }
        if let Some(mark) = &self.mark {
            match (emphasis.matches, next.matches) {
                (true, false) => out.push_str(&mark.close),
                (false, true) => out.push_str(&mark.open),
                _ => {}
            }
        }
    }

    /// A passage with its matches marked; a long one is cut around the first of them.
    pub fn excerpt(&self, text: &str, matches: &[[usize; 2]]) -> String {
        let characters: Vec<char> = text.chars().collect();
        let Some([start, end]) = matches.first().copied() else { return clean(text) };
        if characters.len() <= 2 * EXCERPT {
            return self.marked(text, matches);
        }
        let mut from = start.saturating_sub(EXCERPT);
        let mut to = (end + EXCERPT).min(characters.len());
        while from > 0 && from < start && !characters[from - 1].is_whitespace() {
            from += 1;
        }
        while to < characters.len() && to > end && !characters[to].is_whitespace() {
            to -= 1;
        }
        let part: String = characters[from..to].iter().collect();
        let inside: Vec<[usize; 2]> =
            matches.iter().filter(|[a, b]| *a >= from && *b <= to).map(|[a, b]| [a - from, b - from]).collect();
        let cut = |is_cut: bool, text: &'static str| if is_cut { text } else { "" };
        format!("{}{}{}", cut(from > 0, "… "), self.marked(&part, &inside), cut(to < characters.len(), " …"))
    }
}

/// What a character is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Emphasis {
    matches: bool,
    words: bool,
    cue: bool,
}

impl Emphasis {
    fn style(self) -> Option<Style> {
        match self {
            Emphasis { matches: true, .. } => Some(output::MATCH),
            Emphasis { cue: true, .. } => Some(output::CUE),
            Emphasis { words: true, .. } => Some(output::QUOTE),
            _ => None,
        }
    }
}

/// Text in lines of so many columns, each with its line end. Only spaces part it: no word, id or value is broken.
pub fn wrap(text: &str, first: &str, rest: &str, width: usize) -> String {
    let options = Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    let mut wrapped = textwrap::fill(text, options).replace('\u{a0}', " ");
    wrapped.push('\n');
    wrapped
}

/// A line of the program's own about questions: a value in quotation marks stays with its field, a command on its line.
pub fn wrap_note(text: &str, width: usize) -> String {
    // A command that can be pasted is one line, however long.
    let (told, command) = text.split_at(text.find("onrecord search ").unwrap_or(text.len()));
    wrap(&format!("{}{}", keep_values(told), command.replace(' ', "\u{a0}")), "", "", width)
}

/// The spaces in `speaker:"Ann Example"` made such that no line ends there.
fn keep_values(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    let mut before = ' ';
    for sign in text.chars() {
        if sign == '"' {
            inside = !inside && before == ':';
        }
        out.push(if inside && sign == ' ' { '\u{a0}' } else { sign });
        before = sign;
    }
    // A mark that is never closed is none.
    if inside { text.to_string() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(mark: Option<&str>) -> Look {
        Look { width: 30, mark: mark.map(|mark| MatchMark::parse(mark).expect("signs")) }
    }

    #[test]
    fn marks_fall_on_the_characters_meant() {
        let styled = look(None).marked("é nato, \u{1b}[0m nato", &[[2, 6]]);
        let plain = anstream::adapter::strip_str(&styled).to_string();
        assert_eq!(plain, "é nato, [0m nato");
        assert!(styled.contains("nato\u{1b}[0m,"), "{styled:?}");
        for (mark, marked) in [("**", "é **nato**, x"), (">>,<<", "é >>nato<<, x")] {
            let styled = look(Some(mark)).emphasised("é nato, x", &[[0, 4]], None, &[[2, 6]]);
            assert_eq!(anstream::adapter::strip_str(&styled).to_string(), marked);
        }
    }

    #[test]
    fn ids_and_values_are_never_broken() {
        let text = "Quotes of others: speaker:jeremy-bernard-corbyn and office:\"Leader of the Labour Party\" too";
        let wrapped = wrap_note(text, 30);
        assert!(wrapped.contains("speaker:jeremy-bernard-corbyn"), "{wrapped}");
        assert!(wrapped.contains("office:\"Leader of the Labour Party\""), "{wrapped}");
        assert_eq!(wrapped.split_whitespace().collect::<Vec<_>>(), text.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn a_long_passage_is_cut_around_its_match() {
        let text = format!("{} nato {}", "word ".repeat(80), "word ".repeat(80));
        let cut = look(Some("*")).excerpt(&text, &[[401, 405]]);
        let plain = anstream::adapter::strip_str(&cut).to_string();
        assert!(plain.starts_with("… word") && plain.ends_with("word …") && plain.contains("*nato*"), "{plain}");
    }
}
