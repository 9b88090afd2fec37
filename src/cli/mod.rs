//! The command line: arguments to the rooms above, their answers shown. Decides nothing itself.
