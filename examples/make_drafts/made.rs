//! Articles made for checking drafts: made-up people, who change party once, say and are reported to say made-up things.

use std::fmt::Write as _;

use super::chance::Chance;

const GIVEN: [&str; 12] =
    ["Ann", "Harold", "Mabel", "Edwin", "Clara", "Osbert", "Wilma", "Desmond", "Hilda", "Norman", "Edith", "Percy"];
const FAMILY: [&str; 14] = [
    "Exampleby",
    "Testby",
    "Samplethwaite",
    "Mockridge",
    "Dummerfield",
    "Fakenshaw",
    "Trialby",
    "Stubbington",
    "Madeupworth",
    "Nonesuch",
    "Pretendham",
    "Inventry",
    "Figmentley",
    "Placeholme",
];
const PARTIES: [&str; 4] = ["Labour", "Conservative", "Liberal Democrat", "Green"];
const OUTLETS: [&str; 5] =
    ["The Exampleton Courier", "Testby Echo", "The Sampleford Post", "Mockridge Mercury", "The Daily Placeholder"];

const WHO: [&str; 16] = [
    "the harbour board",
    "the ferry company",
    "the library committee",
    "the bus operators",
    "the school governors",
    "the market traders",
    "the lighthouse trust",
    "the allotment society",
    "the bridge engineers",
    "the swimming club",
    "the museum trustees",
    "the parish councillors",
    "the tram drivers",
    "the orchard owners",
    "the night nurses",
    "the canal wardens",
];
const DOES: [&str; 16] = [
    "repair",
    "abandon",
    "lease",
    "repaint",
    "enlarge",
    "inspect",
    "insure",
    "demolish",
    "borrow against",
    "reopen",
    "fence off",
    "pay for",
    "hand over",
    "auction",
    "measure",
    "flood",
];
const WHAT: [&str; 20] = [
    "the old pumping station",
    "every second lamp post",
    "the northern breakwater",
    "the tennis pavilion",
    "a mile of towpath",
    "the granary roof",
    "the clock above the arcade",
    "forty moorings",
    "the cattle underpass",
    "the bandstand",
    "the riverside car park",
    "the cold store",
    "two derelict chapels",
    "the signal box",
    "the public baths",
    "the rope works",
    "the telephone exchange",
    "the slipway",
    "the weighbridge",
    "the almshouses",
];
const WHEN: [&str; 12] = [
    "before the spring tides",
    "within eleven weeks",
    "by the end of the parliament",
    "after the lambing season",
    "while the money lasts",
    "once the survey is published",
    "in the coming winter",
    "on the first dry morning",
    "without another inquiry",
    "at half the price",
    "under the present lease",
    "with borrowed cranes",
];
const WHY: [&str; 16] = [
    "because nobody else has offered a single penny",
    "and my constituents have waited nineteen years for it",
    "so that children can walk home without a torch",
    "although the accountants never understood the drawings",
    "since the last contractor vanished overnight",
    "and I am not ashamed of having argued for it",
    "because a promise made in the rain is still a promise",
    "whatever the gentlemen in the capital may think",
    "and the figures on that page are simply wrong",
    "which is more than any of my predecessors managed",
    "because the alternative is a locked gate and a sign",
    "and we did not come here to admire the scaffolding",
    "so long as the pensioners keep their benches",
    "and it would be cruel to raise their hopes again",
    "because the tide does not read minutes",
    "even if it costs me every vote in the valley",
];

/// Somebody made up, of one party up to a day and of another from the next day on.
#[derive(Clone, Debug)]
pub struct MadePerson {
    pub name: String,
    pub before: &'static str,
    pub since: &'static str,
}

/// The last day of everybody's first party.
pub const CHANGE: &str = "2012-06-30";
const DAY_AFTER: &str = "2012-07-01";

/// All of them.
pub fn people() -> Vec<MadePerson> {
    let all = FAMILY.iter().enumerate().flat_map(|(family, name)| {
        // No two given names are the same in one family, and three people have each surname.
        (0..3).map(move |nth| {
            let given = GIVEN[(family * 5 + nth * 4) % GIVEN.len()];
            let before = (family + nth) % PARTIES.len();
            let since = (before + 1 + nth) % PARTIES.len();
            MadePerson { name: format!("{given} {name}"), before: PARTIES[before], since: PARTIES[since] }
        })
    });
    all.filter(|person| person.before != person.since).collect()
}

/// The table of these people as `onrecord` reads a user's own.
pub fn people_table(people: &[MadePerson]) -> String {
    let mut table = format!("{}\n", onrecord::people::OWN_HEADER);
    for MadePerson { name, before, since } in people {
        let id = name.to_lowercase().replace(' ', "-");
        let _ = writeln!(table, "{id}\t{name}\t\t\tUK\t{before}\tCommons\tExampleton\t\t2001-01-01\t{CHANGE}");
        let _ = writeln!(table, "{id}\t{name}\t\t\tUK\t{since}\tCommons\tExampleton\t\t{DAY_AFTER}\t");
    }
    table
}

/// What somebody says.
pub fn statement(chance: &mut Chance) -> String {
    let (who, does, what) = (chance.pick(&WHO), chance.pick(&DOES), chance.pick(&WHAT));
    let (when, why, other) = (chance.pick(&WHEN), chance.pick(&WHY), chance.pick(&WHAT));
    match chance.below(5) {
        0 => format!("I told {who} to {does} {what} {when}, {why}"),
        1 => format!("We will {does} {what} {when}, {why}"),
        2 => format!("If {who} want to {does} {what}, they should look at {other} first, {why}"),
        3 => format!("Nobody asked {who} whether they could {does} {what} {when}. It was {other} that they wanted"),
        _ => format!("My advice to {who} is to {does} {what} and leave {other} alone {when}"),
    }
}

/// What somebody is reported to have said, without the name.
fn report(chance: &mut Chance) -> String {
    let (who, does, what, when) = (chance.pick(&WHO), chance.pick(&DOES), chance.pick(&WHAT), chance.pick(&WHEN));
    format!("{who} would {does} {what} {when}")
}

/// An article with four statements of two people.
pub fn article(number: usize, people: &[MadePerson], chance: &mut Chance) -> String {
    let (one, other) = (chance.pick(people).clone(), chance.pick(people).clone());
    let year = 2004 + chance.below(16);
    let day = format!("{year}-{:02}-{:02}", 1 + chance.below(12), 1 + chance.below(28));
    let what = chance.pick(&WHAT);
    let mut text = format!(
        "Dispute number {number} about {what}\nPosted On: {day}\nSource: {}\n\n\
         The dispute about {what} went on in Exampleton yesterday.\n\n",
        chance.pick(&OUTLETS)
    );
    let _ = writeln!(text, "“{},” {} said.\n", statement(chance), one.name);
    if other.name != one.name {
        let _ = writeln!(text, "{} said: “{}.”\n", other.name, statement(chance));
    }
    let _ = writeln!(text, "{} said that {}.\n", one.name, report(chance));
    let _ = writeln!(text, "The meeting ended at nine. “{},” {} said.", statement(chance), one.name);
    text
}

const NEVER: [&[&str]; 4] = [
    &[
        "My grandmother",
        "A cheerful astronomer",
        "Our village blacksmith",
        "The retired trombonist",
        "That gentle giraffe",
    ],
    &["polished", "serenaded", "catalogued", "embroidered", "photographed", "juggled"],
    &[
        "seven crystal decanters",
        "an imaginary peninsula",
        "velvet umbrellas",
        "the emperor's bicycle",
        "purple marmalade",
    ],
    &[
        "during a thunderous eclipse",
        "beneath a cardboard moon",
        "for nineteen delighted penguins",
        "inside an abandoned observatory",
        "to the sound of distant bagpipes",
    ],
];

/// What nobody of the archive says.
pub fn invention(chance: &mut Chance) -> String {
    let words: Vec<&str> = NEVER.iter().map(|choice| *chance.pick(choice)).collect();
    format!("{}, and {} would agree", words.join(" "), NEVER[0][chance.below(NEVER[0].len())].to_lowercase())
}
