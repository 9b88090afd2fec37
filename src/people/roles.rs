//! The words for parties and offices: `Tories`, `the Labour leader`, `prime minister`.

use super::packed::{NameLookup, PackedRegister, Section};
use super::tables::RegisterError;
use super::{Office, OfficeId, PartyId};
use crate::words::List;

/// Where the name of the office's own party stands in a phrase of the table.
pub(super) const PARTY_SLOT: &str = "{party}";

/// The slot once it is folded.
const FOLDED_SLOT: &str = "party";

/// The longest name of a party, in words (`Social Democratic and Labour Party`, `the` and `party` not counted).
const PARTY_WORDS: usize = 6;

/// No phrase for an office is longer than this, in words; it bounds the work on text that a user entered.
const PHRASE_WORDS: usize = 16;

/// From words to parties and offices.
#[derive(Clone, Debug)]
pub(super) struct Roles {
    parties: NameLookup<PartyId>,
    /// Phrases that name an office by themselves.
    phrases: NameLookup<OfficeId>,
    /// Phrases with a slot for the party.
    party_phrases: NameLookup<OfficeId>,
}

impl Roles {
    /// The words of a packed register.
    pub(super) fn read(store: PackedRegister) -> Result<Roles, RegisterError> {
        Ok(Roles {
            parties: NameLookup::read(store.section(Section::PartyNames))?,
            phrases: NameLookup::read(store.section(Section::Phrases))?,
            party_phrases: NameLookup::read(store.section(Section::PartyPhrases))?,
        })
    }

    /// The party that the folded words name, an article before and `party` behind them aside.
    pub(super) fn find_party(&self, folded: &str) -> Option<PartyId> {
        self.parties_named(folded).first().copied()
    }

    /// All names of parties, folded.
    pub(super) fn party_names(&self) -> impl Iterator<Item = &'static str> {
        self.parties.texts()
    }

    fn parties_named(&self, folded: &str) -> &[PartyId] {
        let named = self.parties.get(folded);
        if !named.is_empty() {
            return named;
        }
        let words = folded.strip_prefix("the ").unwrap_or(folded);
        let words = words.strip_suffix(" party").unwrap_or(words);
        if words == folded { &[] } else { self.parties.get(words) }
    }

    /// The offices that the folded phrase names, the likeliest first.
    pub(super) fn find_office<'o>(&self, folded: &str, office: impl Fn(OfficeId) -> &'o Office) -> Vec<OfficeId> {
        let words: Vec<&str> = folded.split(' ').take(PHRASE_WORDS + 1).collect();
        if words.len() > PHRASE_WORDS {
            return Vec::new();
        }
        let articles = words.iter().take_while(|word| List::BeforeOffice.has(word)).count();
        // With the words in front first: `new` is dropped from `new home secretary`, not from `new jersey governor`.
        let named = |skipped: usize| {
            let words = &words[skipped..];
            let found = self.phrases.get(&words.join(" ")).to_vec();
            if found.is_empty() { self.find_with_party(words, &office) } else { found }
        };
        let mut found = (0..=articles.min(words.len() - 1)).map(named).find(|it| !it.is_empty()).unwrap_or_default();
        found.sort_by_key(|&id| (office(id).country(), office(id).rank(), id));
        found
    }

    /// Takes the name of a party out of the phrase: the rest must name an office of that party, else one that is no
    /// party's (`Conservative prime minister`).
    ///
    /// Short names of parties come first, so that `Scottish` in `Scottish Tory leader` stays with the office where
    /// there is one of that name.
    fn find_with_party<'o>(&self, words: &[&str], office: &impl Fn(OfficeId) -> &'o Office) -> Vec<OfficeId> {
        let mut of_no_party: &[OfficeId] = &[];
        for length in 1..=PARTY_WORDS.min(words.len()) {
            for start in 0..=words.len() - length {
                let end = start + length;
                let parties = self.parties.get(&words[start..end].join(" "));
                if parties.is_empty() {
                    continue;
                }
                let around = |slot: &[&str]| [&words[..start], slot, &words[end..]].concat().join(" ");
                let is_own = |&id: &OfficeId| office(id).party().is_some_and(|party| parties.contains(&party));
                let own = self.party_phrases.get(&around(&[FOLDED_SLOT])).iter().copied();
                let own: Vec<OfficeId> = own.filter(is_own).collect();
                if !own.is_empty() {
                    return own;
                }
                if of_no_party.is_empty() {
                    of_no_party = self.phrases.get(&around(&[]));
                }
            }
        }
        of_no_party.iter().copied().filter(|&id| office(id).party().is_none()).collect()
    }
}
