//! The real binary, over HTTP, as its users meet it.

mod crash;
mod journey;
mod server;
