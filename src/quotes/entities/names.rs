//! Names: full ones gathered into entities and tied to the register, then what they are shortened to.

use super::*;
use crate::words::List;

impl<'a> Resolver<'_, 'a> {
    pub(super) fn full_names(&mut self) {
        let mut name = FoldedName::default();
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if !Self::is_named(mention) || mention.head.len() < 2 {
                continue;
            }
            self.read_name(index, &mut name);
            if name.len() < 2 {
                continue;
            }
            let kind = match mention.kind {
                MentionKind::Person => EntityKind::Person,
                MentionKind::Name => EntityKind::Name,
                _ => EntityKind::Body,
            };
            self.add_named(index, &name, kind);
        }
    }

    /// Puts the mention to the entity that bears the name, or makes one.
    pub(super) fn add_named(&mut self, mention: usize, name: &FoldedName, kind: EntityKind) -> u32 {
        let found = self.index.ending_with(name.last(), &self.list).find(|id| {
            let entity = &self.list[*id as usize];
            (entity.kind == EntityKind::Body) == (kind == EntityKind::Body)
                && self.same_name(kind, &entity.name, name)
                && (name.len() > 1 || self.can_mean(mention, *id))
        });
        let id = match found {
            Some(id) => {
                let entity = &mut self.list[id as usize];
                // A longer form counts where it stands outside quotation marks ("Crooked Hillary" is somebody's wit).
                if name.len() > entity.name.len() && self.mentions[mention].quoted.is_none() {
                    self.index.add_forms(id, name);
                    entity.name = name.clone();
                    entity.named_by = Some(mention);
                }
                if kind == EntityKind::Person {
                    entity.kind = kind;
                }
                id
            }
            None => {
                let id = self.list.len() as u32;
                self.index.add(id, name);
                self.list.push(Entity { named_by: Some(mention), ..Entity::new(name.clone(), kind) });
                id
            }
        };
        self.assign(mention, id, 1.0);
        id
    }

    /// Whether two names of two and more words, with the same last word, can be one person's.
    pub(super) fn same_name(&self, kind: EntityKind, one: &FoldedName, other: &FoldedName) -> bool {
        let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
        if long.ends_with(short) {
            return true;
        }
        if kind == EntityKind::Body {
            return false;
        }
        let (a, b) = (long.first(), short.first());
        a == b || self.register.same_given_name(a, b) || b.chars().count() > 1 && long.has_inside(b)
    }

    /// Ties persons with full names to the register, and takes over what it knows.
    pub(super) fn link_to_register(&mut self) {
        for id in 0..self.list.len() {
            if self.list[id].kind != EntityKind::Body {
                self.link_entity(id);
            }
        }
    }

    pub(super) fn link_entity(&mut self, id: usize) {
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
                let peer = List::Peerage.has_capitalised(self.prose.str(mention.prefix.end - 1));
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
        let known = self.register.person(person).gender();
        if known != Gender::Unknown {
            entity.gender = known;
            entity.gender_is_sure = true;
        }
    }

    /// Whether a bare surname can mean the person here: of the country of those whom the article names in full, or
    /// known everywhere.
    pub(super) fn is_at_home(&self, person: PersonId) -> bool {
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
    pub(super) fn plausible_on_day(&self, person: PersonId) -> bool {
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

    /// Names of one word: surnames, given names, short names of bodies.
    pub(super) fn short_names(&mut self) {
        let mut name = FoldedName::default();
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if self.of[index].is_some() || !Self::is_named(mention) {
                continue;
            }
            self.read_name(index, &mut name);
            if name.len() == 0 {
                continue;
            }
            let mention = &self.mentions[index];
            if name.len() == 1
                && let Some(person) = self.find_by_office(index)
            {
                let id = self.add_registered(person);
                self.assign(index, id, self.sureness.office_and_surname);
                continue;
            }
            if name.len() == 1
                && (mention.kind != MentionKind::Place || self.is_surname_here(name.as_str()))
                && let Some((id, sureness)) = self.find_short(index, name.as_str())
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
            let id = self.add_named(index, &name, kind);
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
    pub(super) fn is_surname_here(&self, word: &str) -> bool {
        self.index.ending_with(word, &self.list).any(|id| {
            let entity = &self.list[id as usize];
            entity.kind == EntityKind::Person && entity.name.len() > 1
        })
    }

    /// "President Obama", "Speaker Ryan": the bearer of the surname who held that office on the day.
    pub(super) fn find_by_office(&self, mention: usize) -> Option<PersonId> {
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
    pub(super) fn find_short(&self, mention: usize, word: &str) -> Option<(u32, f32)> {
        let found = &self.mentions[mention];
        let fits = |id: &u32| {
            let entity = &self.list[*id as usize];
            let is_body = entity.kind == EntityKind::Body;
            (found.kind == MentionKind::Body) == is_body && self.can_mean(mention, *id) && entity.name.len() > 1
        };
        let mut ids: Vec<u32> = self.index.ending_with(word, &self.list).filter(fits).collect();
        if found.kind == MentionKind::Body && ids.is_empty() {
            // "the NEA" for "National Education Association".
            return self.index.shortened_to(word, &self.list, |_| true).map(|id| (id, self.sureness.initials));
        }
        // "Sir Harold": a knight is called by his given name.
        let knighted =
            found.prefix.clone().last().is_some_and(|at| List::Knighthood.has_capitalised(self.prose.str(at)));
        let titled = !knighted && found.prefix.clone().any(|index| self.prose.tokens[index].is(ANY_HONORIFIC | TITLE));
        if ids.is_empty() && found.kind != MentionKind::Body && !titled {
            let folded = fold_name(word);
            ids.extend(self.index.beginning_with(&folded));
            if self.prose.tokens[found.head.start].is(GIVEN) {
                ids.extend(self.register.given_name_forms(&folded).flat_map(|form| self.index.beginning_with(form)));
            }
            ids.retain(|id| {
                let given = self.list[*id as usize].name.first();
                fits(id) && (given == word || self.nickname_of(given, word))
            });
            ids.sort_unstable();
            ids.dedup();
        }
        if ids.len() <= 1 {
            return ids.first().map(|id| (*id, 1.0));
        }
        // "Mayor Example": the one whom the article called so before.
        let called_so = |id: &&u32| {
            let roles = &self.list[**id as usize].roles;
            let title = |at: usize| self.prose.tokens[at].is(TITLE) && !self.prose.tokens[at].is(ANY_HONORIFIC);
            found.prefix.clone().filter(|at| title(*at)).any(|at| roles.contains(&self.prose.str(at)))
        };
        let mut so_called = ids.iter().filter(called_so);
        if let (Some(id), None) = (so_called.next(), so_called.next()) {
            return Some((*id, self.sureness.called_so));
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
            Some(id) if id == most => Some((id, self.sureness.last_and_most)),
            Some(_) if dominates => Some((most, self.sureness.most_not_last)),
            Some(id) => Some((id, self.sureness.last_not_most)),
            None if dominates => Some((most, self.sureness.most_none_near)),
            None => Some((most, self.sureness.some_none_near)),
        }
    }

    /// Whether a name of one word can mean the entity that bears it, as far as gender and titles tell: "Lady Example" is
    /// not Edward Example, "Lord Example" no MP, "Mr Example" no baroness; and in "Evan Example and Mrs Example" they are two.
    fn can_mean(&self, mention: usize, id: u32) -> bool {
        let (found, entity) = (&self.mentions[mention], &self.list[id as usize]);
        if !compatible(found.gender, entity.gender) {
            return false;
        }
        let named = |role: &&str| List::Peerage.has_capitalised(role);
        let mut titles = found.prefix.clone().map(|at| self.prose.str(at));
        let (peer, known_peer) = (titles.clone().any(|title| named(&title)), entity.roles.iter().any(named));
        if peer && !known_peer && entity.person.is_none() && entity.named_by.is_some_and(|by| self.has_seat(by)) {
            return false;
        }
        let plain = titles.any(|title| List::PlainAddress.has_capitalised(title));
        if plain && known_peer && entity.name.len() == 1 {
            return false;
        }
        let other = |before: usize| self.of[before] == Some(id) && self.mentions[before].head.len() > 1;
        let beside = found.tokens.start.checked_sub(1).is_some_and(|at| self.prose.str(at) == "and");
        !(plain && beside && mention.checked_sub(1).is_some_and(other))
    }

    /// "the Labour MP Ann Example", "Ann Example, the Labour MP": who sits now.
    fn has_seat(&self, mention: usize) -> bool {
        const LONGEST: usize = 6;
        let found = &self.mentions[mention];
        let tokens = &self.prose.tokens;
        let behind = found.tokens.end..tokens.len().min(found.tokens.end + LONGEST);
        let apposition = tokens[behind.clone()].first().is_some_and(|token| token.kind == Kind::Comma);
        let sits = |tokens: std::ops::Range<usize>| {
            let seat = tokens.clone().find(|at| self.prose.tokens[*at].is(SEAT));
            seat.is_some_and(|seat| !(tokens.start..seat).any(|at| matches!(self.prose.str(at), "former" | "ex")))
        };
        let words = tokens[behind.clone()].iter().skip(1).take_while(|token| token.kind == Kind::Word).count();
        sits(found.prefix.clone()) || apposition && sits(behind.start + 1..behind.start + 1 + words)
    }

    pub(super) fn nickname_of(&self, given: &str, word: &str) -> bool {
        word.len() > 1 && given.len() > 1 && self.register.same_given_name(given, word)
    }

    pub(super) fn add_registered(&mut self, person: PersonId) -> u32 {
        if let Some(id) = self.by_person.get(&person) {
            return *id;
        }
        let known = self.register.person(person);
        let name: FoldedName = known.name().to_lowercase().split_whitespace().collect();
        let id = self.list.len() as u32;
        self.index.add(id, &name);
        self.by_person.insert(person, id);
        self.list.push(Entity {
            gender: known.gender(),
            gender_is_sure: true,
            person: Some(person),
            ..Entity::new(name, EntityKind::Person)
        });
        id
    }
}
