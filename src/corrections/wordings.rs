//! Many wordings looked for in a text at once.

use crate::words::fold::wording;

/// Wordings, folded. None of them begins with another one: whoever holds the longer holds the shorter.
#[derive(Clone, Debug, Default)]
pub struct Wordings(Vec<String>);

impl Wordings {
    /// Those of the given words that have any letter.
    pub fn new(words: impl IntoIterator<Item = String>) -> Wordings {
        let mut wordings: Vec<String> = words.into_iter().map(|words| wording(&words)).collect();
        wordings.retain(|wording| !wording.is_empty());
        wordings.sort_unstable();
        // In this order whatever begins with a wording stands right behind it.
        wordings.dedup_by(|later, kept| later.starts_with(kept.as_str()));
        Wordings(wordings)
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the text holds one of the wordings; a word may begin with the last one of it. Time grows with the text and
    /// the logarithm of the number of wordings.
    pub fn any_in(&self, text: &str) -> bool {
        let text = wording(text);
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b' ', text.as_bytes()).map(|space| space + 1));
        starts.filter_map(|start| text.get(start..)).any(|rest| {
            // The only one that can stand here is the last that is not behind it: between a wording and what begins with
            // it there is nothing but what begins with it too.
            let behind = self.0.partition_point(|wording| wording.as_str() <= rest);
            behind
                .checked_sub(1)
                .and_then(|at| self.0.get(at))
                .is_some_and(|wording| rest.starts_with(wording.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_of_many_is_found() {
        let wordings = Wordings::new(["The tide.", "the tide decides", "no", "", "zebra"].map(String::from));
        assert!(wordings.any_in("It is so: “the tide decides”!"));
        assert!(wordings.any_in("No, no."));
        assert!(!wordings.any_in("That is the end of it."));
        assert!(!wordings.any_in(""));
        assert!(!Wordings::default().any_in("the tide"));
    }

    proptest! {
        #[test]
        fn it_finds_what_looking_for_each_finds(
            words in prop::collection::vec("[ab]{1,2}( [ab]{1,2}){0,2}", 0..6),
            text in "[ab]{1,2}( [ab]{1,2}){0,8}",
        ) {
            let each = words.iter().any(|words| format!(" {text}").contains(&format!(" {words}")));
            prop_assert_eq!(Wordings::new(words).any_in(&text), each);
        }
    }
}
