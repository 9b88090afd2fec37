//! Shell completions and the man page: what the command line's definition shows of itself, without what is hidden in it.

use clap::Command;
use clap::builder::{Resettable, Str};
use clap_complete::Shell;

/// The script with which a shell completes commands and options.
pub fn script(definition: &Command, shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut shown(definition), definition.get_name(), &mut script);
    script
}

/// The man page.
///
/// # Errors
/// Never: it is written into memory.
pub fn man_page(definition: &Command) -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    clap_mangen::Man::new(shown(definition)).render(&mut page)?;
    Ok(page)
}

/// The command as a new one of the parts that are not hidden: the generators of completions write hidden options too,
/// and clap takes no option out of a command that has it.
fn shown(command: &Command) -> Command {
    Command::new(command.get_name().to_owned())
        .visible_aliases(command.get_visible_aliases().map(str::to_owned).collect::<Vec<_>>())
        .version(Resettable::from(command.get_version().map(|version| Str::from(version.to_owned()))))
        .about(Resettable::from(command.get_about().cloned()))
        .long_about(Resettable::from(command.get_long_about().cloned()))
        .after_help(Resettable::from(command.get_after_help().cloned()))
        .subcommand_required(command.is_subcommand_required_set())
        .disable_help_subcommand(command.is_disable_help_subcommand_set())
        .args(command.get_arguments().filter(|argument| !argument.is_hide_set()))
        .subcommands(command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()).map(shown))
}

#[cfg(test)]
mod tests {
    use super::{man_page, script};
    use crate::cli::args::Cli;
    use clap::{Arg, Command, CommandFactory, ValueEnum};
    use clap_complete::Shell;

    /// The command and all below it.
    fn all(command: &Command) -> Vec<&Command> {
        std::iter::once(command).chain(command.get_subcommands().flat_map(all)).collect()
    }

    fn scripts(definition: &Command) -> impl Iterator<Item = (Shell, String)> {
        let text = |shell| String::from_utf8(script(definition, shell)).unwrap();
        Shell::value_variants().iter().map(move |shell| (*shell, text(*shell)))
    }

    #[test]
    fn completions_offer_what_is_shown_and_nothing_hidden() {
        let definition = Cli::command();
        let arguments: Vec<&Arg> = all(&definition).into_iter().flat_map(Command::get_arguments).collect();
        let names = |hidden: bool| -> Vec<&str> {
            let of = arguments.iter().filter(|argument| argument.is_hide_set() == hidden);
            of.filter_map(|argument| argument.get_long()).collect()
        };
        assert!(names(true).contains(&"today"), "nothing is hidden, and `shown` can go");
        for (shell, script) in scripts(&definition) {
            for name in names(true) {
                assert!(!script.contains(name), "{shell} offers --{name}");
            }
            for name in names(false).into_iter().chain(definition.get_subcommands().map(Command::get_name)) {
                assert!(script.contains(name), "{shell} does not offer {name}");
            }
        }
        let page = String::from_utf8(man_page(&definition).unwrap()).unwrap();
        assert!(names(true).iter().all(|name| !page.contains(name)), "{page}");
        assert!(
            definition.get_subcommands().all(|command| page.contains(&command.get_name().replace('-', r"\-"))),
            "{page}"
        );
    }

    /// Nothing else is lost on the way: a command that hides nothing gives the script and the page that it gave before.
    #[test]
    fn what_hides_nothing_stays_as_it_is() {
        let definition = Cli::command();
        for command in definition.get_subcommands() {
            if command.get_arguments().any(Arg::is_hide_set) {
                continue;
            }
            for (shell, script) in scripts(command) {
                let mut plain = Vec::new();
                clap_complete::generate(shell, &mut command.clone(), command.get_name(), &mut plain);
                assert_eq!(String::from_utf8(plain).unwrap(), script, "{shell} {}", command.get_name());
            }
        }
        let mut plain = Vec::new();
        clap_mangen::Man::new(definition.clone()).render(&mut plain).unwrap();
        assert_eq!(String::from_utf8(plain).unwrap(), String::from_utf8(man_page(&definition).unwrap()).unwrap());
    }
}
