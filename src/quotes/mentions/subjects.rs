//! Noun phrases that stand as the source of a word of saying, whatever their noun: "the missive suggests that", "her
//! confidants say", "according to early results".

use super::*;

impl MentionFinder<'_, '_> {
    /// Adds the subjects of words of saying that no list of nouns knows, among these tokens; `first` is the first
    /// mention found there.
    pub(super) fn subjects(&mut self, limits: &Range<usize>, first: usize) {
        let known = self.mentions.len();
        for at in self.prose.cues_in(limits.clone()) {
            let token = &self.prose.tokens[at];
            if self.prose.is_according_to(at) {
                self.according_to(at + 2, limits, first..known);
                continue;
            }
            let Some(cue) = token.word.cue.filter(|_| token.kind == Kind::Word && !token.capital) else { continue };
            let says = matches!(cue.class, CueClass::Say | CueClass::Call | CueClass::Vow);
            if !says || !(cue.form.is_finite() || cue.form == VerbForm::Base) {
                continue;
            }
            let Some(end) = self.before_helpers(at, limits) else { continue };
            let subject = if self.prose.str(end - 1) == "who" {
                self.antecedent(end - 1, limits, first..known)
            } else {
                let takes = self.takes_statement(at + 1, self.lexicon.lemma(cue) == "say", limits);
                // "“Not this year,” a constable replied."
                let is_behind_words = |tokens: &Range<usize>| {
                    takes || tokens.start > limits.start && self.prose.tokens[tokens.start - 1].is_mark()
                };
                self.subject(end, cue.form, end < at, limits, first..known).filter(is_behind_words)
            };
            if let Some(tokens) = subject {
                self.push_subject(tokens);
            }
        }
        self.mentions[first..].sort_by_key(|mention| mention.tokens.start);
    }

    /// "according to the summary", "according to early exit polls": whatever noun phrase begins there is the source. A
    /// mention at its end is made longer, so that it begins there too.
    fn according_to(&mut self, start: usize, limits: &Range<usize>, known: Range<usize>) {
        const LONGEST: usize = 8;
        let tokens = &self.prose.tokens;
        if self.mentions[known.clone()].binary_search_by_key(&start, |mention| mention.tokens.start).is_ok() {
            return;
        }
        let goes_on = |at: usize| match tokens[at].kind {
            Kind::Number | Kind::Genitive => true,
            Kind::Word if at == start && tokens[at].is(DETERMINER | POSSESSIVE) => true,
            // "early results", "daily reports"
            Kind::Word => self.is_noun_like(at) || self.prose.str(at).ends_with("ly"),
            _ => false,
        };
        let end = (start..limits.end.min(start + LONGEST)).find(|at| !goes_on(*at)).unwrap_or(start);
        let Some(head) = end.checked_sub(1).filter(|at| *at >= start && tokens[*at].kind == Kind::Word) else { return };
        if tokens[head].is(DETERMINER | POSSESSIVE) && !tokens[head].is(QUANTITY) {
            return;
        }
        let last = self.mentions[known.clone()].iter().rposition(|mention| mention.tokens.end == end);
        match last.map(|at| &mut self.mentions[known.start + at]) {
            Some(mention) if mention.tokens.start > start && mention.prefix.is_empty() => {
                mention.prefix = start..mention.head.start;
                mention.tokens.start = start;
            }
            Some(_) => {}
            None => self.push_subject(start..end),
        }
    }

    /// Whether what follows a word of saying can be what is said: a clause or an object, no "by" or "in"; with `any`
    /// also what may be a noun.
    fn takes_statement(&self, next: usize, any: bool, limits: &Range<usize>) -> bool {
        let Some(next) = self.token(next).filter(|_| next < limits.end) else { return false };
        match next.kind {
            Kind::Word => {
                next.capital
                    || next.is(THAT | HE | SHE | THEY | IT | FIRST | SECOND | DETERMINER | POSSESSIVE)
                    || next.is(SUBORDINATE) && !next.is(PREPOSITION)
                    || any && !next.is(PREPOSITION | CONJUNCTION)
            }
            Kind::Number | Kind::Mark(_) => true,
            _ => false,
        }
    }

    /// The end of what stands before the word of saying at `cue` and its helpers, in its sentence; `None` for a passive.
    fn before_helpers(&self, cue: usize, limits: &Range<usize>) -> Option<usize> {
        let tokens = &self.prose.tokens;
        let helps = |at: &usize| {
            tokens[*at].kind == Kind::Word && !tokens[*at].capital && tokens[*at].is(AUXILIARY | NEGATION | ADVERB)
        };
        let end = (limits.start..cue).rev().take_while(helps).last().unwrap_or(cue);
        let passive = tokens[end..cue].iter().any(|token| token.is(BE));
        let opens = end == limits.start || tokens[end - 1].sentence != tokens[cue].sentence;
        (!passive && !opens).then_some(end)
    }

    /// The noun phrase that ends there, if the word of saying behind it (with its helpers, or bare) can be its verb.
    fn subject(
        &self,
        end: usize,
        form: VerbForm,
        helped: bool,
        limits: &Range<usize>,
        known: Range<usize>,
    ) -> Option<Range<usize>> {
        const LONGEST: usize = 5;
        let tokens = &self.prose.tokens;
        let sentence = tokens[end].sentence;
        let within = |at: usize| at >= limits.start && tokens[at].sentence == sentence;
        let head = end.checked_sub(1).filter(|at| self.is_noun_like(*at))?;
        let covered = |at: usize| self.mention_over(at, &known);
        if covered(head).is_some() {
            return None;
        }
        let plural = is_plural(self.prose.str(head));
        let agrees = match form {
            VerbForm::Third => !plural,
            VerbForm::Base => plural || helped,
            _ => true,
        };
        if !agrees {
            return None;
        }
        let mut start = head;
        while head - start < LONGEST {
            let Some(before) = start.checked_sub(1).filter(|at| within(*at)) else {
                return Some(start..end).filter(|_| plural || form != VerbForm::Base);
            };
            let token = &tokens[before];
            match token.kind {
                Kind::Genitive => {
                    let owner = before.checked_sub(1).and_then(covered)?;
                    return Some(owner.tokens.start..end);
                }
                // "three free credit reports": the number wants a plural.
                Kind::Word if form == VerbForm::Third && !plural && is_many(token, self.prose.str(before)) => {
                    return None;
                }
                Kind::Word if token.is(DETERMINER | POSSESSIVE) && !token.is(THAT) => {
                    // "those involved in the planning told": the noun behind the preposition is not the subject.
                    return Some(before..end).filter(|phrase| self.case_of(phrase.start, phrase.end) == Case::Free);
                }
                Kind::Word if token.is(CONJUNCTION | THAT) || token.is(SUBORDINATE) && !token.is(PREPOSITION) => {
                    return Some(start..end).filter(|_| plural);
                }
                Kind::Word if self.is_noun_like(before) && covered(before).is_none() => start = before,
                Kind::Comma | Kind::Dash | Kind::Semicolon => return Some(start..end).filter(|_| plural),
                _ => return None,
            }
        }
        None
    }

    /// "an architect who said": the noun phrase before this "who".
    fn antecedent(&self, who: usize, limits: &Range<usize>, known: Range<usize>) -> Option<Range<usize>> {
        const LONGEST: usize = 5;
        let tokens = &self.prose.tokens;
        let within = |at: usize| at >= limits.start && tokens[at].sentence == tokens[who].sentence;
        let behind = who.checked_sub(1).filter(|at| within(*at))?;
        let head = if tokens[behind].kind == Kind::Comma { behind.checked_sub(1)? } else { behind };
        let covered = |at: usize| self.mention_over(at, &known).is_some();
        if !within(head) || tokens[head].capital || !self.is_noun_like(head) || covered(head) {
            return None;
        }
        let start = (head.saturating_sub(LONGEST)..head)
            .rev()
            .take_while(|at| within(*at) && !covered(*at) && tokens[*at].kind == Kind::Word)
            .find(|at| tokens[*at].is(DETERMINER | POSSESSIVE) || !self.is_noun_like(*at))?;
        let determined = tokens[start].is(DETERMINER | POSSESSIVE);
        Some(if determined { start } else { start + 1 }..head + 1)
    }

    /// The mention among the known ones that holds this token.
    fn mention_over(&self, at: usize, known: &Range<usize>) -> Option<&Mention> {
        let mentions = &self.mentions[known.clone()];
        let behind = mentions.partition_point(|mention| mention.tokens.start <= at);
        mentions[..behind].last().filter(|mention| mention.tokens.contains(&at))
    }

    /// Whether the word can stand in a noun phrase, as far as its form tells.
    fn is_noun_like(&self, at: usize) -> bool {
        let token = &self.prose.tokens[at];
        let word = self.prose.str(at);
        token.kind == Kind::Word
            && word.len() > 2
            && !token.is(CLOSED | MODAL | TIME | RELATIVE)
            && (!token.is(ADVERB) || token.is(ADJECTIVE))
            && token.word.cue.is_none_or(|cue| matches!(cue.form, VerbForm::Base | VerbForm::Third))
            && !word.ends_with("ly")
            && !word.contains(['\'', '’'])
    }

    /// Nobody known: what no list calls a role describes no person of the article.
    fn push_subject(&mut self, tokens: Range<usize>) {
        let head = tokens.end - 1..tokens.end;
        let plural = is_plural(self.prose.str(head.start));
        let case = self.case_of(tokens.start, tokens.end);
        self.push(
            tokens.clone(),
            head.clone(),
            tokens.start..head.start,
            MentionKind::Unnamed,
            Gender::Unknown,
            plural,
            case,
        );
    }
}

/// By its form: "claims", not "press".
fn is_plural(word: &str) -> bool {
    word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")
}

/// "two", "these", "several": a determiner of a plural.
fn is_many(token: &Token, word: &str) -> bool {
    token.is(QUANTITY) && !word.eq_ignore_ascii_case("one") || List::Several.has_any_case(word)
}
