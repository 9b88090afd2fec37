//! How the program ends: as grep does.

use std::process::ExitCode;

/// What the exit status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Something was found, or the work is done: 0.
    Found,
    /// Nothing was found: 1.
    Nothing,
    /// An error: 2.
    Error,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(match status {
            Status::Found => 0,
            Status::Nothing => 1,
            Status::Error => 2,
        })
    }
}
