//! Who each mention means: mentions of one article gathered into entities, and entities tied to the register.
//!
//! Full names come first, then what follows from them: surnames, given names and nicknames, roles ("the Labour
//! leader"), pronouns. Where two could be meant and nothing tells them apart, nobody is. The largest gap: plural
//! pronouns are never resolved.

use super::acts::{Act, Bond};
use super::lexicon::*;
use super::marks::Quoted;
use super::mentions::{Case, Mention, MentionKind, is_party_tag};
use super::namesakes::NameIndex;
use super::salience::Salience;
use super::tokens::{Kind, Prose, Token, fold};
use crate::people::{Gender, OfficeClass, OfficeId, PartyId, PersonId, Register, fold_name};
use chrono::NaiveDate;
use rustc_hash::FxHashMap;

/// Somebody or some body that the article speaks of.
#[derive(Clone, Debug)]
pub(crate) struct Entity<'a> {
    /// The words of its fullest name, folded, titles left out.
    pub words: Vec<String>,
    /// The mention with the fullest name; `None` for a person known only by role, through the register.
    pub named_by: Option<usize>,
    pub kind: EntityKind,
    pub gender: Gender,
    pub person: Option<PersonId>,
    /// Head nouns of its titles and appositions, in lower case: what "the senator" can mean later.
    pub roles: Vec<&'a str>,
    /// The party that the article gives it.
    pub party: Option<PartyId>,
    /// The role that the article gives it, as a mention.
    pub role: Option<usize>,
    pub mentions: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntityKind {
    Person,
    /// A name that may be a person's or not.
    Name,
    Body,
    /// Somebody without a name ("a senior official"): pronouns can mean them, and then name nobody.
    Unnamed,
}

/// The entities of an article and which of them each mention means.
pub(crate) struct Entities<'a> {
    pub list: Vec<Entity<'a>>,
    /// By mention.
    pub of: Vec<Option<u32>>,
    /// By mention: how sure it is that the mention means that entity, 0 to 1.
    pub sureness: Vec<f32>,
    /// The article's date, or a day on which all the offices that it names with their holders were held so.
    pub day: Option<NaiveDate>,
}

impl Entities<'_> {
    pub fn entity_of(&self, mention: usize) -> Option<u32> {
        self.of.get(mention).copied().flatten()
    }
}

/// Resolves all mentions of the article.
pub(crate) fn resolve<'a>(
    prose: &Prose<'a>,
    mentions: &[Mention],
    quoted: &[Quoted],
    acts: &[Act],
    register: &Register,
    salience: &Salience,
    day: Option<NaiveDate>,
) -> Entities<'a> {
    let mut resolver = Resolver {
        prose,
        mentions,
        quoted,
        role_in_act: roles_in_acts(mentions.len(), acts),
        register,
        salience,
        day,
        list: Vec::new(),
        of: vec![None; mentions.len()],
        sureness: vec![1.0; mentions.len()],
        index: NameIndex::default(),
        by_person: FxHashMap::default(),
        most_mentions: 0,
        lower: String::new(),
    };
    resolver.full_names();
    resolver.link_to_register();
    resolver.infer_day();
    resolver.short_names();
    resolver.appositions();
    resolver.descriptions();
    Entities { day: resolver.day, list: resolver.list, of: resolver.of, sureness: resolver.sureness }
}

struct Resolver<'p, 'a> {
    prose: &'p Prose<'a>,
    mentions: &'p [Mention],
    quoted: &'p [Quoted],
    /// By mention: what it does in the acts of saying.
    role_in_act: Vec<ActRole>,
    register: &'p Register,
    salience: &'p Salience,
    day: Option<NaiveDate>,
    list: Vec<Entity<'a>>,
    of: Vec<Option<u32>>,
    sureness: Vec<f32>,
    index: NameIndex,
    /// The first entity of each person.
    by_person: FxHashMap<PersonId, u32>,
    /// The mentions of the entity that has most.
    most_mentions: u32,
    lower: String,
}

impl<'a> Resolver<'_, 'a> {
    fn is_named(mention: &Mention) -> bool {
        matches!(mention.kind, MentionKind::Person | MentionKind::Name | MentionKind::Body | MentionKind::Place)
    }

    /// The folded words of a mention's name, suffixes and dots left out.
    fn words(&mut self, mention: usize) -> Vec<String> {
        let head = self.mentions[mention].head.clone();
        let mut words = Vec::with_capacity(head.len());
        for index in head {
            if self.prose.tokens[index].is(SUFFIX) && !words.is_empty() {
                continue;
            }
            fold(self.prose.str(index), &mut self.lower);
            words.push(self.lower.trim_end_matches('.').to_owned());
        }
        words
    }

    fn full_names(&mut self) {
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if !Self::is_named(mention) || mention.head.len() < 2 {
                continue;
            }
            let words = self.words(index);
            if words.len() < 2 {
                continue;
            }
            let kind = match mention.kind {
                MentionKind::Person => EntityKind::Person,
                MentionKind::Name => EntityKind::Name,
                _ => EntityKind::Body,
            };
            self.add_named(index, words, kind);
        }
    }

    /// Puts the mention to the entity that bears the name, or makes one.
    fn add_named(&mut self, mention: usize, words: Vec<String>, kind: EntityKind) -> u32 {
        let last = words.last().map_or("", String::as_str);
        let found = self.index.ending_with(last).iter().copied().find(|id| {
            let entity = &self.list[*id as usize];
            (entity.kind == EntityKind::Body) == (kind == EntityKind::Body)
                && self.same_name(kind, &entity.words, &words)
        });
        let id = match found {
            Some(id) => {
                let entity = &mut self.list[id as usize];
                // A longer form counts where it stands outside quotation marks ("Crooked Hillary" is somebody's wit).
                if words.len() > entity.words.len() && self.mentions[mention].quoted.is_none() {
                    self.index.add_forms(id, &words);
                    entity.words = words;
                    entity.named_by = Some(mention);
                }
                if kind == EntityKind::Person {
                    entity.kind = kind;
                }
                id
            }
            None => {
                let id = self.list.len() as u32;
                self.list.push(Entity {
                    words,
                    named_by: Some(mention),
                    kind,
                    gender: Gender::Unknown,
                    person: None,
                    roles: Vec::new(),
                    party: None,
                    role: None,
                    mentions: 0,
                });
                self.index.add(id, &self.list[id as usize].words);
                id
            }
        };
        self.assign(mention, id, 1.0);
        id
    }

    /// Whether two names of two and more words, with the same last word, can be one person's.
    fn same_name(&self, kind: EntityKind, one: &[String], other: &[String]) -> bool {
        let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
        if long.ends_with(short) {
            return true;
        }
        if kind == EntityKind::Body {
            return false;
        }
        match (long.first(), short.first()) {
            (Some(a), Some(b)) => {
                a == b
                    || self.register.same_given_name(a, b)
                    || long[1..long.len() - 1].contains(b) && b.chars().count() > 1
            }
            _ => false,
        }
    }

    fn assign(&mut self, mention: usize, id: u32, sureness: f32) {
        self.of[mention] = Some(id);
        self.sureness[mention] = sureness;
        let found = &self.mentions[mention];
        let entity = &mut self.list[id as usize];
        entity.mentions += 1;
        self.most_mentions = self.most_mentions.max(entity.mentions);
        if entity.gender == Gender::Unknown {
            entity.gender = found.gender;
        }
        if found.kind == MentionKind::Pronoun {
            return;
        }
        if entity.party.is_none() {
            // "Rep. Ann Smith (R-Ohio)", "Ann Smith, D-N.Y.,"
            let at = found.tokens.end;
            let opens =
                self.prose.tokens.get(at).is_some_and(|token| matches!(token.kind, Kind::OpenBracket | Kind::Comma));
            if opens && is_party_tag(self.prose.str(at + 1)) {
                entity.party = self.register.find_party(match self.prose.str(at + 1).as_bytes()[0] {
                    b'R' => "Republican",
                    b'D' => "Democratic",
                    _ => "Independent",
                });
            } else if opens && self.prose.tokens.get(at + 1).is_some_and(|token| token.capital && token.is(PARTY_NAME))
            {
                // "Ann Smith (Labour)", "Ann Smith, Labour, said"
                let closes = self.prose.tokens.get(at + 2).is_some_and(|token| {
                    matches!(token.kind, Kind::CloseBracket | Kind::Comma | Kind::Colon | Kind::Stop)
                });
                if closes && found.kind == MentionKind::Person {
                    entity.party = self.register.find_party(self.prose.str(at + 1));
                }
            }
        }
        for index in found.prefix.clone() {
            let token = &self.prose.tokens[index];
            if token.is(SOURCE_NOUN | TITLE) {
                let word = self.prose.str(index);
                if !entity.roles.contains(&word) {
                    entity.roles.push(word);
                }
            }
            if entity.party.is_none()
                && token.capital
                && token.is(PARTY_NAME)
                && !token.is(ANY_HONORIFIC)
                && let Some(party) = self.register.find_party(self.prose.str(index))
            {
                entity.party = Some(party);
            }
        }
    }

    /// Ties persons with full names to the register, and takes over what it knows.
    fn link_to_register(&mut self) {
        for id in 0..self.list.len() {
            if self.list[id].kind != EntityKind::Body {
                self.link_entity(id);
            }
        }
    }

    fn link_entity(&mut self, id: usize) {
        let Some(named_by) = self.list[id].named_by else { return };
        let mention = &self.mentions[named_by];
        let last = &self.prose.tokens[mention.head.end - 1];
        if !last.is(NAME_END | SUFFIX) && last.span.len() > 1 {
            // Nobody's name ends so.
            return;
        }
        let name = self.prose.span(mention.head.clone()).of(self.prose.text);
        let mut found = if mention.head.len() > 1 {
            self.register.find_name(name)
        } else {
            self.register.find_surname(name).to_vec()
        };
        if mention.head.len() == 1 && found.is_empty() {
            found = self.register.find_name(name);
        }
        if !mention.prefix.is_empty() {
            // "Lord Falconer": peers are entered with their titles.
            let titled = self.prose.span(mention.prefix.end - 1..mention.head.end).of(self.prose.text);
            if self.prose.tokens[mention.prefix.end - 1].is(ANY_HONORIFIC) {
                let peers = self.register.find_name(titled);
                let peer = matches!(
                    self.prose.str(mention.prefix.end - 1),
                    "Lord" | "Lady" | "Baroness" | "Viscount" | "Earl"
                );
                if mention.head.len() == 1 && (peer || !peers.is_empty()) {
                    found = peers;
                }
            }
        }
        let gender = self.list[id].gender;
        if mention.head.len() == 1 {
            let full = mention.gender != Gender::Unknown;
            found.retain(|person| {
                let known = self.register.person(*person);
                (gender == Gender::Unknown || known.gender() == Gender::Unknown || known.gender() == gender)
                    && known.prominence() >= if full { 2 } else { 4 }
                    && self.is_at_home(*person)
                    && self.plausible_on_day(*person)
            });
            // A bare surname that several of the day's politicians bear tells nobody, unless one stands out.
            if found.len() > 1 {
                let first = self.register.person(found[0]).prominence();
                let second = self.register.person(found[1]).prominence();
                if first < second + 3 && !(first >= 9 && second < first) {
                    found.clear();
                }
            }
        } else {
            let named = found.clone();
            found.retain(|person| self.plausible_on_day(*person));
            if found.is_empty() {
                found = named;
            }
            if found.len() > 1 {
                let party = self.list[id].party;
                let of_party: Vec<_> = found
                    .iter()
                    .copied()
                    .filter(|person| party.is_some() && self.register.party_on(*person, self.day) == party)
                    .collect();
                if !of_party.is_empty() {
                    found = of_party;
                }
            }
        }
        let Some(person) = found.first().copied() else { return };
        self.by_person.entry(person).or_insert(id as u32);
        let entity = &mut self.list[id];
        entity.person = Some(person);
        entity.kind = EntityKind::Person;
        if entity.gender == Gender::Unknown {
            entity.gender = self.register.person(person).gender();
        }
    }

    /// Whether a bare surname can mean the person here: of the country of those whom the article names in full, or
    /// known everywhere.
    fn is_at_home(&self, person: PersonId) -> bool {
        let known = self.register.person(person);
        let mut named =
            self.list.iter().filter_map(|entity| entity.person).map(|other| self.register.person(other).country());
        let first = named.next();
        known.prominence() >= 9
            || first.is_none()
            || first == Some(known.country())
            || named.any(|country| country == known.country())
    }

    /// Whether the register knows the person around the article's day; without a day everybody is.
    fn plausible_on_day(&self, person: PersonId) -> bool {
        let Some(day) = self.day else { return true };
        let slack = chrono::Days::new(15 * 366);
        let near = |period: crate::people::Period| {
            period.from.is_none_or(|from| from.checked_sub_days(slack).is_none_or(|from| from <= day))
                && period.to.is_none_or(|to| to.checked_add_days(slack).is_none_or(|to| day <= to))
        };
        let mut any = false;
        for period in self
            .register
            .memberships(person)
            .iter()
            .map(|membership| membership.period)
            .chain(self.register.tenures(person).map(|(_, period)| period))
        {
            if near(period) {
                return true;
            }
            any = true;
        }
        !any
    }

    /// Without a posting date: a day on which the persons named with their offices held them.
    fn infer_day(&mut self) {
        if self.day.is_some() {
            return;
        }
        let (mut from, mut to) = (None::<NaiveDate>, None::<NaiveDate>);
        for (index, mention) in self.mentions.iter().enumerate() {
            if mention.prefix.is_empty() || mention.kind != MentionKind::Person {
                continue;
            }
            let Some(person) = self.of[index].and_then(|id| self.list[id as usize].person) else { continue };
            let phrase = self.prose.span(mention.prefix.clone()).of(self.prose.text);
            let lower = phrase.to_lowercase();
            if lower.contains("former") || lower.contains("ex-") {
                continue;
            }
            for office in self.register.find_office(phrase) {
                let held: Vec<_> = self.register.tenures(person).filter(|(held, _)| *held == office).collect();
                if let [(_, period)] = held[..] {
                    let (new_from, new_to) = (from.max(period.from), earliest(to, period.to));
                    // Offices that were never held at once say nothing more.
                    if new_from.zip(new_to).is_none_or(|(from, to)| from <= to) {
                        (from, to) = (new_from, new_to);
                    }
                }
            }
        }
        self.day = match (from, to) {
            (Some(from), Some(to)) => Some(from + (to - from) / 2),
            _ => None,
        };
    }

    /// Names of one word: surnames, given names, short names of bodies.
    fn short_names(&mut self) {
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if self.of[index].is_some() || !Self::is_named(mention) {
                continue;
            }
            let words = self.words(index);
            let Some(word) = words.first() else { continue };
            let mention = &self.mentions[index];
            if words.len() == 1
                && let Some(person) = self.find_by_office(index)
            {
                let id = self.add_registered(person);
                self.assign(index, id, 0.95);
                continue;
            }
            if words.len() == 1
                && (mention.kind != MentionKind::Place || self.is_surname_here(word))
                && let Some((id, sureness)) = self.find_short(index, word)
            {
                self.assign(index, id, sureness);
                continue;
            }
            let kind = match mention.kind {
                MentionKind::Person => EntityKind::Person,
                MentionKind::Name => EntityKind::Name,
                _ => EntityKind::Body,
            };
            let known = self.list.len();
            let id = self.add_named(index, words, kind);
            let entity = &mut self.list[id as usize];
            // "Falconer", then "Lord Falconer": the title tells who it is.
            let titled = entity.person.is_none() && !self.mentions[index].prefix.is_empty();
            if titled {
                entity.named_by = Some(index);
            }
            if kind != EntityKind::Body && (titled || id as usize == known) {
                self.link_entity(id as usize);
            }
        }
    }

    /// Whether somebody of the article bears the word as a surname: Jordan is a country, and Jim Jordan's name.
    fn is_surname_here(&self, word: &str) -> bool {
        self.index.ending_with(word).iter().any(|id| {
            let entity = &self.list[*id as usize];
            entity.kind == EntityKind::Person && entity.words.len() > 1
        })
    }

    /// "President Obama", "Speaker Ryan": the bearer of the surname who held that office on the day.
    fn find_by_office(&self, mention: usize) -> Option<PersonId> {
        let found = &self.mentions[mention];
        let prefix = found.prefix.clone();
        if found.kind != MentionKind::Person || !prefix.clone().any(|index| self.prose.tokens[index].is(TITLE)) {
            return None;
        }
        let day = self.day?;
        let bearers = self.register.find_surname(self.prose.span(found.head.clone()).of(self.prose.text));
        if bearers.is_empty() {
            return None;
        }
        let offices = self.register.find_office(self.prose.span(prefix).of(self.prose.text));
        let mut holders = bearers
            .iter()
            .copied()
            .filter(|person| self.register.offices_on(*person, Some(day)).iter().any(|held| offices.contains(held)));
        let holder = holders.next()?;
        holders.next().is_none().then_some(holder)
    }

    /// The entity that a name of one word means here.
    fn find_short(&self, mention: usize, word: &str) -> Option<(u32, f32)> {
        let found = &self.mentions[mention];
        let fits = |id: &u32| {
            let entity = &self.list[*id as usize];
            let is_body = entity.kind == EntityKind::Body;
            (found.kind == MentionKind::Body) == is_body
                && (found.gender == Gender::Unknown
                    || entity.gender == Gender::Unknown
                    || found.gender == entity.gender)
                && entity.words.len() > 1
        };
        let mut ids: Vec<u32> = self.index.ending_with(word).iter().copied().filter(fits).collect();
        if found.kind == MentionKind::Body && ids.is_empty() {
            // "the NEA" for "National Education Association".
            return self.index.shortened_to(word, &self.list, |_| true).map(|id| (id, 0.9));
        }
        let titled = found.prefix.clone().any(|index| self.prose.tokens[index].is(ANY_HONORIFIC | TITLE));
        if ids.is_empty() && found.kind != MentionKind::Body && !titled {
            let folded = fold_name(word);
            ids.extend(self.index.beginning_with(&folded));
            ids.extend(self.register.given_name_forms(&folded).flat_map(|form| self.index.beginning_with(form)));
            ids.retain(|id| {
                fits(id)
                    && self.list[*id as usize]
                        .words
                        .first()
                        .is_some_and(|given| given == word || self.nickname_of(given, word))
            });
            ids.sort_unstable();
            ids.dedup();
        }
        if ids.len() <= 1 {
            return ids.first().map(|id| (*id, 1.0));
        }
        // Several bear it: papers go on with the surname of whom they named last, unless another is all over the story.
        let paragraph = self.prose.paragraph_of(found.tokens.start);
        let near = self.mentions[..mention].iter().enumerate().rev().take(60).find_map(|(index, other)| {
            let close = self.prose.paragraph_of(other.tokens.start) + 2 >= paragraph && other.quoted.is_none();
            self.of[index].filter(|id| close && other.head.len() > 1 && ids.contains(id))
        });
        let most = ids.iter().copied().max_by_key(|id| (self.list[*id as usize].mentions, std::cmp::Reverse(*id)))?;
        let second = ids.iter().filter(|id| **id != most).map(|id| self.list[*id as usize].mentions).max().unwrap_or(0);
        let dominates = self.list[most as usize].mentions > 3 * second;
        match near {
            Some(id) if id == most => Some((id, 0.95)),
            Some(_) if dominates => Some((most, 0.65)),
            Some(id) => Some((id, 0.75)),
            None if dominates => Some((most, 0.85)),
            None => Some((most, 0.6)),
        }
    }

    fn nickname_of(&self, given: &str, word: &str) -> bool {
        word.len() > 1 && given.len() > 1 && self.register.same_given_name(given, word)
    }

    /// Descriptions beside a name: "Smith, a Labour MP," and "the Labour leader, Ann Smith,".
    fn appositions(&mut self) {
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if !matches!(mention.kind, MentionKind::Role | MentionKind::Unnamed) || mention.plural {
                continue;
            }
            let comma_before = mention.tokens.start.checked_sub(1).filter(|at| self.is_comma(*at));
            let comma_after = Some(mention.tokens.end).filter(|at| self.is_comma(*at));
            let named_before = comma_before.and_then(|comma| self.named_ending(index, comma));
            let named_after = comma_after.and_then(|comma| self.named_starting(index, comma + 1));
            // Behind a name any description will do; before one only a definite one.
            let named = match (named_before, named_after) {
                (Some(named), _) if self.ends_apposition(mention) => named,
                (_, Some(named))
                    if mention.kind == MentionKind::Role
                        || self.prose.str(mention.tokens.start).eq_ignore_ascii_case("another") =>
                {
                    named
                }
                _ => continue,
            };
            let Some(id) = self.of[named] else { continue };
            if self.list[id as usize].kind == EntityKind::Body {
                continue;
            }
            self.assign(index, id, 0.95);
            let head = self.prose.str(mention.head.start);
            let entity = &mut self.list[id as usize];
            if !entity.roles.contains(&head) {
                entity.roles.push(head);
            }
            entity.role.get_or_insert(index);
            if entity.kind == EntityKind::Name {
                entity.kind = EntityKind::Person;
            }
            if entity.gender == Gender::Unknown {
                entity.gender = mention.gender;
            }
        }
    }

    fn is_comma(&self, token: usize) -> bool {
        self.prose
            .tokens
            .get(token)
            .is_some_and(|token| matches!(token.kind, Kind::Comma | Kind::Dash | Kind::OpenBracket))
    }

    fn named_ending(&self, before: usize, token: usize) -> Option<usize> {
        let from = before.saturating_sub(3);
        (from..before).rev().find(|index| {
            let other = &self.mentions[*index];
            other.tokens.end == token
                && matches!(other.kind, MentionKind::Person | MentionKind::Name)
                && other.case != Case::Owner
        })
    }

    fn named_starting(&self, after: usize, token: usize) -> Option<usize> {
        (after + 1..self.mentions.len().min(after + 3)).find(|index| {
            let other = &self.mentions[*index];
            other.tokens.start == token && other.kind == MentionKind::Person
        })
    }

    /// Behind the description the sentence goes on: a comma, a preposition, a stop, a relative clause.
    fn ends_apposition(&self, mention: &Mention) -> bool {
        self.prose
            .tokens
            .get(mention.tokens.end)
            .is_none_or(|next| next.kind != Kind::Word || next.is(PREPOSITION | RELATIVE | CONJUNCTION))
            && !self.prose.tokens.get(mention.tokens.end).is_some_and(|next| next.kind == Kind::Genitive)
    }

    /// Roles and pronouns, in order of the text.
    fn descriptions(&mut self) {
        for index in 0..self.mentions.len() {
            if self.of[index].is_some() {
                continue;
            }
            match self.mentions[index].kind {
                kind @ (MentionKind::Role | MentionKind::Unnamed) => {
                    if let Some(id) = self.named_next(index) {
                        self.assign(index, id, 0.75);
                        continue;
                    }
                    if kind == MentionKind::Role {
                        self.resolve_role(index);
                    }
                    self.add_unnamed(index);
                }
                MentionKind::Pronoun => self.resolve_pronoun(index),
                _ => {}
            }
        }
    }

    /// "A Labour MP has …" in the first paragraph, and the second begins with the name of one: papers keep the name of
    /// the little known for the second paragraph.
    fn named_next(&self, index: usize) -> Option<u32> {
        let mention = &self.mentions[index];
        let tokens = &self.prose.tokens;
        let indefinite = self.prose.str(mention.tokens.start).eq_ignore_ascii_case("a")
            || self.prose.str(mention.tokens.start).eq_ignore_ascii_case("an");
        if !indefinite || mention.plural || !tokens[mention.head.start].is(SEAT) {
            return None;
        }
        let mut prose = (0..self.prose.paragraphs.len()).filter(|at| self.prose.paragraphs[*at].is_prose);
        let (first, second) = (prose.next()?, prose.next()?);
        let start = self.prose.paragraphs[second].tokens.start;
        if tokens[mention.tokens.start].paragraph as usize != first
            || mention.tokens.start != self.prose.paragraphs[first].tokens.start
        {
            return None;
        }
        let named = self.mentions.partition_point(|other| other.tokens.start < start);
        let full = self.mentions.get(named).filter(|other| other.tokens.start == start && other.head.len() > 1)?;
        let id = self.of[named]?;
        let entity = &self.list[id as usize];
        let party = tokens[mention.tokens.clone()]
            .iter()
            .filter(|token| token.capital && token.is(PARTY_NAME))
            .find_map(|token| self.register.find_party(token.span.of(self.prose.text)))?;
        (entity.named_by == Some(named)
            && full.case == Case::Free
            && entity.kind == EntityKind::Person
            && self.party_of(id) == Some(party))
        .then_some(id)
    }

    /// One who stays without a name is somebody all the same, for the pronouns that follow.
    fn add_unnamed(&mut self, index: usize) {
        let mention = &self.mentions[index];
        let head = &self.prose.tokens[mention.head.start];
        if self.of[index].is_some() || mention.plural || !head.is(PERSON | MAN | WOMAN) {
            return;
        }
        let id = self.list.len() as u32;
        self.list.push(Entity {
            words: Vec::new(),
            named_by: None,
            kind: EntityKind::Unnamed,
            gender: mention.gender,
            person: None,
            roles: vec![self.prose.str(mention.head.start)],
            party: None,
            role: None,
            mentions: 0,
        });
        self.assign(index, id, 1.0);
    }

    /// "his spokesman", "Trump's lawyer": somebody else's; but "Scotland's justice minister", "Labour's leader" are offices.
    fn is_owned_by_person(&self, index: usize) -> bool {
        let tokens = self.mentions[index].tokens.clone();
        let from = index.saturating_sub(3);
        tokens.clone().any(|at| {
            let token = &self.prose.tokens[at];
            let owner = || {
                self.mentions[from..index]
                    .iter()
                    .find(|owner| owner.tokens.end == at)
                    .is_none_or(|owner| !matches!(owner.kind, MentionKind::Place | MentionKind::Body))
            };
            token.is(POSSESSIVE) || token.kind == Kind::Genitive && owner()
        })
    }

    fn resolve_role(&mut self, index: usize) {
        let mention = &self.mentions[index];
        let head = &self.prose.tokens[mention.head.start];
        let noun = self.prose.str(mention.head.start).to_lowercase();
        if head.is(BODY | PAPER) && !head.is(PERSON | MAN | WOMAN) {
            self.resolve_body_role(index, &noun);
            return;
        }
        let phrase = self.prose.span(mention.tokens.clone()).of(self.prose.text);
        let owned = self.is_owned_by_person(index);
        let former = self.prose.tokens[mention.tokens.clone()].iter().any(|token| {
            token.kind == Kind::Word && matches!(token.span.of(self.prose.text), "former" | "ex" | "then" | "late")
        });
        let gender = mention.gender;
        if !owned && let Some(seat) = self.seat_of(index) {
            // Whoever it is sits for that place, and nobody else is meant.
            if let Some(id) = self.find_by_seat(index, &seat) {
                self.assign(index, id, 0.95);
            }
            return;
        }
        if !owned {
            let offices = if former {
                self.register.find_office(&self.without_former(mention))
            } else {
                self.register.find_office(phrase)
            };
            if !offices.is_empty() && self.resolve_office(index, &offices, former) {
                return;
            }
        }
        // The person last introduced with this noun, or with a title that it stands for.
        let party = self.prose.tokens[mention.tokens.clone()]
            .iter()
            .filter(|token| token.kind == Kind::Word && token.capital && token.is(PARTY_NAME))
            .find_map(|token| self.register.find_party(token.span.of(self.prose.text)));
        let found = self.recent_entities(index).find(|id| {
            let entity = &self.list[*id as usize];
            matches!(entity.kind, EntityKind::Person | EntityKind::Unnamed)
                && compatible(entity.gender, gender)
                && entity.roles.iter().any(|role| role_means(role, &noun))
                && party.is_none_or(|party| self.party_of(*id).is_none_or(|known| known == party))
        });
        let by_class = || {
            let class = match noun.as_str() {
                "senator" => "senator",
                "congressman" | "congresswoman" | "representative" => "representative",
                "mp" => "mp",
                _ => return None,
            };
            let office = self.register.find_office_id(class)?;
            self.recent_entities(index).find(|id| {
                let entity = &self.list[*id as usize];
                compatible(entity.gender, gender)
                    && entity.person.is_some_and(|person| self.register.ever_held(person, office))
            })
        };
        if let Some(id) = found {
            self.assign(index, id, if owned { 0.6 } else { 0.85 });
        } else if !owned && let Some(id) = by_class() {
            self.assign(index, id, 0.7);
        } else if !owned && party.is_some() && matches!(noun.as_str(), "nominee" | "candidate" | "leader") {
            let found = self.recent_entities(index).find(|id| {
                self.list[*id as usize].kind == EntityKind::Person
                    && compatible(self.list[*id as usize].gender, gender)
                    && self.party_of(*id) == party
            });
            if let Some(id) = found {
                self.assign(index, id, 0.6);
            }
        } else if !owned
            && !matches!(
                noun.as_str(),
                "senator"
                    | "congressman"
                    | "congresswoman"
                    | "mp"
                    | "president"
                    | "spokesman"
                    | "spokeswoman"
                    | "official"
            )
        {
            // A description that nothing else explains means the person that the story is about just then.
            if let Some((id, _)) = self.most_salient(index, gender) {
                self.assign(index, id, 0.5);
            }
        }
    }

    /// "the former prime minister" without the "former".
    fn without_former(&self, mention: &Mention) -> String {
        let words: Vec<&str> = mention
            .tokens
            .clone()
            .map(|at| self.prose.str(at))
            .filter(|word| !matches!(*word, "former" | "ex" | "then" | "late"))
            .collect();
        words.join(" ")
    }

    /// The place of "the Exampleton North MP" or "the member for Exampleton North", folded.
    fn seat_of(&self, index: usize) -> Option<String> {
        const LONGEST: usize = 8;
        let mention = &self.mentions[index];
        let head = mention.head.start;
        let tokens = &self.prose.tokens;
        if !tokens[head].is(SEAT) || mention.head.len() != 1 {
            return None;
        }
        let place = if self.prose.str(mention.tokens.end) == "for" {
            let from = mention.tokens.end + 1;
            let is_name = |token: &Token| token.capital || token.is(CONJUNCTION | PARTICLE | PREPOSITION);
            let length = tokens.get(from..)?.iter().take(LONGEST).take_while(|token| is_name(token)).count();
            from..from + length
        } else {
            let from = mention.tokens.clone().find(|at| !tokens[*at].is(CLOSED_DETERMINER))?;
            let is_name =
                |token: &Token| (token.capital || token.is(CONJUNCTION)) && !token.is(ADJECTIVE | PARTY_NAME | PERSON);
            if !tokens[from..head].iter().all(is_name) {
                return None;
            }
            from..head
        };
        let first = tokens.get(place.start).filter(|token| token.kind == Kind::Word && token.capital)?;
        let place = self.prose.span(place).of(self.prose.text);
        (!first.is(CLOSED_DETERMINER)).then(|| fold_name(place).into_owned()).filter(|place| !place.is_empty())
    }

    /// Who of the article's people sits for the place, or sat for it.
    fn find_by_seat(&self, index: usize, place: &str) -> Option<u32> {
        const AHEAD: usize = 40;
        let is_place = |seat: &str| {
            let seat = fold_name(seat);
            let begins = |long: &str, short: &str| {
                long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            !seat.is_empty() && (begins(place, &seat) || begins(&seat, place) || seat.ends_with(&format!(" {place}")))
        };
        let sits = |id: &u32, day: Option<NaiveDate>| {
            let entity = &self.list[*id as usize];
            compatible(entity.gender, self.mentions[index].gender)
                && entity.person.is_some_and(|person| {
                    self.register
                        .memberships(person)
                        .iter()
                        .any(|it| day.is_none_or(|day| it.period.contains(day)) && is_place(it.seat))
                })
        };
        let ahead = (index + 1..self.mentions.len().min(index + AHEAD)).filter_map(|other| self.of[other]);
        let near = || self.recent_entities(index).chain(ahead.clone());
        near().find(|id| sits(id, self.day)).or_else(|| near().find(|id| sits(id, None)))
    }

    /// An office of the register: its holder on the day, or who of the article ever held it.
    fn resolve_office(&mut self, index: usize, offices: &[OfficeId], former: bool) -> bool {
        let in_article = |person: &PersonId| self.by_person.contains_key(person);
        let mut holders: Vec<PersonId> = Vec::new();
        if self.day.is_some() && !former {
            for office in offices {
                holders.extend(self.register.holders(*office, self.day));
            }
        }
        let single = holders.len() == 1;
        holders.retain(in_article);
        holders.dedup();
        if holders.is_empty() && (former || self.day.is_none() || !single) {
            // Who of the article's people, the last one spoken of first, held it at any time?
            let held = self.recent_entities(index).find(|id| {
                self.list[*id as usize]
                    .person
                    .is_some_and(|person| offices.iter().any(|office| self.register.ever_held(person, *office)))
            });
            if let Some(id) = held {
                self.assign(index, id, 0.75);
                return true;
            }
        }
        let chosen = self
            .recent_entities(index)
            .find(|id| self.list[*id as usize].person.is_some_and(|person| holders.contains(&person)));
        // Named only further down, and nobody else in the article holds it.
        let chosen = chosen.or_else(|| match holders[..] {
            [person] => self.by_person.get(&person).copied(),
            _ => None,
        });
        if let Some(id) = chosen {
            let several = holders.len() > 1;
            self.assign(index, id, if several { 0.7 } else { 0.95 });
            return true;
        }
        // Nobody in the article: the holder alone of the day, where it can only be one.
        if single && !former && self.day.is_some() {
            let all: Vec<PersonId> =
                offices.iter().flat_map(|office| self.register.holders(*office, self.day)).collect();
            if let [person] = all[..] {
                let class = offices.first().map(|office| self.register.office(*office).class());
                if !matches!(class, Some(OfficeClass::Legislator | OfficeClass::Staff)) {
                    let id = self.add_registered(person);
                    self.assign(index, id, 0.8);
                    return true;
                }
            }
        }
        false
    }

    fn add_registered(&mut self, person: PersonId) -> u32 {
        if let Some(id) = self.by_person.get(&person) {
            return *id;
        }
        let known = self.register.person(person);
        let words: Vec<String> = known.name().split_whitespace().map(str::to_lowercase).collect();
        let id = self.list.len() as u32;
        self.index.add(id, &words);
        self.by_person.insert(person, id);
        self.list.push(Entity {
            words,
            named_by: None,
            kind: EntityKind::Person,
            gender: known.gender(),
            person: Some(person),
            roles: Vec::new(),
            party: None,
            role: None,
            mentions: 0,
        });
        id
    }

    /// "the campaign", "the union", "a Times article": the body that the description names or that was named last
    /// with its word.
    fn resolve_body_role(&mut self, index: usize, noun: &str) {
        let mention = &self.mentions[index];
        // A name inside the description: "the Times article", "the NEA report".
        let mut named = None;
        for at in mention.tokens.start..mention.head.start {
            if self.prose.tokens[at].capital && !self.prose.tokens[at].is(CLOSED_DETERMINER) {
                fold(self.prose.str(at), &mut self.lower);
                let word = self.lower.trim_end_matches('.').to_owned();
                named = named.or_else(|| {
                    let is_body = |id: &u32| self.list[*id as usize].kind == EntityKind::Body;
                    let ending = self.index.ending_with(&word).iter().copied().find(is_body);
                    let shortened = self.index.shortened_to(&word, &self.list, is_body);
                    ending.into_iter().chain(shortened).min()
                });
            }
        }
        if let Some(id) = named {
            self.assign(index, id, 0.7);
            return;
        }
        if mention.tokens.len() > 2 {
            return;
        }
        if noun == "government" {
            let known =
                self.index.ending_with(noun).iter().copied().find(|id| self.list[*id as usize].words.len() == 1);
            let id = known.unwrap_or_else(|| self.add_named(index, vec![noun.to_owned()], EntityKind::Body));
            self.assign(index, id, 0.9);
            return;
        }
        let bodies = || self.recent_entities(index).filter(|id| self.list[*id as usize].kind == EntityKind::Body);
        let with_word = bodies().find(|id| self.list[*id as usize].words.iter().any(|word| word == noun));
        let kinds: &[&str] = match noun {
            "union" => &["association", "federation", "unison", "workers", "brotherhood"],
            "agency" => &["department", "service", "services", "administration", "bureau", "investigations", "agency"],
            "newspaper" | "paper" => {
                &["times", "post", "journal", "guardian", "telegraph", "mail", "herald", "tribune", "mirror", "sun"]
            }
            "group" => {
                &["association", "coalition", "institute", "council", "fund", "foundation", "alliance", "action"]
            }
            "network" => &["cnn", "news", "nbc", "abc", "cbs", "msnbc", "bbc"],
            "magazine" => &["magazine", "time", "newsweek", "economist", "spectator", "weekly"],
            "company" => &["inc", "corp", "corporation", "company", "group", "motors"],
            "court" => &["court", "appeals"],
            _ => &[],
        };
        let by_kind =
            || bodies().find(|id| self.list[*id as usize].words.iter().any(|word| kinds.contains(&word.as_str())));
        if let Some(id) = with_word.or_else(by_kind) {
            self.assign(index, id, 0.7);
        }
    }

    /// Entities mentioned before, the last one first; a few dozen at the most.
    fn recent_entities(&self, mention: usize) -> impl Iterator<Item = u32> {
        const REACH: usize = 64;
        (mention.saturating_sub(REACH)..mention)
            .rev()
            .filter(|index| self.mentions[*index].quoted.is_none())
            .filter_map(|index| self.of[index])
    }

    fn party_of(&self, id: u32) -> Option<PartyId> {
        let entity = &self.list[id as usize];
        entity.person.and_then(|person| self.register.party_on(person, self.day)).or(entity.party)
    }

    /// A pronoun means the most salient fitting person before it: near, the subject, neither owner nor object.
    fn resolve_pronoun(&mut self, index: usize) {
        let mention = &self.mentions[index];
        if mention.gender == Gender::Unknown {
            self.resolve_it(index);
            return;
        }
        let Some((id, margin)) = self.most_salient(index, mention.gender) else { return };
        self.assign(index, id, (0.6 + 0.15 * margin).clamp(0.5, 0.97));
        if self.list[id as usize].gender == Gender::Unknown {
            self.list[id as usize].gender = self.mentions[index].gender;
        }
    }

    /// The person whom a pronoun or a bare description means here, and by how much this one leads.
    fn most_salient(&self, index: usize, gender: Gender) -> Option<(u32, f32)> {
        const REACH: usize = 40;
        let mention = &self.mentions[index];
        let here = self.prose.tokens[mention.tokens.start].sentence;
        let paragraph = self.prose.paragraph_of(mention.tokens.start);
        let is_pronoun = mention.kind == MentionKind::Pronoun;
        let named_in_quote = self.named_in_quotes_beside(index);
        let most_named = self.most_mentions.max(1) as f32;
        let mut scores: Vec<(u32, f32)> = Vec::new();
        for other_index in (index.saturating_sub(REACH)..index).rev() {
            let other = &self.mentions[other_index];
            let Some(id) = self.of[other_index] else { continue };
            let entity = &self.list[id as usize];
            if entity.kind == EntityKind::Body
                || entity.kind == EntityKind::Unnamed && !is_pronoun
                || entity.kind == EntityKind::Name && entity.words.len() < 2
                || !compatible(entity.gender, gender)
                || other.quoted != mention.quoted && other.quoted.is_some()
            {
                continue;
            }
            let sentences = (here - self.prose.tokens[other.tokens.start].sentence) as f32;
            if sentences == 0.0 && !is_pronoun {
                continue;
            }
            let paragraphs = (paragraph - self.prose.paragraph_of(other.tokens.start)) as f32;
            let weights = self.salience;
            let mut score = 4.0 + weights.sentence * sentences.min(6.0) + weights.paragraph * paragraphs.min(4.0);
            score += match other.case {
                Case::Free => weights.free,
                Case::Governed | Case::Agent | Case::Object => weights.governed,
                Case::Owner => weights.owner,
                Case::Modifier => weights.modifier,
            };
            score += match self.role_in_act[other_index] {
                ActRole::Speaks => weights.speaks,
                ActRole::Spoken => weights.spoken_to,
                ActRole::None => 0.0,
            };
            let when = |holds: bool, weight: f32| if holds { weight } else { 0.0 };
            score += when(sentences == 0.0, weights.same_sentence)
                + when(self.is_first_of_sentence(other_index), weights.first_of_sentence)
                + when(entity.gender == Gender::Unknown, weights.unknown_gender)
                + when(entity.kind == EntityKind::Name, weights.uncertain_name)
                + when(entity.kind == EntityKind::Unnamed, weights.unnamed)
                // Nobody speaks of himself by name.
                + when(named_in_quote.contains(&id), weights.named_in_quote)
                + weights.share_of_story * entity.mentions as f32 / most_named;
            match scores.iter_mut().find(|(known, _)| *known == id) {
                Some((_, best)) => *best = best.max(score) + self.salience.again,
                None => scores.push((id, score)),
            }
        }
        scores.sort_by(|one, other| other.1.total_cmp(&one.1));
        let (id, best) = scores.first().copied()?;
        let margin = scores.get(1).map_or(3.0, |(_, second)| best - second);
        (best >= 0.0).then_some((id, margin))
    }

    /// Entities named inside the quoted words of the sentence that the mention stands in.
    fn named_in_quotes_beside(&self, index: usize) -> Vec<u32> {
        let at = self.mentions[index].tokens.start;
        let sentence = self.prose.tokens[at].sentence as usize;
        let Some(tokens) = self.prose.sentences.get(sentence) else { return Vec::new() };
        let mut named = Vec::new();
        let first = self.quoted.partition_point(|quoted| quoted.outer.end < tokens.start);
        for quoted in self.quoted[first..].iter().take_while(|quoted| quoted.outer.start < tokens.end).take(4) {
            let from = self.mentions.partition_point(|mention| mention.tokens.start < quoted.inner.start);
            for (offset, mention) in self.mentions[from..].iter().enumerate().take(24) {
                if mention.tokens.start >= quoted.inner.end {
                    break;
                }
                if matches!(mention.kind, MentionKind::Person | MentionKind::Name)
                    && let Some(id) = self.of[from + offset]
                {
                    named.push(id);
                }
            }
        }
        named
    }

    /// "it", "they": the body that was last the subject, in this sentence or the one before.
    fn resolve_it(&mut self, index: usize) {
        let here = self.prose.tokens[self.mentions[index].tokens.start].sentence;
        let plural = self.mentions[index].plural;
        let mut found = None;
        for other_index in (index.saturating_sub(12)..index).rev() {
            let other = &self.mentions[other_index];
            let near = here - self.prose.tokens[other.tokens.start].sentence <= 1;
            if !near || other.case != Case::Free || other.quoted.is_some() {
                continue;
            }
            // "they" means people rather than a body, where there are any.
            if plural && other.plural {
                return;
            }
            let is_body = matches!(other.kind, MentionKind::Body | MentionKind::Role | MentionKind::Pronoun);
            found = self.of[other_index].filter(|id| is_body && self.list[*id as usize].kind == EntityKind::Body);
            if found.is_some() {
                break;
            }
        }
        if let Some(id) = found {
            self.assign(index, id, 0.6);
        }
    }

    fn is_first_of_sentence(&self, index: usize) -> bool {
        let sentence = self.prose.tokens[self.mentions[index].tokens.start].sentence;
        // "Trump's lawyer", "the Labour spokesman": an owner or a modifier does not come first.
        !matches!(self.mentions[index].case, Case::Owner | Case::Modifier)
            && self.mentions[..index]
                .iter()
                .rev()
                .take_while(|before| self.prose.tokens[before.tokens.start].sentence == sentence)
                .all(|before| matches!(before.case, Case::Owner | Case::Modifier))
    }
}

/// Determiners stand with a capital at the start of a sentence.
const CLOSED_DETERMINER: Classes = DETERMINER | POSSESSIVE;

#[derive(Clone, Copy, PartialEq, Eq)]
enum ActRole {
    Speaks,
    Spoken,
    None,
}

fn roles_in_acts(mentions: usize, acts: &[Act]) -> Vec<ActRole> {
    let mut roles = vec![ActRole::None; mentions];
    for act in acts {
        let role = match act.bond {
            Bond::Addressee | Bond::Passive => ActRole::Spoken,
            Bond::OverPreposition | Bond::Coordinated | Bond::Participle | Bond::Infinitive => continue,
            _ => ActRole::Speaks,
        };
        if roles[act.mention] != ActRole::Speaks {
            roles[act.mention] = role;
        }
    }
    roles
}

/// Bytes of the longest title that [`role_means`] knows.
const LONGEST_TITLE: usize = 16;

fn earliest(one: Option<NaiveDate>, other: Option<NaiveDate>) -> Option<NaiveDate> {
    match (one, other) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn compatible(one: Gender, other: Gender) -> bool {
    one == Gender::Unknown || other == Gender::Unknown || one == other
}

/// Whether a title or noun that introduced somebody is what a later description says: "Sen." and "senator".
fn role_means(role: &str, noun: &str) -> bool {
    let role = role.trim_end_matches('.');
    if role.eq_ignore_ascii_case(noun) {
        return true;
    }
    let mut lower = [0; LONGEST_TITLE];
    let Some(lower) = lower.get_mut(..role.len()) else { return false };
    lower.copy_from_slice(role.as_bytes());
    lower.make_ascii_lowercase();
    matches!(
        (std::str::from_utf8(lower).unwrap_or(""), noun),
        ("sen", "senator")
            | ("gov", "governor")
            | ("gen", "general")
            | ("prof", "professor")
            | ("lord" | "lady" | "baroness", "peer")
            | (
                "rep" | "representative" | "congressman" | "congresswoman",
                "congressman" | "congresswoman" | "representative" | "lawmaker"
            )
            | ("chairman" | "chairwoman" | "chair", "chairman" | "chairwoman" | "chair")
            | ("sen" | "senator", "lawmaker")
            | ("attorney" | "lawyer", "attorney" | "lawyer")
    )
}
