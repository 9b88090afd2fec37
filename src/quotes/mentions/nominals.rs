//! Noun phrases whose head can speak: "the Labour leader", "a senior official", "his campaign".

use super::*;

impl MentionFinder<'_, '_> {
    /// A noun phrase with a head that can speak, from a determiner or an adjective on; the token behind it.
    pub(super) fn nominal(&mut self, at: usize, limits: &Range<usize>) -> Option<usize> {
        let determined = self.prose.tokens[at].is(DETERMINER | POSSESSIVE);
        self.nominal_from(at, if determined { at + 1 } else { at }, limits)
    }

    /// As [`Self::nominal`], the words before `from` being part of it already.
    pub(super) fn nominal_from(&mut self, start: usize, from: usize, limits: &Range<usize>) -> Option<usize> {
        const LONGEST: usize = 8;
        let mut at = from;
        let mut head = None;
        while at < limits.end.min(from + LONGEST) {
            let token = &self.prose.tokens[at];
            let joined = token.kind == Kind::Genitive && head.is_none() && at > from;
            if joined {
                at += 1;
                continue;
            }
            // "the 38 year old minister"
            if token.kind == Kind::Number
                && head.is_none()
                && self.prose.str(at + 1) == "year"
                && self.prose.str(at + 2) == "old"
            {
                at += 3;
                continue;
            }
            if !matches!(token.kind, Kind::Word | Kind::Number) || token.is(CLOSED | MODAL) && !token.is(MAN | WOMAN) {
                break;
            }
            let noun = token.is(SOURCE_NOUN) && !token.is(DETERMINER);
            // "the Association of …", "the Security Council": the name of a body, not a description.
            if noun && token.capital && head.is_none() && !token.is(PERSON | MAN | WOMAN | PEOPLE) && at > start {
                return self.determined_name(start, from, limits);
            }
            let verb = token.word.cue.is_some_and(|cue| cue.form != VerbForm::Base || head.is_some())
                && !(noun && head.is_none() && at == from);
            if verb && !(noun && self.noun_goes_on(at + 1, limits)) {
                break;
            }
            if noun && (!token.capital || head.is_none()) {
                head = Some(at);
            } else if let Some(found) = head {
                // "the Republican presidential nominee": what looked like the head modifies what follows.
                let modifies =
                    self.prose.tokens[found].is(ADJECTIVE) && token.is(ADJECTIVE) && self.noun_goes_on(at + 1, limits);
                if !modifies {
                    break;
                }
                head = None;
            } else if token.is(TIME) || token.is(ADVERB) && !token.is(ADJECTIVE) {
                break;
            }
            at += 1;
        }
        let Some(head) = head else {
            return self.determined_name(start, from, limits);
        };
        let end = head + 1;
        // "the general election", "the billionaire brothers": what looked like the head modifies another noun.
        if self.modifies_noun(head, limits) {
            return None;
        }
        // "Scotland's justice minister", "Trump's campaign manager": the owner belongs to the description.
        let start = match start.checked_sub(1).filter(|before| self.prose.tokens[*before].kind == Kind::Genitive) {
            Some(genitive) => self
                .mentions
                .last()
                .filter(|owner| {
                    owner.tokens.end == genitive
                        && self.prose.tokens[owner.tokens.start].sentence == self.prose.tokens[head].sentence
                })
                .map_or(start, |owner| owner.tokens.start),
            None => start,
        };
        // A name in apposition: the noun is its title.
        if self.is_name_token(end, limits)
            && self.prose.tokens[end].spaced
            && !self.prose.tokens[head].is(PEOPLE | PAPER)
        {
            let names_person = !self.prose.tokens[head].is(BODY);
            if names_person {
                return Some(self.name_run(start, end, limits));
            }
        }
        let head_token = self.prose.tokens[head];
        let first = self.prose.str(start);
        let owner =
            self.prose.tokens[start..head].iter().any(|token| token.kind == Kind::Genitive || token.is(POSSESSIVE));
        // "one Labour MP": a capital makes nobody known who is one of many.
        let first_token = &self.prose.tokens[start];
        let indefinite = first_token.is(DETERMINER) && !first_token.is(THAT) && !List::Definite.has_any_case(first);
        let definite = !indefinite
            && (owner
                || head_token.capital
                || List::DefiniteOne.has(first)
                || List::DefiniteOne.has_capitalised(first));
        let plural = head_token.is(PEOPLE);
        let party =
            head_token.capital && plural && definite && self.is_party_word(head) && !self.names_members_only(head);
        let kind = if party {
            MentionKind::Body
        } else if head_token.is(BODY | PAPER) && !head_token.is(PERSON | MAN | WOMAN | PEOPLE) {
            if definite { MentionKind::Role } else { MentionKind::Unnamed }
        } else if definite && !plural {
            MentionKind::Role
        } else {
            MentionKind::Unnamed
        };
        let gender = self.noun_gender(head);
        let case = self.case_of(start, end);
        self.push(start..end, head..end, start..head, kind, gender, plural, case);
        Some(end)
    }

    /// Whether what could be the head stands before another noun: an adjective that is a noun as well ("general",
    /// "liberal") before any, a body before one of those that are adjectives too ("the council tax").
    fn modifies_noun(&self, at: usize, limits: &Range<usize>) -> bool {
        let (head, next) = (&self.prose.tokens[at], at + 1);
        let Some(token) = self.prose.tokens.get(next).filter(|_| next < limits.end) else { return false };
        let open = token.kind == Kind::Word
            && !token.capital
            && token.word.cue.is_none()
            && !token.is(CLOSED | MODAL | ADVERB | TIME)
            && !self.prose.tokens[next].verb_form;
        open && (head.is(ADJECTIVE) || head.is(BODY) && token.is(ADJECTIVE))
    }

    pub(super) fn noun_goes_on(&self, at: usize, limits: &Range<usize>) -> bool {
        at < limits.end && self.prose.tokens[at].kind == Kind::Word && self.prose.tokens[at].is(SOURCE_NOUN)
    }

    /// "the Labour Party", "The New York Times": a determiner, then a name of a body.
    pub(super) fn determined_name(&mut self, start: usize, from: usize, limits: &Range<usize>) -> Option<usize> {
        let mut at = from;
        while at < limits.end.min(from + 3) && !self.prose.tokens[at].capital && self.prose.tokens[at].is(ADJECTIVE) {
            at += 1;
        }
        if self.prose.tokens.get(start).is_some_and(|token| token.is(POSSESSIVE | THAT)) {
            return None;
        }
        if at < limits.end && self.is_name_token(at, limits) { Some(self.name_run(start, at, limits)) } else { None }
    }
}
