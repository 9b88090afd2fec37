//! Slips of hand and ear: the words that somebody can have meant who typed another one. A letter doubled or left single, two
//! letters swapped, a vowel left out or another one, letters that sound alike; never the first letter. Narrower than an edit
//! distance of one, for known words lie as near to each other: `fracking` is no slip for *tracking*.

/// The words that one slip can have made this one of.
pub(crate) fn slips(typed: &str) -> Vec<String> {
    const VOWELS: [char; 6] = ['a', 'e', 'i', 'o', 'u', 'y'];
    const ALIKE: [(char, char); 8] =
        [('c', 'k'), ('s', 'z'), ('s', 'c'), ('g', 'j'), ('v', 'f'), ('m', 'n'), ('d', 't'), ('i', 'y')];
    let letters: Vec<char> = typed.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut add = |word: &[char]| words.push(word.iter().collect());
    // The first letter is hardly ever wrong.
    for at in 1..letters.len() {
        let letter = letters[at];
        let is_vowel = VOWELS.contains(&letter);
        let mut other = letters.clone();
        if letters[at - 1] == letter || letter == 'h' || is_vowel {
            let mut shorter = letters.clone();
            shorter.remove(at);
            add(&shorter);
        }
        if at + 1 < letters.len() && letters[at + 1] != letter {
            other.swap(at, at + 1);
            add(&other);
            other.swap(at, at + 1);
        }
        let alike = ALIKE.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).filter(|(a, _)| *a == letter).map(|(_, b)| b);
        let vowels = VOWELS.into_iter().filter(|vowel| is_vowel && *vowel != letter);
        for meant in alike.chain(vowels) {
            other[at] = meant;
            add(&other);
        }
        // A letter left out: the second of two, a vowel inside the word, a silent h.
        for left_out in VOWELS.into_iter().chain(['h', letters[at - 1]]) {
            let mut longer = letters.clone();
            longer.insert(at, left_out);
            add(&longer);
        }
    }
    if let Some(last) = letters.last() {
        let mut longer = letters.clone();
        longer.push(*last);
        add(&longer);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::slips;

    #[test]
    fn slips_are_those_of_hand_and_ear() {
        for (typed, meant) in [
            ("borris", "boris"),
            ("kier", "keir"),
            ("milliband", "miliband"),
            ("corbin", "corbyn"),
            ("sturgon", "sturgeon"),
            ("jhonson", "johnson"),
            ("merkle", "merkel"),
            ("rachael", "rachel"),
            ("thathcer", "thatcher"),
            ("farrage", "farage"),
            ("blaire", "blair"),
        ] {
            assert!(slips(typed).iter().any(|word| word == meant), "{typed} {meant}");
        }
        for (typed, meant) in [
            ("fracking", "tracking"),
            ("chequers", "cheers"),
            ("cafe", "case"),
            ("cartel", "carter"),
            ("clintons", "clinton"),
            ("trumps", "trump"),
            ("sandals", "sanders"),
        ] {
            assert!(!slips(typed).iter().any(|word| word == meant), "{typed} {meant}");
        }
    }
}
