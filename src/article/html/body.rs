//! Which of a page's blocks are the article's text.
//!
//! Takes a page's tree and what its metadata tell, gives the article's blocks in order. In three steps, on one tree: what
//! names or elements say of parts that are no article (navigation, comments, boxes) is taken at its word unless the part
//! holds much of the page's prose; of what is left, the element is chosen that holds most of the prose and little besides
//! (the F measure of both); of its blocks those that are lines of any page are left out (`boilerplate.rs`).
//! The idea of weighing elements by the prose in them is that of Readability (Arc90, 2009).

use super::class_words::{Purpose, Purposes};
use super::evidence::KnownText;
use super::flow::{FlowBlock, FlowKind, flow_of, is_hidden};
use super::saved::is_bar_of_archive;
use super::tag::HtmlTag;
use super::tree::PageTree;
use crate::article::lines::ends_sentence;

/// A page's blocks with what is known of the elements around them.
pub(super) struct BodyCandidates<'t> {
    pub tree: &'t PageTree,
    pub blocks: Vec<FlowBlock>,
    /// All blocks of the page, also those of parts that are left out.
    pub shown: Vec<FlowBlock>,
    /// Bytes of prose within each node, what is left out not counted.
    prose: Vec<u32>,
    /// Bytes of all words within each node, likewise.
    words: Vec<u32>,
    /// Blocks within each node, likewise.
    counts: Vec<u32>,
    fates: Vec<Fate>,
}

/// So many nodes from the beginning of an element a quotation that it frames begins.
const FRAME_OF_QUOTATION: usize = 8;
/// A heading with a link and no more words than this around it, in bytes, announces another article.
const LARGEST_TEASER: u32 = 600;

/// What becomes of an element by its own name and class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Fate {
    #[default]
    Unknown,
    Kept(Purposes),
    Left,
}

impl<'t> BodyCandidates<'t> {
    /// All of a page with this title.
    pub fn new(tree: &'t PageTree, title: Option<&str>) -> BodyCandidates<'t> {
        BodyCandidates::among(flow_of(tree, 0, |node| is_unseen(tree, node)), tree, title)
    }

    /// Some blocks of a page.
    pub fn among(blocks: Vec<FlowBlock>, tree: &'t PageTree, title: Option<&str>) -> BodyCandidates<'t> {
        let mut candidates = BodyCandidates {
            tree,
            shown: blocks.clone(),
            blocks,
            prose: Vec::new(),
            words: Vec::new(),
            counts: Vec::new(),
            fates: vec![Fate::Unknown; tree.len()],
        };
        candidates.weigh();
        candidates.leave_teasers(title);
        candidates.leave_out();
        candidates.weigh();
        candidates
    }

    /// Leaves out what announces another article: a heading that is a link and not the title, with the few words around it.
    fn leave_teasers(&mut self, title: Option<&str>) {
        let headings = self.blocks.iter().filter(|block| {
            matches!(block.kind, FlowKind::Heading(_))
                && block.is_mostly_links()
                && title.is_none_or(|title| !block.is(title))
        });
        let teasers: Vec<usize> = headings
            .filter_map(|heading| {
                let around = self.tree.around(heading.node);
                around.take_while(|node| self.words.get(*node).is_some_and(|words| *words <= LARGEST_TEASER)).last()
            })
            .collect();
        for teaser in teasers.into_iter().filter(|node| *node != 0) {
            if let Some(fate) = self.fates.get_mut(teaser) {
                *fate = Fate::Left;
            }
        }
    }

    /// Sums up the prose and the words of every element.
    fn weigh(&mut self) {
        let sums =
            |value: fn(&FlowBlock) -> u32| self.tree.sums(self.blocks.iter().map(|block| (block.node, value(block))));
        let sizes = |block: &FlowBlock| u32::try_from(block.words.len()).unwrap_or(u32::MAX);
        (self.prose, self.words, self.counts) = (sums(prose_of), sums(sizes), sums(|_| 1));
    }

    /// Takes out the blocks within elements that are none of the article.
    fn leave_out(&mut self) {
        let blocks = std::mem::take(&mut self.blocks);
        self.blocks = blocks.into_iter().filter(|block| !self.is_left(block.node)).collect();
    }

    /// Whether an element, or one around it, is left out.
    fn is_left(&mut self, node: usize) -> bool {
        let path: Vec<usize> = self
            .tree
            .around(node)
            .take_while(|node| self.fates.get(*node).copied().unwrap_or_default() == Fate::Unknown)
            .collect();
        let above = path.last().map_or(node, |top| if *top == 0 { 0 } else { self.tree.parent(*top) });
        let mut is_left = self.fates.get(above).copied().unwrap_or_default() == Fate::Left;
        for node in path.into_iter().rev() {
            let fate = if is_left { Fate::Left } else { self.fate(node) };
            is_left = fate == Fate::Left;
            if let Some(known) = self.fates.get_mut(node) {
                *known = fate;
            }
        }
        is_left
    }

    /// What becomes of an element: the more of the page's prose it holds, the surer must be what says that it is none.
    fn fate(&self, node: usize) -> Fate {
        let purposes = Purposes::of(self.tree, node);
        let all = self.prose_in(0).max(1);
        let share = f64::from(self.prose_in(node)) / f64::from(all);
        let by_tag = match self.tree.tag(node) {
            HtmlTag::Nav | HtmlTag::Dialog => 0.5,
            HtmlTag::Aside | HtmlTag::Footer => 0.4,
            HtmlTag::Form => 0.25,
            HtmlTag::Header => 0.15,
            HtmlTag::Video => 0.1,
            _ => 0.0,
        };
        let bound = [
            (Purpose::Comments, 0.8),
            (Purpose::Pull, 0.15),
            (Purpose::Media, 0.04),
            (Purpose::Leave, if self.quotes(node) { 0.0 } else { 0.25 }),
            (Purpose::Hidden, 0.25),
            (Purpose::Head, 0.12),
        ]
        .into_iter()
        .filter(|(purpose, _)| purposes.has(*purpose))
        .map(|(_, bound)| if purposes.has(Purpose::Body) { bound / 4.0 } else { bound })
        .fold(by_tag, f64::max);
        let is_page = matches!(self.tree.tag(node), HtmlTag::Body | HtmlTag::Html);
        if share < bound && !is_page { Fate::Left } else { Fate::Kept(purposes) }
    }

    /// Whether an element is there for a quotation: what somebody wrote elsewhere, in a frame.
    fn quotes(&self, node: usize) -> bool {
        self.tree.within(node).take(FRAME_OF_QUOTATION).any(|node| self.tree.tag(node) == HtmlTag::Blockquote)
    }

    fn prose_in(&self, node: usize) -> u32 {
        self.prose.get(node).copied().unwrap_or(0)
    }

    fn purposes(&self, node: usize) -> Purposes {
        match self.fates.get(node) {
            Some(Fate::Kept(purposes)) => *purposes,
            _ => Purposes::default(),
        }
    }

    /// The element that holds most of the prose and little besides; where the article's text is known from elsewhere, and
    /// not only its beginning, the one that holds most of that.
    pub fn choose(&self, evidence: &KnownText) -> BodyChoice {
        let by_prose = self.best(&self.prose, |node| self.hint(node));
        let Some(known) = evidence.matched_within(self.tree, &self.blocks) else {
            return BodyChoice { node: by_prose, is_known: false };
        };
        let by_words = self.best(&known, |_| 1.0);
        let prose = self.prose_in(by_words);
        let known = known.get(by_words).copied().unwrap_or(0);
        if f64::from(known) > f64::from(prose) * 0.75 {
            BodyChoice { node: by_words, is_known: true }
        } else {
            BodyChoice { node: by_prose, is_known: false }
        }
    }

    /// The element with the best share of what is summed up.
    fn best(&self, sums: &[u32], hint: impl Fn(usize) -> f64) -> usize {
        let total = f64::from(sums.first().copied().unwrap_or(0));
        let mut best = (0.0, 0);
        let mut seen = vec![false; self.tree.len()];
        for block in &self.blocks {
            for node in self.tree.around(block.node) {
                if seen.get(node).copied().unwrap_or(true) {
                    break;
                }
                if let Some(seen) = seen.get_mut(node) {
                    *seen = true;
                }
                // One paragraph by itself is the article of no page.
                if self.counts.get(node).is_none_or(|count| *count < 2) {
                    continue;
                }
                let value = self.value(sums.get(node).copied().unwrap_or(0), node, total) * hint(node);
                if value > best.0 {
                    best = (value, node);
                }
            }
        }
        best.1
    }

    /// The F measure of the share of all prose that an element has, and of the share that is prose of its words.
    fn value(&self, prose: u32, node: usize, total: f64) -> f64 {
        let recall = f64::from(prose) / total.max(1.0);
        let precision = f64::from(prose) / f64::from(self.words.get(node).copied().unwrap_or(0)).max(1.0);
        if recall + precision == 0.0 { 0.0 } else { 2.0 * recall * precision / (recall + precision) }
    }

    fn hint(&self, node: usize) -> f64 {
        let by_tag = match self.tree.tag(node) {
            HtmlTag::Article => 1.1,
            HtmlTag::Main => 1.05,
            _ => 1.0,
        };
        if self.purposes(node).has(Purpose::Body) { 1.3 } else { by_tag }
    }

    /// The blocks between the title and the chosen element that say of themselves that they open the article.
    pub fn standfirst(&self, top: usize) -> impl Iterator<Item = &FlowBlock> {
        let begin = self.tree.within(top).start;
        let is_standfirst = move |block: &&FlowBlock| {
            block.first < begin
                && prose_of(block) > 0
                && self
                    .tree
                    .around(block.node)
                    .take(3)
                    .any(|node| Purposes::of(self.tree, node).has(Purpose::Standfirst))
        };
        self.shown.iter().filter(is_standfirst).take(2)
    }

    /// Whether an element up to the chosen one has a purpose.
    pub fn has_around(&self, block: &FlowBlock, top: usize, purpose: Purpose) -> bool {
        self.tree.around(block.node).take_while(|node| *node != top).any(|node| self.purposes(node).has(purpose))
    }
}

/// The element with the article's text.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyChoice {
    pub node: usize,
    /// The page's metadata tell its text as a whole.
    pub is_known: bool,
}

/// Whether nothing of an element is shown.
pub(super) fn is_unseen(tree: &PageTree, node: usize) -> bool {
    if is_bar_of_archive(tree, node) {
        return true;
    }
    match tree.tag(node) {
        HtmlTag::Head => true,
        HtmlTag::Body | HtmlTag::Html => false,
        HtmlTag::Inline | HtmlTag::A | HtmlTag::Bold => {
            is_hidden(tree, node) || Purposes::of(tree, node).has(Purpose::Hidden)
        }
        _ => is_hidden(tree, node),
    }
}

/// Shorter blocks that are no sentence are no prose, in bytes.
const SHORT: usize = 80;
/// Shorter sentences are none either.
const SHORTEST_SENTENCE: usize = 25;

/// Bytes of prose in a block.
fn prose_of(block: &FlowBlock) -> u32 {
    let length = block.words.len();
    let plain = length - block.linked.min(length);
    let is_prose = match block.kind {
        FlowKind::Heading(_) | FlowKind::Caption => false,
        FlowKind::Paragraph | FlowKind::Bare | FlowKind::Pre | FlowKind::Item | FlowKind::Cell => {
            length >= SHORT || length >= SHORTEST_SENTENCE && ends_sentence(&block.words)
        }
    };
    if is_prose && plain * 2 > length { u32::try_from(plain).unwrap_or(u32::MAX) } else { 0 }
}
