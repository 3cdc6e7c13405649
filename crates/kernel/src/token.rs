//! Secret tokens of sessions, guest carts and guest orders: 256 random bits
//! that the client holds, and a keyed hash that the database holds. A stolen
//! database alone gives no token, and no way to test one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// The server's key for hashing tokens.
#[derive(Clone)]
pub struct TokenKey([u8; 32]);

impl TokenKey {
    /// A key from the server's secret.
    #[must_use]
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    /// HMAC-SHA-256 of a token: what is stored and looked up. Tokens that no
    /// server made (empty, overlong) hash like any other and match nothing.
    #[must_use]
    pub fn hash(&self, token: &str) -> [u8; 32] {
        // HMAC takes keys of every length, so this cannot fail.
        match Hmac::<Sha256>::new_from_slice(&self.0) {
            Ok(mac) => mac
                .chain_update(token.as_bytes())
                .finalize()
                .into_bytes()
                .into(),
            Err(_) => [0; 32],
        }
    }

    /// Whether the hash is the token's; how long it takes tells nothing.
    #[must_use]
    pub fn verifies(&self, token: &str, hash: &[u8]) -> bool {
        let mac = Hmac::<Sha256>::new_from_slice(&self.0);
        mac.is_ok_and(|mac| {
            mac.chain_update(token.as_bytes())
                .verify_slice(hash)
                .is_ok()
        })
    }
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenKey(…)")
    }
}

/// A new secret token: 256 bits from the operating system, URL-safe base64.
///
/// # Errors
/// When the operating system has no randomness to give.
pub fn generate() -> Result<String, getrandom::Error> {
    let mut bits = [0_u8; 32];
    getrandom::fill(&mut bits)?;
    Ok(URL_SAFE_NO_PAD.encode(bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_hash_by_key() {
        let (a, b) = (generate().unwrap(), generate().unwrap());
        assert_ne!(a, b);
        assert_eq!(a.len(), 43);
        let (one, other) = (TokenKey::new([1; 32]), TokenKey::new([2; 32]));
        assert_eq!(one.hash(&a), one.hash(&a));
        assert_ne!(one.hash(&a), other.hash(&a));
        assert_ne!(one.hash(&a), one.hash(&b));
    }
}
