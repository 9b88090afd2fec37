//! The program as its users run it, sealed off from the machine: takes a folder to live in, gives the command.

use std::path::Path;
use std::process::Command;

/// Runs in `home` and finds nobody's tables, indexes or settings.
pub fn program(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onrecord"));
    command
        .env_clear()
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("ONRECORD_TODAY", "2026-06-15")
        .current_dir(home);
    command
}
