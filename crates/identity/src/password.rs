//! Passwords: what is too weak, and Argon2id hashes as PHC strings.

use argon2::password_hash::{Error, phc};
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

/// The shortest and the longest password, in characters.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=128;
/// Longer input is no password: even written in parts, no letter has more
/// than three.
const MAX_TYPED: usize = 4 * 128;

/// OWASP's first choice for Argon2id with little memory: 19 MiB, two passes,
/// one lane.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// At the same time, so that a burst takes its turn and not all processors
/// and memory.
const AT_ONCE: usize = 2;

/// A hash that no known password has: what an unknown address is compared
/// with, so that it takes as long as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$\
    bm9ib2R5bm9ib2R5bm9ibw$9wWe0jPpRnKzDc0a2vJ1rk6xQmV4uYtHsLq8ZfGb3Ew";

/// Often tried passwords that are long enough.
const COMMON: [&str; 10] = [
    "1234567890",
    "0123456789",
    "12345678910",
    "password123",
    "password1234",
    "matkhau123",
    "matkhau1234",
    "qwertyuiop",
    "1q2w3e4r5t",
    "anhyeuem123",
];

/// A password's hash, as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    pub(crate) fn stored(text: String) -> Self {
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// Hashing failed: no memory, no randomness, or a stored hash that nobody can
/// read.
#[derive(Debug, thiserror::Error)]
#[error("password hashing failed: {0}")]
pub struct HashError(String);

impl HashError {
    pub(crate) fn new(reason: impl std::fmt::Display) -> Self {
        Self(reason.to_string())
    }
}

/// Whether a password is too short, too long, or among the first to be tried.
pub(crate) fn is_weak(password: &str, email: &str) -> bool {
    let text = normal(password);
    let lower = text.to_lowercase();
    let mut letters: Vec<char> = lower.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    !LENGTH.contains(&text.chars().count())
        || letters.len() < 4
        || lower == email
        || COMMON.contains(&lower.as_str())
}

/// Vietnamese keyboards send letters composed or in parts: both are the same
/// password (NIST SP 800-63B §5.1.1.2 asks for a normal form).
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// Hashes and verifies, a few at once, off the asynchronous threads.
#[derive(Clone)]
pub(crate) struct Hasher {
    permits: Arc<Semaphore>,
}

impl Default for Hasher {
    fn default() -> Self {
        Self {
            permits: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Hasher {
    pub(crate) async fn hash(&self, password: &SecretString) -> Result<PasswordHash, HashError> {
        let password = normal(password.expose_secret());
        self.apart(move || {
            let hash: phc::PasswordHash = argon2()?.hash_password(password.as_bytes())?;
            Ok(PasswordHash(hash.to_string()))
        })
        .await
    }

    /// Whether the password is the stored one. Without a stored one the answer
    /// is no, and comes as late.
    pub(crate) async fn verify(
        &self,
        password: &str,
        stored: Option<PasswordHash>,
    ) -> Result<bool, HashError> {
        let fits = password.chars().take(MAX_TYPED + 1).count() <= MAX_TYPED;
        let (password, stored) = match stored {
            Some(stored) if fits => (normal(password), stored.0),
            _ => (String::new(), NOBODY.to_owned()),
        };
        self.apart(move || {
            let hash = phc::PasswordHash::new(&stored)?;
            match argon2()?.verify_password(password.as_bytes(), &hash) {
                Ok(()) => Ok(true),
                Err(Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
    }

    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Error> + Send + 'static,
    ) -> Result<T, HashError> {
        let permit = self
            .permits
            .clone()
            .acquire_owned()
            .await
            .map_err(HashError::new)?;
        tokio::task::spawn_blocking(move || {
            // Held by the work, not by who waits for it: they may give up.
            let _permit = permit;
            work()
        })
        .await
        .map_err(HashError::new)?
        .map_err(HashError::new)
    }
}

fn argon2() -> Result<Argon2<'static>, Error> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn hashes_verify_and_differ() {
        let hasher = Hasher::default();
        let composed: String = "mật khẩu của tôi".nfc().collect();
        let parts: String = composed.nfd().collect();
        assert_ne!(composed, parts);
        let secret = SecretString::from(composed.clone());
        let hash = hasher.hash(&secret).await.unwrap();
        assert!(
            hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{}",
            hash.as_str()
        );
        assert_ne!(hasher.hash(&secret).await.unwrap(), hash, "salted");
        assert!(hasher.verify(&composed, Some(hash.clone())).await.unwrap());
        assert!(hasher.verify(&parts, Some(hash.clone())).await.unwrap());
        assert!(
            !hasher
                .verify("mat khau cua toi", Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(!hasher.verify("", Some(hash.clone())).await.unwrap());
        assert!(
            !hasher
                .verify(&composed.repeat(100), Some(hash))
                .await
                .unwrap()
        );
        let unreadable = PasswordHash::stored("x".to_owned());
        assert!(hasher.verify(&composed, Some(unreadable)).await.is_err());
    }

    #[tokio::test]
    async fn nobody_costs_what_somebody_costs() {
        let nobody = phc::PasswordHash::new(NOBODY).unwrap();
        let somebody = Hasher::default()
            .hash(&SecretString::from("x"))
            .await
            .unwrap();
        let somebody = phc::PasswordHash::new(somebody.as_str()).unwrap();
        assert_eq!(nobody.algorithm, somebody.algorithm);
        assert_eq!(nobody.params, somebody.params);
        assert_eq!(nobody.version, somebody.version);
        assert_eq!(nobody.salt.unwrap().len(), somebody.salt.unwrap().len());
        assert_eq!(nobody.hash.unwrap().len(), somebody.hash.unwrap().len());
        assert!(!Hasher::default().verify("", None).await.unwrap());
    }

    #[test]
    fn weak_passwords() {
        let email = "lan.nguyen@example.vn";
        for weak in [
            "",
            "ngắn quá",
            "aaaaaaaaaaaa",
            "PassWord123",
            "Lan.Nguyen@example.vn",
        ] {
            assert!(is_weak(weak, email), "{weak}");
        }
        assert!(is_weak(&"abcd".repeat(33), email));
        for good in ["cơm cháy cố đô", "tràng-an-37"] {
            assert!(!is_weak(good, email), "{good}");
        }
        assert!(!is_weak(&"abcd".repeat(32), email));
    }
}
