//! Bodies that descriptions mean: "the campaign", "Ann Example's team", "a Times article".

use super::*;
use crate::words::{self, List, MeaningTable};

impl<'a> Resolver<'_, 'a> {
    /// "the campaign", "the union", "a Times article": the body that the description names or that was named last
    /// with its word.
    pub(super) fn resolve_body_role(&mut self, index: usize, noun: &str) {
        if let Some(id) = self.owned_body(index, noun) {
            self.assign(index, id, self.sureness.owned_body);
            return;
        }
        if self.resolve_published(index) {
            return;
        }
        let mention = &self.mentions[index];
        if mention.tokens.len() > 2 {
            return;
        }
        if noun == "government" {
            let known = self.index.ending_with(noun, &self.list).find(|id| self.list[*id as usize].name.len() == 1);
            let id = known.unwrap_or_else(|| self.add_named(index, &[noun].into_iter().collect(), EntityKind::Body));
            self.assign(index, id, self.sureness.government);
            return;
        }
        let bodies = || self.recent_entities(index).filter(|id| self.list[*id as usize].kind == EntityKind::Body);
        let called = owned_body(noun).unwrap_or(noun);
        let with_word = bodies().find(|id| self.list[*id as usize].name.any(|word| word == called.as_bytes()));
        let kinds = words::meanings(MeaningTable::BodyKind).of(noun);
        let by_kind = || {
            bodies()
                .find(|id| self.list[*id as usize].name.any(|word| kinds.iter().any(|kind| kind.as_bytes() == word)))
        };
        if let Some(id) = with_word.or_else(by_kind) {
            self.assign(index, id, self.sureness.body_of_kind);
        }
    }

    /// "the Times article", "an NEA report", "a complaint filed by the Example Commission": what a body publishes, it says;
    /// whether it is that.
    pub(super) fn resolve_published(&mut self, index: usize) -> bool {
        let published = self.named_inside(index).or_else(|| self.published_by(index));
        if let Some(id) = published {
            self.assign(index, id, self.sureness.published);
        }
        published.is_some()
    }

    /// The body whose name stands in the description, before its noun.
    fn named_inside(&mut self, index: usize) -> Option<u32> {
        let mention = &self.mentions[index];
        (mention.tokens.start..mention.head.start).find_map(|at| {
            if !self.prose.tokens[at].capital || self.prose.tokens[at].is(CLOSED_DETERMINER) {
                return None;
            }
            fold(self.prose.str(at), &mut self.lower);
            let word = self.lower.trim_end_matches('.');
            let is_body = |id: &u32| self.list[*id as usize].kind == EntityKind::Body;
            let ending = self.index.ending_with(word, &self.list).find(is_body);
            let shortened = self.index.shortened_to(word, &self.list, is_body);
            ending.into_iter().chain(shortened).min()
        })
    }

    /// The body behind "by" or "from", a participle before it left out; or the one whose website it stands on.
    fn published_by(&mut self, index: usize) -> Option<u32> {
        let behind = self.mentions[index].tokens.end;
        let preposition = behind + usize::from(self.prose.str(behind).ends_with("ed"));
        let next = self.mentions.get(index + 1).filter(|next| next.tokens.start == preposition + 1)?;
        let site = || {
            let owned = next.tokens.end + 1;
            next.case == Case::Owner && List::Site.has(self.prose.str(owned))
        };
        let publishes = match self.prose.str(preposition) {
            "by" | "from" => next.kind == MentionKind::Body,
            "on" => matches!(next.kind, MentionKind::Body | MentionKind::Role) && site(),
            _ => false,
        };
        if !publishes {
            return None;
        }
        if next.kind == MentionKind::Role && self.of[index + 1].is_none() {
            self.resolve_role(index + 1);
        }
        self.of[index + 1].filter(|id| self.list[*id as usize].kind == EntityKind::Body)
    }

    /// "Ann Example's campaign", "the Example campaign", "her campaign": a body that is called by its owner's name.
    fn owned_body(&mut self, index: usize, noun: &str) -> Option<u32> {
        let noun = owned_body(noun)?;
        let owner = self.owner_of(index)?;
        let entity = &self.list[owner as usize];
        if entity.kind != EntityKind::Person {
            return None;
        }
        let surname = match (entity.person, entity.named_by) {
            (Some(person), _) => self.register.person(person).surname(),
            (None, Some(named_by)) => self.prose.str(self.mentions[named_by].head.end - 1),
            (None, None) => return None,
        };
        fold(surname, &mut self.lower);
        let name: FoldedName = [&self.lower, noun].into_iter().collect();
        let known = self.index.ending_with(noun, &self.list).find(|id| self.list[*id as usize].name == name);
        if known.is_some() {
            return known;
        }
        let id = self.list.len() as u32;
        self.index.add(id, &name);
        self.list.push(Entity {
            title: Some(format!("{surname} {noun}")),
            party: self.party_of(owner),
            ..Entity::new(name, EntityKind::Body)
        });
        Some(id)
    }

    /// Whose it is: the person named inside the description, or whom its possessive means.
    fn owner_of(&mut self, index: usize) -> Option<u32> {
        const REACH: usize = 3;
        let tokens = self.mentions[index].tokens.clone();
        let head = self.mentions[index].head.start;
        let named = (index.saturating_sub(REACH)..self.mentions.len().min(index + REACH)).find(|other| {
            let owner = &self.mentions[*other];
            *other != index
                && tokens.start <= owner.tokens.start
                && owner.tokens.end <= head
                && matches!(owner.kind, MentionKind::Person | MentionKind::Name)
        });
        if let Some(named) = named {
            return self.of[named];
        }
        // "the Example ad": the name is no mention of its own there.
        let word = tokens.clone().take_while(|at| *at < head).find(|at| {
            let token = &self.prose.tokens[*at];
            token.capital && !token.is(CLOSED_DETERMINER) && token.is(NAME_END | SURNAME)
        });
        if let Some(word) = word {
            fold(self.prose.str(word), &mut self.lower);
            let bearers = self.index.ending_with(&self.lower, &self.list);
            let persons = bearers.filter(|id| self.list[*id as usize].kind == EntityKind::Person);
            return persons.max_by_key(|id| (self.list[*id as usize].mentions, std::cmp::Reverse(*id)));
        }
        let first = &self.prose.tokens[tokens.start];
        let gender = match (first.is(POSSESSIVE), first.is(HE), first.is(SHE)) {
            (true, true, _) => Gender::Male,
            (true, _, true) => Gender::Female,
            _ => return None,
        };
        self.likeliest_antecedent(index, gender)
            .filter(|(_, share)| *share >= self.sureness.owner_share)
            .map(|(id, _)| id)
    }
}

/// What the body is called that speaks for its owner under this noun: "campaign" of "ad".
fn owned_body(noun: &str) -> Option<&'static str> {
    words::meanings(MeaningTable::OwnedBody).of(noun).first().copied()
}
