//! Every statement about stories.

pub(crate) mod changes;
pub(crate) mod events;
pub(crate) mod live;
