//! Cells on their way out, such that no spreadsheet computes them.

/// Whether a spreadsheet may take the text of a CSV cell for a formula. An
/// apostrophe before such a text makes it plain, and so needs one itself.
pub(super) fn is_dangerous(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}
