//! What a moderator says with a decision.

use super::Decision;
use kernel::text;

/// The longest note, in characters.
const MAX_NOTE: usize = 2_000;

/// What is wrong with what a moderator says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreasoned {
    /// No reason, one twice, or another reason without a note.
    Reasons,
    /// The note is too long.
    Note,
}

/// The reasons and the note of a decision, when they are what they must be; an
/// approval has none.
pub(crate) fn told<R: Copy + PartialEq>(
    decision: &Decision<R>,
    other: R,
) -> Result<(Vec<R>, Option<String>), Unreasoned> {
    match decision {
        Decision::Approve => Ok((Vec::new(), None)),
        Decision::Return { reasons, note } => chosen(reasons, note.as_deref(), other),
    }
}

/// At least one reason, each once, and a note beside the one that says "other".
pub(crate) fn chosen<R: Copy + PartialEq>(
    reasons: &[R],
    note: Option<&str>,
    other: R,
) -> Result<(Vec<R>, Option<String>), Unreasoned> {
    let note = noted(note)?;
    let mut told: Vec<R> = Vec::with_capacity(reasons.len());
    for reason in reasons {
        if told.contains(reason) {
            return Err(Unreasoned::Reasons);
        }
        told.push(*reason);
    }
    if told.is_empty() || (told.contains(&other) && note.is_none()) {
        return Err(Unreasoned::Reasons);
    }
    Ok((told, note))
}

/// A note, cleaned; `None` where nothing is left.
pub(crate) fn noted(note: Option<&str>) -> Result<Option<String>, Unreasoned> {
    let note = note.map(text::clean_lines).filter(|note| !note.is_empty());
    match &note {
        Some(text) if text.chars().count() > MAX_NOTE => Err(Unreasoned::Note),
        _ => Ok(note),
    }
}
