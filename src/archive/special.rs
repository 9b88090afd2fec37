//! What a path leads to that is neither a file nor a folder: a pipe, a socket, a device.
//!
//! Takes a path and its metadata, says whether it can be read as a stream. A pipe that this process has open already is
//! somebody's way to hand it text (`onrecord extract <(curl …)`); whatever else is of this kind may never come to an end,
//! or never begin.

use super::STANDARD_INPUT;
use std::fs::{FileType, Metadata};
use std::path::{Path, PathBuf};

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    File,
    Folder,
    /// A pipe that is an open descriptor of this process.
    Stream,
    /// Not read; the words say what it is.
    Special(&'static str),
}

pub(super) fn kind_of(path: &Path, metadata: &Metadata) -> FileKind {
    if metadata.is_dir() {
        return FileKind::Folder;
    }
    if metadata.is_file() {
        return FileKind::File;
    }
    match special_name(metadata.file_type()) {
        PIPE if is_open_descriptor(path) => FileKind::Stream,
        name => FileKind::Special(name),
    }
}

/// Whether the path is one that can be read once only: standard input, or a pipe that this process has open.
pub fn is_stream(path: &Path) -> bool {
    is_standard_input(path) || path.metadata().is_ok_and(|metadata| kind_of(path, &metadata) == FileKind::Stream)
}

/// What a path leads to where it may not be read, because that may never come to an end or never begin: a pipe on the
/// disk, a socket, a device. `None` for a file, a folder, a pipe that this process has open, what is not there, and the
/// device that holds nothing.
pub fn not_to_be_read(path: &Path) -> Option<&'static str> {
    let metadata = path.metadata().ok()?;
    match kind_of(path, &metadata) {
        FileKind::Special(what) => (path != Path::new("/dev/null")).then_some(what),
        FileKind::File | FileKind::Folder | FileKind::Stream => None,
    }
}

pub(super) fn is_standard_input(path: &Path) -> bool {
    path == Path::new(STANDARD_INPUT)
}

const PIPE: &str = "a named pipe";

#[cfg(unix)]
fn special_name(file_type: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if file_type.is_fifo() {
        PIPE
    } else if file_type.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special_name(_: FileType) -> &'static str {
    "no file"
}

/// Whether the path names a descriptor of this process (`/dev/stdin`, `/dev/fd/63`), and not a pipe on the disk that a
/// descriptor was opened from: that one would be opened anew, and waited for.
fn is_open_descriptor(path: &Path) -> bool {
    const MOST_LINKS: usize = 8;
    let own = format!("/proc/{}/fd", std::process::id());
    let mut path = path.to_path_buf();
    for _ in 0..MOST_LINKS {
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
            _ => PathBuf::from("."),
        };
        let Ok(folder) = folder.canonicalize() else { return false };
        let among_descriptors = folder == Path::new(&own) || folder == Path::new("/dev/fd");
        match path.read_link() {
            Ok(target) if target.is_absolute() || !among_descriptors => path = folder.join(target),
            // `pipe:[4711]`, or no link where the system gives descriptors as they are.
            _ => return among_descriptors,
        }
    }
    false
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    fn kind(path: &Path) -> FileKind {
        kind_of(path, &path.metadata().unwrap())
    }

    #[test]
    fn what_is_neither_file_nor_folder_is_told_apart() {
        use std::os::fd::AsRawFd;
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("fifo");
        assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
        let socket = folder.path().join("socket");
        let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        assert_eq!(kind(folder.path()), FileKind::Folder);
        assert_eq!(kind(&fifo), FileKind::Special("a named pipe"));
        assert_eq!(kind(&socket), FileKind::Special("a socket"));
        assert_eq!(kind(Path::new("/dev/zero")), FileKind::Special("a device"));
        assert_eq!(not_to_be_read(&fifo), Some("a named pipe"));
        assert_eq!(not_to_be_read(Path::new("/dev/null")), None);
        assert_eq!(not_to_be_read(&folder.path().join("nothing")), None);
        let (reader, _writer) = std::io::pipe().unwrap();
        for folder in ["/dev/fd", "/proc/self/fd"] {
            assert_eq!(kind(&Path::new(folder).join(reader.as_raw_fd().to_string())), FileKind::Stream);
        }
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(format!("/dev/fd/{}", reader.as_raw_fd()), &link).unwrap();
        assert_eq!(kind(&link), FileKind::Stream);
        // A descriptor of a pipe on the disk.
        let both = std::fs::File::options().read(true).write(true).open(&fifo).unwrap();
        assert_eq!(kind(&Path::new("/dev/fd").join(both.as_raw_fd().to_string())), FileKind::Special("a named pipe"));
        let file = std::fs::File::open(std::env::current_exe().unwrap()).unwrap();
        assert_eq!(kind(&Path::new("/dev/fd").join(file.as_raw_fd().to_string())), FileKind::File);
    }
}
