//! What a card form makes of a card, as clients send it.

/// The most characters of a token.
pub const MAX_TOKEN: usize = 255;

/// Why a token can stand for no card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Nothing, or nothing that can be seen.
    #[error("a card payment needs a payment token")]
    Missing,
    /// Over [`MAX_TOKEN`] characters, or a control character among them.
    #[error("the payment token must have 1 to 255 characters")]
    Invalid,
}

/// Checks a token before it is kept and shown to the provider.
///
/// # Errors
/// [`TokenError`].
pub fn check_token(token: &str) -> Result<(), TokenError> {
    if token.trim().is_empty() {
        return Err(TokenError::Missing);
    }
    let long = token.len() > MAX_TOKEN * 4 || token.chars().count() > MAX_TOKEN;
    if long || token.contains(char::is_control) {
        return Err(TokenError::Invalid);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{TokenError, check_token};

    #[test]
    fn a_token_has_1_to_255_visible_characters() {
        for (token, expected) in [
            ("sandbox_approve", Ok(())),
            (&"ế".repeat(255), Ok(())),
            ("", Err(TokenError::Missing)),
            (" \t\n", Err(TokenError::Missing)),
            (&"t".repeat(256), Err(TokenError::Invalid)),
            (&"t".repeat(100_000), Err(TokenError::Invalid)),
            ("tok\u{0}", Err(TokenError::Invalid)),
            ("tok\nen", Err(TokenError::Invalid)),
        ] {
            assert_eq!(check_token(token), expected);
        }
    }
}
