//! The extractor: one article through tokens, marks, mentions, entities and acts to its quotes.

use super::acts::{Act, MentionIndex, find_acts, find_acts_within};
use super::assemble::assemble;
use super::choose::{choose, choose_reports};
use super::decision::{Decided, Decision, Inner, Reports};
use super::entities::antecedent_form::Lesson;
use super::entities::{Entities, Findings, resolve};
use super::indirect::find_reports;
use super::lexicon::Lexicon;
use super::marks::{Quoted, find_quoted};
use super::mentions::{Mention, find_mentions};
use super::models::Models;
use super::quote::Quote;
use super::scene::Scene;
use super::tokens::Prose;
use super::transcript::find_speeches;
use super::within::act_within;
use crate::article::Article;
use crate::people::Register;

/// Finds quotes; made once, used for any number of articles by any number of threads.
pub struct Extractor<'r> {
    pub(super) register: &'r Register,
    pub(super) lexicon: Lexicon,
    pub(super) models: Models,
}

/// What was found out about an article on the way to its quotes.
pub(crate) struct Analysis<'a> {
    pub prose: Prose<'a>,
    pub quoted: Vec<Quoted>,
    pub mentions: Vec<Mention>,
    pub entities: Entities<'a>,
    pub acts: Vec<Act>,
}

/// All that was decided over an article.
pub(crate) struct Decisions {
    /// By quoted span; `None` for those inside another.
    pub marks: Vec<Option<Decision>>,
    /// Words within another's words.
    pub inner: Vec<Inner>,
    pub reports: Reports,
}

impl<'r> Extractor<'r> {
    /// An extractor with the project's own word lists and weights.
    pub fn new(register: &'r Register) -> Extractor<'r> {
        Extractor { register, lexicon: Lexicon::with_register(register), models: Models::embedded() }
    }

    /// The quotes of the article, in order of the text.
    pub fn extract(&self, article: &Article) -> Vec<Quote> {
        let analysis = self.analyse(article);
        let scene = analysis.scene();
        self.quotes(&scene, &self.decide(&scene)).into_iter().map(|decided| decided.quote).collect()
    }

    /// What becomes of each quoted span and of each act that could report speech.
    pub(crate) fn decide(&self, scene: &Scene) -> Decisions {
        let marks = choose(scene, &self.models);
        let reports = choose_reports(scene, &self.models, find_reports(scene, &self.lexicon));
        let inner = self.find_inner(scene, &marks);
        Decisions { marks, inner, reports }
    }

    /// The quotes that the decisions make, in order of the text.
    pub(crate) fn quotes(&self, scene: &Scene, decisions: &Decisions) -> Vec<Decided> {
        assemble(scene, &decisions.marks, &decisions.inner, &decisions.reports, self.register)
    }

    /// The inner quotes whose speaker stands beside them.
    fn find_inner(&self, scene: &Scene, decisions: &[Option<Decision>]) -> Vec<Inner> {
        let mut found = Vec::new();
        let mut index = None;
        let mut last: Option<(usize, Vec<Act>)> = None;
        let is_quote = |quoted: &usize| decisions[*quoted].as_ref().is_some_and(|it| it.choice().is_some());
        for (child, quoted) in scene.quoted.iter().enumerate() {
            let Some(parent) = quoted.parent.filter(is_quote) else { continue };
            let index = index.get_or_insert_with(|| MentionIndex::new(scene.prose, scene.mentions));
            let (_, acts) = match last.take_if(|(known, _)| *known == parent) {
                Some(known) => last.insert(known),
                None => last.insert((
                    parent,
                    find_acts_within(scene.prose, scene.quoted, parent, scene.mentions, index, &self.lexicon),
                )),
            };
            found.extend(act_within(scene, quoted, acts).map(|act| Inner { quoted: child, act }));
        }
        found
    }

    pub(crate) fn analyse<'a>(&self, article: &'a Article) -> Analysis<'a> {
        self.analyse_with(article, None)
    }

    /// As [`Self::analyse`]; what the article's pronouns teach goes to `lessons`.
    pub(crate) fn analyse_with<'a>(&self, article: &'a Article, lessons: Option<&mut Vec<Lesson>>) -> Analysis<'a> {
        let prose = Prose::new(article, &self.lexicon, self.register);
        let quoted = find_quoted(&prose, find_speeches(&prose));
        let mentions = find_mentions(&prose, &quoted, &self.lexicon, self.register);
        let index = MentionIndex::new(&prose, &mentions);
        let acts = find_acts(&prose, &quoted, &mentions, &index, &self.lexicon);
        let findings = Findings { prose: &prose, mentions: &mentions, quoted: &quoted, acts: &acts };
        let day = article.posted.map(|posted| posted.date);
        let entities = resolve(findings, self.register, &self.models.antecedents, lessons, day);
        Analysis { prose, quoted, mentions, entities, acts }
    }
}

impl<'a> Analysis<'a> {
    pub fn scene(&self) -> Scene<'_, 'a> {
        Scene::new(&self.prose, &self.quoted, &self.mentions, &self.entities, &self.acts)
    }
}
