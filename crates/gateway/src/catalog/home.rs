//! The home page.

mod mutations;
mod settings;
mod types;

pub(crate) use mutations::HomeMutation;
pub(crate) use settings::HomeSettingsQuery;
pub(crate) use types::HomeQuery;
