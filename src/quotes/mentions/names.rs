//! Runs of capitalised words: where a name begins and ends, which of them are titles, and what it is a name of.

use super::*;

impl<'a> MentionFinder<'_, 'a> {
    /// Whether a name can start or go on with this token.
    pub(super) fn is_name_token(&self, at: usize, limits: &Range<usize>) -> bool {
        if at >= limits.end {
            return false;
        }
        let token = &self.prose.tokens[at];
        if token.kind != Kind::Word
            || !token.capital
            || token.is(CLOSED) && !(token.all_caps && token.is(PREPOSITION | IT | FIRST))
        {
            return false;
        }
        let text = self.prose.str(at);
        if is_party_tag(text) || self.describes_by_place(text) {
            return false;
        }
        if text == "I" || text.starts_with("I'") || text.starts_with("I’") || token.is(WEEKDAY) {
            return false;
        }
        if token.is(MONTH) && !self.month_as_name(at) {
            return false;
        }
        if !self.starts_sentence(at, limits) {
            return true;
        }
        // The capital may be the sentence's: a name stands elsewhere too, or goes on with another capital.
        if self.seen.contains(text) || token.all_caps {
            return true;
        }
        if token.is(ADVERB | MODAL) || token.word.cue.is_some() {
            return false;
        }
        let next_is_name = at + 1 < limits.end && {
            let next = &self.prose.tokens[at + 1];
            next.kind == Kind::Word && next.capital && !next.is(CLOSED) && next.spaced
        };
        let known = token.is(TITLE | ANY_HONORIFIC | PLACE | BODY_NAME | GIVEN | SURNAME);
        // "Take Ann Example": a full name follows, and the sentence's first word is none of it.
        let full_name_follows = next_is_name
            && self.is_given(at + 1)
            && at + 2 < limits.end
            && self.prose.tokens[at + 2].kind == Kind::Word
            && self.prose.tokens[at + 2].capital
            && !self.prose.tokens[at + 2].is(CLOSED);
        // "Second Testby brother quits"
        let next_token = self.token(at + 1).filter(|_| next_is_name);
        let counts = next_token.is_some_and(|next| !next.is(TITLE | BODY_NAME | NOT_PERSON | PLACE));
        if counts && List::Counts.has_any_case(text) {
            return false;
        }
        if full_name_follows && List::OpensName.has_any_case(text) {
            return false;
        }
        // "Interrupting Mr Sukul", "Former DNC chair": the first word's capital is only the sentence's.
        // "Downing Street", "Liberal Democrat", "Unite's leader": what follows tells that it is a name all the same.
        let next = self.token(at + 1).filter(|_| at + 1 < limits.end);
        let names_thing = next_is_name && next.is_some_and(|next| next.is(BODY_NAME | NOT_PERSON) && !next.is(TITLE));
        let names_party = next_is_name && token.is(PARTY_START);
        // "Labour's Ann Example", "Labour has said": a party, and no adjective.
        let is_party = token.is(PARTY_NAME);
        let owns = next.is_some_and(|next| next.kind == Kind::Genitive) && (token.word == Word::default() || is_party);
        let acts = is_party && next.is_some_and(|next| !next.capital && (next.says() || next.is(AUXILIARY)));
        known
            || names_thing
            || names_party
            || owns
            || acts
            || next_is_name && !token.is(PEOPLE | ADVERB | ADJECTIVE) && !text.ends_with("ing")
    }

    /// "Exampleton-born", "London-based": a name that only describes the noun behind it.
    fn describes_by_place(&self, word: &str) -> bool {
        word.rsplit_once('-').is_some_and(|(_, ending)| self.lexicon.find(ending).is(BY_PLACE))
    }

    /// "May" is a name behind a title, a given name or before a word of saying, not before a number.
    pub(super) fn month_as_name(&self, at: usize) -> bool {
        if !List::MonthName.has_capitalised(self.prose.str(at)) {
            return false;
        }
        if self.token(at + 1).is_some_and(|next| next.kind == Kind::Number) {
            return false;
        }
        let before = at.checked_sub(1).and_then(|index| self.token(index));
        let named = before.is_some_and(|before| before.is(TITLE | ANY_HONORIFIC) || before.capital && before.is(GIVEN));
        let speaks = self
            .token(at + 1)
            .is_some_and(|next| next.word.cue.is_some() || next.is(HAVE | BE) || next.kind == Kind::Genitive);
        let given = self.token(at + 1).is_some_and(|next| next.capital && next.kind == Kind::Word)
            && self.prose.tokens[at].is(GIVEN);
        named || speaks && !before.is_some_and(|b| b.is(PREPOSITION | TIME)) || given
    }

    pub(super) fn starts_sentence(&self, at: usize, limits: &Range<usize>) -> bool {
        at == limits.start
            || self.prose.tokens[at - 1].sentence != self.prose.tokens[at].sentence
            || matches!(self.prose.tokens[at - 1].kind, Kind::Mark(_) | Kind::Colon | Kind::Stop)
    }

    /// The end of the run of capitalised words from here, with the small words that names hold.
    pub(super) fn run_end(&self, at: usize, limits: &Range<usize>) -> usize {
        let mut end = at + 1;
        let mut body = self.prose.tokens[at].is(BODY_NAME | NOT_PERSON | TITLE);
        // "the member for Paisley and Renfrewshire South": the place of one seat.
        let seat = at >= 2 && self.prose.tokens[at - 2].is(SEAT) && self.prose.str(at - 1) == "for";
        while end < limits.end {
            let token = &self.prose.tokens[end];
            if self.prose.tokens[end - 1].kind == Kind::Genitive || self.begins_behind_initials(at, end) {
                break;
            }
            // "Tony Over said": a surname that is a small word.
            if end == at + 1 && self.is_small_surname(end, limits) {
                return end + 1;
            }
            if token.kind == Kind::Word && token.capital && self.is_name_token(end, limits) {
                body |= token.is(BODY_NAME | NOT_PERSON | TITLE);
                end += 1;
                continue;
            }
            let next_capital = |index: usize| {
                index < limits.end && {
                    let next = &self.prose.tokens[index];
                    next.kind == Kind::Word && next.capital && next.spaced && !next.is(CLOSED)
                }
            };
            if token.kind == Kind::Word && token.is(PARTICLE) && !token.capital && next_capital(end + 1) {
                end += 2;
                continue;
            }
            let text = self.prose.str(end);
            // "Rep. Ann Smith of Exampleton": behind a person's name the "of" begins something else.
            let names_person = || (at..end).any(|index| self.is_given(index));
            if body && List::InBodyName.has(text) && token.kind == Kind::Word && !names_person() {
                if next_capital(end + 1) {
                    body |= self.prose.tokens[end + 1].is(BODY_NAME);
                    end += 2;
                    continue;
                }
                if self.prose.str(end + 1) == "the" && next_capital(end + 2) {
                    end += 3;
                    continue;
                }
            }
            // `Ann "Annie" Example`
            if let Some(behind) = self.nickname_end(end, limits)
                && self.is_given(end - 1)
                && next_capital(behind)
            {
                end = behind + 1;
                continue;
            }
            if matches!(text, "and" | "&")
                && next_capital(end + 1)
                && (body && self.joins_body(at, end, limits) || seat && !self.is_person_start(end + 1))
            {
                end += 2;
                continue;
            }
            break;
        }
        end
    }

    /// "moved to the U.S. Martha Quill stayed": of letters with full stops behind "the" a name is no part.
    fn begins_behind_initials(&self, at: usize, end: usize) -> bool {
        let initials = self.prose.str(end - 1);
        let behind_the = end == at + 1 && at > 0 && self.prose.tokens[at - 1].is(DETERMINER);
        // "went to Washington D.C. Martha Quill stayed"
        let behind_place = end == at + 2 && self.prose.tokens[at].is(PLACE);
        (behind_the || behind_place)
            && initials.len() > 3
            && initials.ends_with('.')
            && initials.split('.').all(|letter| letter.len() < 2)
            && self.is_given(end)
            && !self.prose.tokens[end].is(TITLE | ANY_HONORIFIC | BODY_NAME)
    }

    /// Behind a given name, with a capital inside a sentence whose other words have none: "Over" is a surname there.
    fn is_small_surname(&self, at: usize, limits: &Range<usize>) -> bool {
        let token = &self.prose.tokens[at];
        let is_small = token.kind == Kind::Word && token.capital && !token.all_caps && token.is(CLOSED) && token.spaced;
        is_small
            && self.is_given(at - 1)
            && self.prose.tokens[at].sentence == self.prose.tokens[at - 1].sentence
            && self.token(at + 1).filter(|_| at + 1 < limits.end).is_none_or(|next| !next.capital)
    }

    /// The token behind a nickname in marks that starts here, inside a name.
    pub(super) fn nickname_end(&self, at: usize, limits: &Range<usize>) -> Option<usize> {
        const MOST_WORDS: usize = 2;
        if !self.prose.tokens[at].is_mark() || !self.prose.tokens[at].spaced {
            return None;
        }
        let is_word = |index: &usize| self.prose.tokens[*index].kind == Kind::Word;
        let words = (at + 1..limits.end).take(MOST_WORDS + 1).take_while(is_word).count();
        let close = at + 1 + words;
        let closed = close < limits.end && self.prose.tokens[close].is_mark() && !self.prose.tokens[close].spaced;
        ((1..=MOST_WORDS).contains(&words) && closed).then_some(close + 1)
    }

    pub(super) fn is_person_start(&self, at: usize) -> bool {
        self.prose.tokens[at].is(TITLE | ANY_HONORIFIC | GIVEN)
    }

    /// "Department of Health and Social Care": the "and" stands inside a body's name, not between two names.
    pub(super) fn joins_body(&self, at: usize, and: usize, limits: &Range<usize>) -> bool {
        let has_of = (at..and).any(|index| self.prose.str(index) == "of" || self.prose.str(index) == "for");
        has_of && !self.is_person_start(and + 1) && and + 1 < limits.end
    }

    /// A run of capitalised words, cut into titles and name. `start` is where the mention begins (a determiner or
    /// lower-case role may stand before the run).
    pub(super) fn name_run(&mut self, start: usize, at: usize, limits: &Range<usize>) -> usize {
        let end = self.run_end(at, limits);
        if end < limits.end && self.describes_by_place(self.prose.str(end)) {
            // "Great Exampleton-based"
            return end + 1;
        }
        let mut name = at;
        // The name begins behind the last title that something follows.
        for index in at..end {
            let token = &self.prose.tokens[index];
            let last = index + 1 == end;
            // "Gov. Earl Example Smith": a given name that is a title elsewhere.
            let is_given = index > at
                && index + 1 < end
                && token.is(GIVEN)
                && token.is(ANY_HONORIFIC)
                && self.prose.tokens[index - 1].is(TITLE);
            // "Ann Example MP": what stands behind the name is no title that leads in another.
            let behind_name = index > name && last && is_post_nominal(self.prose.str(index));
            let is_title = !is_given
                && !behind_name
                && (token.is(TITLE | ANY_HONORIFIC) || token.is(PERSON | MAN | WOMAN) && index + 1 < end);
            let is_surname =
                last && index > at && (self.is_given(index - 1) || self.prose.tokens[index - 1].is(ANY_HONORIFIC));
            let leads_to_title = index == name
                && !last
                && (token.is(ADJECTIVE) && !self.is_given(index) || self.is_party_word(index))
                && self.followed_by_title(index + 1, end);
            if is_title && !is_surname || leads_to_title {
                name = index + 1;
            }
        }
        if name == at {
            name = self.behind_party(at..end).unwrap_or(at);
        }
        let name_end = match end - 1 {
            last if last > name && is_post_nominal(self.prose.str(last)) => {
                // "Ann Example CBE KC"
                (name + 1..=last).rev().take_while(|at| is_post_nominal(self.prose.str(*at))).last().unwrap_or(last)
            }
            _ => end,
        };
        // "the Tory MP for Sleaford": what follows the title is its place, not a name.
        let mut place_of_title = name > at && name < end && self.prose.tokens[name].is(PREPOSITION);
        // "Secretary of State John Smith": behind the place a given name begins the name.
        if place_of_title && let Some(given) = (name + 2..end.saturating_sub(1)).find(|index| self.is_given(*index)) {
            name = given;
            place_of_title = false;
        }
        let next = self.token(end).copied();
        let case = self.case_of(start, end);
        if place_of_title {
            let head = name - 1;
            let gender = self.noun_gender(head);
            self.push(start..end, head..name, start..head, MentionKind::Role, gender, false, case);
            return end;
        }
        if name >= end {
            // Only titles: "Prime Minister", "Attorney General".
            let head = end - 1;
            let gender = self.noun_gender(head);
            self.push(start..end, head..end, start..start, MentionKind::Role, gender, false, case);
            return end;
        }
        // "…, Ann Example,\nOBE MC MP": letters alone are nobody.
        if name == at
            && start == at
            && end > at + 1
            && (at..end).all(|letters| is_post_nominal(self.prose.str(letters)))
        {
            return end;
        }
        let mut kind = self.kind_of_name(name, name_end, name > at || start < at);
        let determined = start < at && name == at && self.prose.tokens[start].is(DETERMINER);
        if determined && end == at + 1 && kind == MentionKind::Person {
            // "the Hill", "the Speaker": nobody is called so by surname alone.
            kind = MentionKind::Body;
        }
        // "Trump campaign manager Kellyanne Conway", "Clinton aides": what stands here only modifies a noun.
        let modifies = next.is_some_and(|next| {
            next.kind == Kind::Word
                && next.spaced
                && !next.capital
                && next.is(SOURCE_NOUN | ADJECTIVE | TITLE)
                && next.word.cue.is_none_or(|cue| cue.form == VerbForm::Base && next.is(ADJECTIVE))
                && !next.is(ADVERB | AUXILIARY | CLOSED | TIME)
        });
        if modifies && (kind != MentionKind::Place || start == at) {
            let before = self.mentions.len();
            if let Some(noun_end) = self.nominal_from(start, end, limits) {
                let mut modifier =
                    self.mention(at..end, name..end, at..name, kind, Gender::Unknown, false, Case::Modifier);
                modifier.gender = self.name_gender(&modifier);
                self.mentions.insert(before, modifier);
                return noun_end;
            }
        }
        let start = if name > start && kind == MentionKind::Person { self.widened(start) } else { start };
        let mut mention = self.mention(start..end, name..name_end, start..name, kind, Gender::Unknown, false, case);
        mention.gender = self.name_gender(&mention);
        // "Eighty Tory MPs", "Labour MPs": a group; "Mr Peers" is none.
        let is_group = match kind {
            MentionKind::Name => true,
            MentionKind::Person => {
                name + 1 == end && !self.prose.tokens[start..name].iter().any(|token| token.is(ANY_HONORIFIC))
            }
            _ => false,
        };
        mention.plural = is_group && self.prose.tokens[end - 1].is(PEOPLE);
        if mention.plural {
            mention.kind = MentionKind::Unnamed;
        }
        self.mentions.push(mention);
        end
    }

    /// "Labour election chief Ann Example", "the Lib Dems' elections chief Ann Example": the role goes back over words that
    /// no list knows to the name before them, which only modifies it.
    pub(super) fn widened(&mut self, start: usize) -> usize {
        const MOST_WORDS: usize = 2;
        if self.prose.tokens[start].capital {
            return start;
        }
        let is_plain_noun = |at: usize| {
            let token = &self.prose.tokens[at];
            token.kind == Kind::Word
                && !token.capital
                && !token.is(CLOSED | MODAL | ADVERB | TIME)
                && token.word.cue.is_none_or(|cue| cue.form == VerbForm::Base)
                && token.sentence == self.prose.tokens[start].sentence
        };
        let words = (0..=MOST_WORDS).take_while(|words| *words == 0 || start >= *words && is_plain_noun(start - words));
        for words in words {
            let from = start - words;
            let owned = from > 0 && self.prose.tokens[from - 1].kind == Kind::Genitive;
            let end = if owned { from - 1 } else { from };
            let Some(last) = self.mentions.last_mut().filter(|last| last.tokens.end == end) else { continue };
            let names_body =
                matches!(last.kind, MentionKind::Body | MentionKind::Place) || last.kind == MentionKind::Name && owned;
            if names_body && last.case != Case::Object {
                if !owned {
                    last.case = Case::Modifier;
                }
                return last.tokens.start;
            }
        }
        start
    }

    pub(super) fn followed_by_title(&self, from: usize, end: usize) -> bool {
        (from..end.saturating_sub(1))
            .any(|index| self.prose.tokens[index].is(TITLE | ANY_HONORIFIC | PERSON | MAN | WOMAN))
            || (from..end).all(|index| self.prose.tokens[index].is(TITLE | PERSON | MAN | WOMAN | ADJECTIVE))
                && !self.prose.tokens[end - 1].is(BODY | BODY_NAME)
    }

    pub(super) fn is_given(&self, index: usize) -> bool {
        self.prose.tokens[index].is(GIVEN)
    }

    pub(super) fn is_party_word(&self, index: usize) -> bool {
        self.prose.tokens[index].is(PARTY_NAME)
    }

    /// "Lib Dem Ann Example", "Tory Ann Example": where the name begins behind the name of a party.
    fn behind_party(&self, run: Range<usize>) -> Option<usize> {
        /// Words of the longest name of a party that is written before a person's.
        const LONGEST: usize = 3;
        if !self.prose.tokens[run.start].is(PARTY_START | PARTY_NAME) {
            return None;
        }
        (run.start + 1..run.end.saturating_sub(1)).take(LONGEST).find(|given| {
            let party = self.prose.span(run.start..*given).of(self.prose.text);
            self.is_given(*given) && self.register.find_party(party).is_some()
        })
    }

    /// "Democrats", "Republicans": in American papers some of them; "the Tories" is the party itself.
    pub(super) fn names_members_only(&self, token: usize) -> bool {
        self.prose.tokens[token].is(PEOPLE)
            && self
                .register
                .find_party(self.prose.str(token))
                .is_some_and(|party| self.register.party(party).country() == Country::Us)
    }

    pub(super) fn kind_of_name(&mut self, name: usize, end: usize, titled: bool) -> MentionKind {
        let tokens = &self.prose.tokens[name..end];
        let text = self.prose.span(name..end).of(self.prose.text);
        let place = match tokens {
            [token] => token.is(PLACE),
            _ => {
                fold(text, &mut self.lower);
                self.lexicon.is_place(&self.lower)
            }
        };
        // "by then Scotland said": what stands before a place is no title unless it is one.
        let behind_title = titled && name > 0 && self.prose.tokens[name - 1].is(TITLE | ANY_HONORIFIC | SOURCE_NOUN);
        if place && !behind_title {
            return MentionKind::Place;
        }
        let honorific = name > 0 && self.prose.tokens[name - 1].is(ANY_HONORIFIC) && titled;
        let body = tokens.iter().any(|token| token.is(BODY_NAME) || token.is(PREPOSITION));
        let nicknamed = tokens.iter().any(|token| token.is_mark());
        if honorific || nicknamed {
            return MentionKind::Person;
        }
        let given = self.is_given(name);
        if body && !(given && tokens.len() == 2 && !tokens[1].is(BODY_NAME)) {
            // "Jonathan Bush", "Theresa Park": a given name before a word that bodies bear too.
            let two_part_person = given && tokens.len() == 2 && !self.register.find_name(text).is_empty();
            return if two_part_person { MentionKind::Person } else { MentionKind::Body };
        }
        if tokens.len() == 1 && self.is_party_word(name) {
            return if self.names_members_only(name) { MentionKind::Unnamed } else { MentionKind::Body };
        }
        // Only a word that the lexicon does not know in this form can begin a party's name without its being told.
        let may_name_party = tokens[0].is(PARTY_START) || self.prose.str(name).contains('-');
        if tokens.len() <= 3 && may_name_party && self.register.find_party(text).is_some() {
            return MentionKind::Body;
        }
        if tokens.iter().any(|token| token.is(NOT_PERSON)) && !given {
            return MentionKind::Body;
        }
        if titled || given && tokens.len() > 1 {
            return MentionKind::Person;
        }
        let known = match tokens {
            [token] => token.is(SURNAME | NAME_ALONE),
            [.., last] if tokens.len() <= 4 => {
                // Nobody's name ends so unless the register has a name that does.
                (last.is(NAME_END | SUFFIX) || last.span.len() == 1) && !self.register.find_name(text).is_empty()
            }
            _ => false,
        };
        if known {
            return MentionKind::Person;
        }
        if tokens.len() == 1 && tokens[0].all_caps {
            // "WALLACE: …" in a transcript; anywhere else a word in capitals is an acronym.
            let speaks = self.token(end).is_some_and(|next| next.kind == Kind::Colon);
            return if speaks { MentionKind::Name } else { MentionKind::Body };
        }
        MentionKind::Name
    }

    pub(super) fn name_gender(&self, mention: &Mention) -> Gender {
        for index in mention.prefix.clone() {
            let token = &self.prose.tokens[index];
            if token.is(HONORIFIC_MAN | MAN) {
                return Gender::Male;
            }
            if token.is(HONORIFIC_WOMAN | WOMAN) {
                let is_couple = index >= 2
                    && self.prose.str(index - 1) == "and"
                    && self.prose.tokens[index - 2].is(HONORIFIC_MAN)
                    && mention.head.len() > 1;
                // "Mr and Mrs Harold Testby": the given name is his.
                return if is_couple { Gender::Male } else { Gender::Female };
            }
        }
        if mention.head.len() > 1 {
            let given = &self.prose.tokens[mention.head.start];
            return match (given.is(GIVEN_MAN), given.is(GIVEN_WOMAN)) {
                (true, _) => Gender::Male,
                (_, true) => Gender::Female,
                _ => Gender::Unknown,
            };
        }
        Gender::Unknown
    }
}

/// Letters behind the names of those who sit in a house: "Ann Example MP".
fn is_post_nominal(word: &str) -> bool {
    List::PostNominal.has(word)
}
