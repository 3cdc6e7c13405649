//! Why whoever holds an object may read its fields: a room for each part of the
//! house.

mod catalogue;
mod feedback;
mod files;
mod listings;
mod orders;
mod people;
mod programme;

/// Why the fields of an object type may be read by whoever holds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Its facts are public.
    Public,
    /// Only reached through these fields, whose use case has decided.
    Through(&'static str),
}

/// Every object type but the two roots, room by room.
pub const OBJECTS: &[&[(&str, Reach)]] = &[
    catalogue::OBJECTS,
    feedback::OBJECTS,
    files::OBJECTS,
    listings::OBJECTS,
    orders::OBJECTS,
    people::OBJECTS,
    programme::OBJECTS,
];
