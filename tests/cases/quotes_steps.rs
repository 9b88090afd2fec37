//! Runs `tests/cases/quotes_steps/STEP/*.case`: a claim, the text of a story, and what the step gives for it, parted by
//! `---`. The step is that of the folder; what it gives is printed from the structures that the next step reads.
//!
//! `#` lines say what the case claims; `date: 2016-08-18` is the article's day; the headline is the runner's.
//! `UPDATE_CASES=1 cargo test --test cases quotes_steps` writes what comes out, to be read before it is kept.

use super::quotes::{option, read};
use onrecord::people::Register;
use onrecord::quotes::{ExtractionStep, Extractor};
use std::path::Path;

#[test]
fn every_step_gives_what_its_cases_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/quotes_steps");
    let register = Register::embedded().unwrap();
    let extractor = Extractor::new(&register);
    let mut wrong = Vec::new();
    for step in ExtractionStep::ALL {
        let cases = std::fs::read_dir(folder.join(step.name())).unwrap();
        let mut paths: Vec<_> = cases.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        assert!(paths.len() >= 2, "the cases of {} are gone", step.name());
        for path in paths {
            let case = std::fs::read_to_string(&path).unwrap();
            let mut parts = case.splitn(3, "\n---\n");
            let (head, text) = (parts.next().unwrap(), parts.next().unwrap());
            let expected = parts.next().unwrap_or_else(|| panic!("{}: no end", path.display()));
            assert!(head.starts_with("# "), "{}: the first line says what the case claims", path.display());
            let article = read(text, option(head, "date").unwrap_or("undated"));
            let found = extractor.steps(&article, &[step]);
            if found == expected {
                continue;
            }
            if std::env::var_os("UPDATE_CASES").is_some() {
                std::fs::write(&path, format!("{head}\n---\n{text}\n---\n{found}")).unwrap();
            }
            wrong.push(format!("{}\nexpected:\n{expected}\nfound:\n{found}", path.display()));
        }
    }
    let known: Vec<&str> = ExtractionStep::ALL.iter().map(|step| step.name()).collect();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&name.as_str()), "no step is called {name}");
    }
    assert!(wrong.is_empty(), "{} cases differ:\n\n{}", wrong.len(), wrong.join("\n\n"));
}
