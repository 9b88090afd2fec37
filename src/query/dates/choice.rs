//! What a time of a question is made into days by: its preposition, and what chooses among periods of one name.

use super::calendar::Unit;
use crate::people::Country;
use chrono::NaiveDate;

/// How a time limits the days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Within,
    Since,
    Until,
    Before,
    After,
    /// It and a stretch on each side: the longer it is, the longer these.
    Around,
    /// The time that leads up to it, the last day included.
    RunUp,
    /// The day before.
    Eve,
    /// So many units before or after; the stretch up to it, or with `exactly` the time at that distance.
    Beside {
        /// Before, and not after.
        before: bool,
        number: u32,
        unit: Unit,
        exactly: bool,
    },
}

/// What a named period is chosen by, where several bear the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PeriodChoice {
    /// The country that the question is about, where that is known.
    pub country: Option<Country>,
    /// The last day of the archive, or today: a period that `since` or `after` names had begun by then.
    pub last: NaiveDate,
    /// No period that begins later is meant. It is later than `last`, since what `before` names can be still to come when
    /// the archive ends.
    pub ahead: NaiveDate,
}
