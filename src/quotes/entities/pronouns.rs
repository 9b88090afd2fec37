//! Pronouns and bare descriptions: who is meant by *he*, *she*, *it* and *they*.

use super::antecedents::{Antecedent, Lesson, Pronoun};
use super::*;

impl<'a> Resolver<'_, 'a> {
    /// A pronoun means the likeliest fitting person before it.
    pub(super) fn resolve_pronoun(&mut self, index: usize) {
        let gender = self.mentions[index].gender;
        if gender == Gender::Unknown {
            self.resolve_it(index);
            return;
        }
        let Some((id, share)) = self.likeliest_antecedent(index, gender) else { return };
        self.assign(index, id, share);
        if self.list[id as usize].gender == Gender::Unknown {
            self.list[id as usize].gender = gender;
        }
    }

    /// The person whom a pronoun or a bare description means here, and how likely.
    pub(super) fn likeliest_antecedent(&mut self, index: usize, gender: Gender) -> Option<(u32, f32)> {
        let mut antecedents = std::mem::take(&mut self.antecedents);
        self.read_antecedents(index, &mut antecedents);
        if let Some(lessons) = &mut self.lessons
            && gender != Gender::Unknown
        {
            let known = |antecedent: &&Antecedent| {
                let entity = &self.list[antecedent.entity as usize];
                entity.gender != Gender::Unknown
            };
            let agrees = |antecedent: &Antecedent| self.list[antecedent.entity as usize].gender == gender;
            lessons
                .push(Lesson { antecedents: antecedents.iter().filter(known).map(|it| (*it, agrees(it))).collect() });
        }
        let mut shares: Vec<(u32, f32)> = Vec::with_capacity(antecedents.len());
        let mut all = 0.0;
        for antecedent in &antecedents {
            let entity = &self.list[antecedent.entity as usize];
            let fit = match (entity.gender, entity.kind) {
                (Gender::Unknown, EntityKind::Name) => self.sureness.unknown_name,
                (Gender::Unknown, _) => self.sureness.unknown_gender,
                (known, _) if compatible(known, gender) => 1.0,
                _ if entity.gender_is_sure => continue,
                _ => self.sureness.other_gender,
            };
            let share = self.antecedent_model.score(&antecedent.known.values()).exp() * fit;
            all += share;
            match shares.iter_mut().find(|(known, _)| *known == antecedent.entity) {
                Some((_, sum)) => *sum += share,
                None => shares.push((antecedent.entity, share)),
            }
        }
        self.antecedents = antecedents;
        let (id, share) = shares.into_iter().reduce(|best, other| if other.1 > best.1 { other } else { best })?;
        Some((id, share / all.max(f32::MIN_POSITIVE)))
    }

    /// Entities named inside the quoted words of the sentence that the mention stands in.
    pub(super) fn named_in_quotes_beside(&self, index: usize) -> Vec<u32> {
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

    /// "it", "they": the likeliest body before it, by the same weights as a person; or several people, and then no body.
    pub(super) fn resolve_it(&mut self, index: usize) {
        const REACH: usize = 16;
        const MOST_SENTENCES: u32 = 3;
        let here = self.prose.tokens[self.mentions[index].tokens.start].sentence;
        let plural = self.mentions[index].plural;
        let (mut shares, mut all) = (Vec::<(u32, f32)>::new(), 0.0);
        for other_index in (index.saturating_sub(REACH)..index).rev() {
            let other = &self.mentions[other_index];
            let near = here - self.prose.tokens[other.tokens.start].sentence <= MOST_SENTENCES;
            if !near || other.quoted.is_some() || other.kind == MentionKind::Place {
                continue;
            }
            let body = self.of[other_index].filter(|id| self.list[*id as usize].kind == EntityKind::Body);
            // "they" means people rather than a body, where there are any.
            let people = plural && other.plural && body.is_none();
            if body.is_none() && !people {
                continue;
            }
            let known = self.antecedent_values(index, other_index, Pronoun::OF_BODY);
            let share = self.antecedent_model.score(&known.values()).exp();
            all += share;
            let Some(id) = body else { continue };
            match shares.iter_mut().find(|(known, _)| *known == id) {
                Some((_, sum)) => *sum += share,
                None => shares.push((id, share)),
            }
        }
        let best = shares.into_iter().reduce(|best, other| if other.1 > best.1 { other } else { best });
        if let Some((id, share)) = best
            && share > self.sureness.body_share * all
        {
            self.assign(index, id, self.sureness.body_meant * share / all);
        }
    }

    pub(super) fn is_first_of_sentence(&self, index: usize) -> bool {
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
