//! Programs run as an ordinary user, also where the tests are run by root, who may read and write everything.

use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::world::World;

/// Owns what the programs work on.
pub const OWNER: u32 = 65534;
/// Another one.
pub const STRANGER: u32 = 65533;

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|it| std::os::unix::fs::MetadataExt::uid(&it) == 0)
}

fn runs(command: &str) -> bool {
    Command::new(command).arg("--version").output().is_ok_and(|it| it.status.success())
}

/// How a program is run as another user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The tests' own user is an ordinary one.
    Plainly,
    Setpriv,
    Su,
}

/// The way on this machine; `None`, told loudly, where the tests are root's and there is none.
pub fn way() -> Option<Way> {
    if !is_root() {
        return Some(Way::Plainly);
    }
    let way = match () {
        () if std::env::var_os("ONRECORD_SU").is_none() && runs("setpriv") => Some(Way::Setpriv),
        () if runs("su") => Some(Way::Su),
        () => None,
    };
    if way.is_none() {
        println!(
            "NOT TESTED: root runs the tests, and there is neither setpriv nor su to run programs as another user"
        );
    }
    way
}

/// A world that belongs to an ordinary user, who runs the programs in it.
pub fn ordinary() -> Option<World> {
    let way = way()?;
    let mut world = World::new();
    if way != Way::Plainly {
        let binary = world.root().join("onrecord");
        // The other user may not be able to get at the one in the build's folder.
        // By another process: one that a test beside this one starts meanwhile would inherit the open file, and a program
        // that is open for writing cannot be run.
        let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_onrecord")).arg(&binary).status().unwrap();
        assert!(copied.success());
        set_mode(&binary, 0o755);
        set_mode(world.root(), 0o755);
        world.user = Some((way, OWNER));
        give(world.root(), OWNER);
    }
    Some(world)
}

/// The program as this user would call it.
pub fn command(way: Way, user: u32, root: &Path) -> Command {
    let binary = root.join("onrecord");
    let (reuid, regid) = (format!("--reuid={user}"), format!("--regid={user}"));
    let mut command = match way {
        Way::Plainly => return Command::new(env!("CARGO_BIN_EXE_onrecord")),
        Way::Setpriv => Command::new("setpriv"),
        Way::Su => Command::new("su"),
    };
    match way {
        Way::Su => command.args(["-p", "-s"]).arg(binary).args(["nobody", "--"]),
        _ => command.args([&reuid, &regid, "--clear-groups", "--"]).arg(binary),
    };
    command
}

pub fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Gives a folder and all in it to a user; links themselves stay whose they are.
pub fn give(folder: &Path, user: u32) {
    if !is_root() {
        return;
    }
    for path in all_below(folder) {
        if !path.is_symlink() {
            chown(&path, Some(user), Some(user)).unwrap();
        }
    }
}

/// Takes the right to write from everybody, from a folder and all in it.
pub fn seal(folder: &Path) {
    for path in all_below(folder) {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        set_mode(&path, mode & !0o222);
    }
}

/// The folder and all that is in it.
pub fn all_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_path_buf()];
    let mut at = 0;
    while let Some(path) = found.get(at).cloned() {
        at += 1;
        if path.is_dir() && !path.is_symlink() {
            found.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    found
}
