//! `ocop schema`: prints the GraphQL schema, and needs nothing for it.

use crate::End;
use crate::failure::Failure;
use std::io::Write;

pub(super) fn run() -> Result<End, Failure> {
    let sdl = gateway::sdl();
    writeln!(std::io::stdout(), "{}", sdl.trim_end())
        .map_err(|error| Failure::new(format!("standard output: {error}")))?;
    Ok(End::Done)
}
