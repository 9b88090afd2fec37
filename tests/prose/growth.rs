//! Texts that nobody writes, any size of each: whatever looks back, ahead or around without a limit grows faster than
//! they do.

/// A kind of text.
pub struct Case {
    pub name: &'static str,
    /// Makes the text; the number is of bytes, marks or quotes as it suits the case.
    pub text: fn(usize) -> String,
    /// The size of the whole case.
    pub whole: usize,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

pub const CASES: &[Case] = &[
    Case { name: "1 MB in one paragraph", text: one_paragraph, whole: 1_000_000 },
    Case { name: "1 MB in one sentence", text: one_sentence, whole: 1_000_000 },
    Case { name: "100,000 unbalanced marks", text: unbalanced_marks, whole: 100_000 },
    Case { name: "100,000 opening marks", text: opening_marks, whole: 100_000 },
    Case { name: "20,000 single quotes", text: single_quotes, whole: 20_000 },
    Case { name: "20,000 paragraphs left open", text: open_paragraphs, whole: 20_000 },
    Case { name: "1 MB of names, each another", text: other_names, whole: 1_000_000 },
    Case { name: "1 MB of one name", text: one_name, whole: 1_000_000 },
    Case { name: "1 MB of surnames", text: surnames, whole: 1_000_000 },
    Case { name: "1 MB of \"he said\"", text: he_said, whole: 1_000_000 },
    Case { name: "1 MB of roles", text: roles, whole: 1_000_000 },
];

fn repeated(unit: &str, bytes: usize) -> String {
    unit.repeat(bytes / unit.len() + 1)
}

fn one_paragraph(bytes: usize) -> String {
    repeated("Ann Example said “the bridge is closed” to Harold Testby, who told her: “It is not.” ", bytes)
}

fn one_sentence(bytes: usize) -> String {
    repeated(
        "Ann Example said the bridge, which she called “a wreck”, was closed and Harold Testby denied that, ",
        bytes,
    )
}

fn unbalanced_marks(marks: usize) -> String {
    repeated("\" he said ” the \" “ Bridge ' and ‘", 4 * marks)
}

fn opening_marks(marks: usize) -> String {
    "“The bridge is closed. ".repeat(marks)
}

fn single_quotes(quotes: usize) -> String {
    "Ann Example told the workers' meeting: 'We can't wait.' ".repeat(quotes)
}

fn open_paragraphs(paragraphs: usize) -> String {
    "“The bridge is closed.\n\n".repeat(paragraphs)
}

/// A name of letters that no register holds.
fn name(number: usize) -> String {
    let mut rest = number;
    let mut name = String::from("B");
    for _ in 0..5 {
        name.push_str(["ar", "el", "in", "ov", "ut", "am", "ed", "os"][rest % 8]);
        rest /= 8;
    }
    name
}

fn other_names(bytes: usize) -> String {
    (0..bytes / 26).map(|number| format!("{} {}, ", name(number), name(number * 7 + 1))).collect()
}

fn one_name(bytes: usize) -> String {
    repeated("Ann Harold Example Testby ", bytes)
}

fn surnames(bytes: usize) -> String {
    (0..bytes / 26).map(|number| format!("{} met {}. ", name(number % 4_000), name(number))).collect()
}

fn he_said(bytes: usize) -> String {
    repeated("he said ", bytes)
}

fn roles(bytes: usize) -> String {
    repeated("The Labour leader met the prime minister and the senator told the spokesman of the union. ", bytes)
}
