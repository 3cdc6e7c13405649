//! The commands of the real binary: what they print, refuse, and leave behind.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests fail loudly")]

mod demo;
mod process;
mod refusals;
mod searching;
mod seeded;
mod serving;
mod units;
