//! A page to the letters on it, each with its place.
//!
//! Takes a page, gives its letters in the order in which they are drawn. Follows forms within forms to a bound; what a
//! document makes it do is counted, so that no document takes longer than its size allows.

use super::font::Font;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Array, Dict, Number, Object, ObjectIdentifier, Stream};
use hayro_syntax::page::{Page, Resources, Rotation};
use std::collections::HashMap;
use std::rc::Rc;

/// Steps that a whole document may take, and letters that it may draw.
const MOST_STEPS: usize = 8_000_000;
const MOST_LETTERS: usize = 3_000_000;
/// A page of more letters is none that anybody reads.
const MOST_ON_PAGE: usize = 400_000;
/// Looking a form or a picture up costs as much as so many steps.
const FORM_STEPS: usize = 1_000;
/// Reading a font costs as much as so many steps.
const FONT_STEPS: usize = 4_000;
/// What forms unpack to, all together, in bytes.
const MOST_FORM_BYTES: usize = 128 << 20;
const DEEPEST_FORM: usize = 8;
const DEEPEST_STATE: usize = 256;

/// A letter, or several that are drawn as one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Letter {
    pub text: String,
    /// Where it begins and ends, from the left, and its base line from below; in points of the page as it is seen.
    pub start: f32,
    pub end: f32,
    pub base: f32,
    /// Its height.
    pub size: f32,
    /// Which string it was drawn with: letters of one stand together.
    pub string: usize,
}

/// What a document may still do.
pub(super) struct Budget {
    steps: usize,
    letters: usize,
    form_bytes: usize,
    strings: usize,
    /// Fonts of the document by their numbers in it.
    fonts: HashMap<ObjectIdentifier, Rc<Font>>,
    /// Letters of which nobody can tell what they are.
    pub unknown: usize,
}

impl Default for Budget {
    fn default() -> Budget {
        Budget {
            steps: MOST_STEPS,
            letters: MOST_LETTERS,
            form_bytes: MOST_FORM_BYTES,
            strings: 0,
            fonts: HashMap::new(),
            unknown: 0,
        }
    }
}

impl Budget {
    /// A font, read once for the document; none where the document has asked for too many.
    fn font(&mut self, dict: &Dict<'_>) -> Option<Rc<Font>> {
        let id = dict.obj_id();
        if let Some(known) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(known));
        }
        self.steps = self.steps.checked_sub(FONT_STEPS)?;
        let font = Rc::new(Font::read(dict));
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Some(font)
    }
}

/// A matrix as PDF writes it: `[a b c d e f]`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Matrix([f32; 6]);

impl Matrix {
    const SAME: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn of(numbers: [Number; 6]) -> Matrix {
        Matrix(numbers.map(|it| it.as_f32()))
    }

    /// This one first, then the other.
    fn then(self, other: Matrix) -> Matrix {
        let ([a, b, c, d, e, f], [g, h, i, j, k, l]) = (self.0, other.0);
        Matrix([a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l])
    }

    fn moved(x: f32, y: f32) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, x, y])
    }
}

/// What holds for the text that is drawn next.
#[derive(Clone)]
struct TextState {
    transform: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    letter_space: f32,
    word_space: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
}

/// A page under way.
struct Drawing<'b> {
    budget: &'b mut Budget,
    letters: Vec<Letter>,
    state: TextState,
    saved: Vec<TextState>,
    line: Matrix,
    text: Matrix,
}

/// Letters that are drawn as one, one by one.
fn without_ligatures(text: String) -> String {
    let is_one = |c: char| ('\u{fb00}'..='\u{fb06}').contains(&c);
    if !text.contains(is_one) {
        return text;
    }
    text.chars().fold(String::new(), |mut letters, c| {
        match c {
            '\u{fb00}' => letters.push_str("ff"),
            '\u{fb01}' => letters.push_str("fi"),
            '\u{fb02}' => letters.push_str("fl"),
            '\u{fb03}' => letters.push_str("ffi"),
            '\u{fb04}' => letters.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => letters.push_str("st"),
            c => letters.push(c),
        }
        letters
    })
}

/// The letters of a page in the order in which they are drawn.
pub(super) fn letters_of(page: &Page<'_>, budget: &mut Budget) -> Vec<Letter> {
    let boxed = page.media_box();
    let (width, height) = (boxed.width() as f32, boxed.height() as f32);
    let origin = Matrix::moved(-(boxed.x0 as f32), -(boxed.y0 as f32));
    let turned = match page.rotation() {
        Rotation::None => Matrix::SAME,
        Rotation::Horizontal => Matrix([0.0, -1.0, 1.0, 0.0, 0.0, width]),
        Rotation::Flipped => Matrix([-1.0, 0.0, 0.0, -1.0, width, height]),
        Rotation::FlippedHorizontal => Matrix([0.0, 1.0, -1.0, 0.0, height, 0.0]),
    };
    let state = TextState {
        transform: origin.then(turned),
        font: None,
        size: 0.0,
        letter_space: 0.0,
        word_space: 0.0,
        stretch: 1.0,
        leading: 0.0,
        rise: 0.0,
    };
    let mut drawing =
        Drawing { budget, letters: Vec::new(), state, saved: Vec::new(), line: Matrix::SAME, text: Matrix::SAME };
    drawing.run(page.typed_operations(), page.resources(), 0);
    drawing.letters
}

impl Drawing<'_> {
    fn run(&mut self, mut steps: TypedIter<'_>, resources: &Resources<'_>, depth: usize) {
        let saved_before = self.saved.len();
        while let Some(step) = steps.next() {
            let Some(left) = self.budget.steps.checked_sub(1) else { return };
            self.budget.steps = left;
            match step {
                TypedInstruction::SaveState(_) if self.saved.len() < DEEPEST_STATE => {
                    self.saved.push(self.state.clone())
                }
                TypedInstruction::RestoreState(_) if self.saved.len() > saved_before => {
                    if let Some(state) = self.saved.pop() {
                        self.state = state;
                    }
                }
                TypedInstruction::Transform(it) => {
                    let matrix = Matrix::of([it.0, it.1, it.2, it.3, it.4, it.5]);
                    self.state.transform = matrix.then(self.state.transform);
                }
                TypedInstruction::XObject(it) => {
                    let Some(left) = self.budget.steps.checked_sub(FORM_STEPS) else { return };
                    self.budget.steps = left;
                    if let Some(form) = resources.get_x_object(it.0).filter(|_| depth < DEEPEST_FORM) {
                        self.draw_form(&form, resources, depth);
                    }
                }
                TypedInstruction::TextFont(it) => {
                    self.state.size = it.1.as_f32();
                    self.state.font = resources.get_font(it.0).and_then(|dict| self.budget.font(&dict));
                }
                step => self.write(step),
            }
        }
        self.saved.truncate(saved_before);
    }

    /// The steps that are about text alone.
    fn write(&mut self, step: TypedInstruction<'_, '_>) {
        match step {
            TypedInstruction::BeginText(_) => (self.line, self.text) = (Matrix::SAME, Matrix::SAME),
            TypedInstruction::CharacterSpacing(it) => self.state.letter_space = it.0.as_f32(),
            TypedInstruction::WordSpacing(it) => self.state.word_space = it.0.as_f32(),
            TypedInstruction::HorizontalScaling(it) => self.state.stretch = it.0.as_f32() / 100.0,
            TypedInstruction::TextLeading(it) => self.state.leading = it.0.as_f32(),
            TypedInstruction::TextRise(it) => self.state.rise = it.0.as_f32(),
            TypedInstruction::NextLine(it) => self.next_line(it.0.as_f32(), it.1.as_f32()),
            TypedInstruction::NextLineAndSetLeading(it) => {
                self.state.leading = -it.1.as_f32();
                self.next_line(it.0.as_f32(), it.1.as_f32());
            }
            TypedInstruction::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.leading),
            TypedInstruction::SetTextMatrix(it) => {
                self.line = Matrix::of([it.0, it.1, it.2, it.3, it.4, it.5]);
                self.text = self.line;
            }
            TypedInstruction::ShowText(it) => self.show(it.0.as_bytes()),
            TypedInstruction::NextLineAndShowText(it) => {
                self.next_line(0.0, -self.state.leading);
                self.show(it.0.as_bytes());
            }
            TypedInstruction::ShowTextWithParameters(it) => {
                (self.state.word_space, self.state.letter_space) = (it.0.as_f32(), it.1.as_f32());
                self.next_line(0.0, -self.state.leading);
                self.show(it.2.as_bytes());
            }
            TypedInstruction::ShowTexts(it) => {
                let string = self.budget.strings;
                for part in it.0.iter::<Object<'_>>() {
                    match part {
                        Object::String(words) => self.show(words.as_bytes()),
                        Object::Number(back) => {
                            let by = -back.as_f32() / 1000.0 * self.state.size * self.state.stretch;
                            self.text = Matrix::moved(by, 0.0).then(self.text);
                        }
                        _ => {}
                    }
                    // All parts are of one string.
                    self.budget.strings = string;
                }
                self.budget.strings = string + 1;
            }
            _ => {}
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.text = self.line;
    }

    fn draw_form(&mut self, form: &Stream<'_>, resources: &Resources<'_>, depth: usize) {
        let dict = form.dict();
        let is_form = dict.get::<hayro_syntax::object::Name<'_>>("Subtype").is_some_and(|it| it.as_str() == "Form");
        let Some(content) = Some(form).filter(|_| is_form).and_then(|form| form.decoded().ok()) else { return };
        let Some(left) = self.budget.form_bytes.checked_sub(content.len().max(1_000)) else { return };
        self.budget.form_bytes = left;
        let before = self.state.clone();
        let (line, text) = (self.line, self.text);
        let matrix: Vec<f32> = dict
            .get::<Array<'_>>("Matrix")
            .map(|it| it.iter::<Number>().take(6).map(|it| it.as_f32()).collect())
            .unwrap_or_default();
        if let Ok(matrix) = <[f32; 6]>::try_from(matrix) {
            self.state.transform = Matrix(matrix).then(self.state.transform);
        }
        match dict.get::<Dict<'_>>("Resources") {
            Some(own) => {
                let own = Resources::from_parent(own, resources.clone());
                self.run(TypedIter::new(&content), &own, depth + 1);
            }
            None => self.run(TypedIter::new(&content), resources, depth + 1),
        }
        (self.state, self.line, self.text) = (before, line, text);
    }

    fn show(&mut self, string: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        let number = self.budget.strings;
        self.budget.strings += 1;
        let state = self.state.clone();
        for shown in font.show(string) {
            let Some(left) = self.budget.letters.checked_sub(1).filter(|_| self.letters.len() < MOST_ON_PAGE) else {
                return;
            };
            self.budget.letters = left;
            let word_space = if shown.is_space { state.word_space } else { 0.0 };
            let forth = (shown.width * state.size + state.letter_space + word_space) * state.stretch;
            let scaled = Matrix([state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise]);
            let place = scaled.then(self.text).then(state.transform).0;
            self.text = Matrix::moved(forth, 0.0).then(self.text);
            let Some(text) = shown.text else {
                self.budget.unknown += 1;
                continue;
            };
            let [a, b, _, d, x, y] = place;
            let along = (a * a + b * b).sqrt();
            // Marks across the page and words along its edge are no text of it.
            if b.abs() > 0.2 * along || a <= 0.0 {
                continue;
            }
            let size = d.abs().max(0.1);
            let end = x + a * shown.width;
            let text = without_ligatures(text);
            if [x, y, end, size].iter().all(|it| it.is_finite()) {
                self.letters.push(Letter { text, start: x, end, base: y, size, string: number });
            }
        }
    }
}
