//! Which members of a container are read: they are judged as the files of a folder are.
//!
//! Takes a member's name as it stands in the container, says where it lies and what its name tells, or why it is not read.
//! Nothing is ever written by such a name; one that leads out of its container is refused all the same, because it is made
//! to deceive, and would be told as a path.

use super::file_type::{FileVerdict, judge};
use super::skip::SkipReason;
use super::stream::{Naming, Within};
use super::{ArchiveError, Origin};
use std::path::Path;

/// What is to be done with a member.
pub(super) enum Member {
    Read(Origin, Naming),
    PassedOver(Origin, SkipReason),
    /// Its name is none.
    Refused(ArchiveError),
}

/// Judges a file in a container by its name.
pub(super) fn judge_member(within: &Within, name: &str) -> Member {
    let slashes = if name.contains('/') { name.to_owned() } else { name.replace('\\', "/") };
    let plain = slashes.trim_start_matches("./");
    let origin = within.origin.of_member(plain);
    let parts = || plain.split('/');
    let has_drive = matches!(plain.as_bytes(), [drive, b':', ..] if drive.is_ascii_alphabetic());
    if plain.is_empty() || plain.starts_with('/') || has_drive || parts().any(|part| part == "..") {
        return Member::Refused(ArchiveError::BadName { path: origin.called() }.within(&origin));
    }
    // Systems put what they know of a file beside it.
    let is_hidden = parts().any(|part| part.starts_with('.') || part == "__MACOSX");
    if is_hidden && !within.bounds.hidden {
        return Member::PassedOver(origin, SkipReason::Hidden);
    }
    match judge(Path::new(plain)) {
        FileVerdict::Read(file_type) => Member::Read(origin, Naming::Tells(file_type)),
        FileVerdict::OnlyNamed(_) => Member::PassedOver(origin, SkipReason::AboutArchive),
        FileVerdict::Peek(file_type) => Member::Read(origin, Naming::Perhaps(file_type)),
        FileVerdict::Sniff => Member::Read(origin, Naming::Silent),
        FileVerdict::Refuse(kind) => Member::PassedOver(origin, SkipReason::Kind(kind)),
    }
}
