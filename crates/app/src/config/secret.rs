//! The server's secret.

use crate::failure::Failure;
use kernel::TokenKey;
use secrecy::{ExposeSecret, SecretString};
use std::path::Path;

/// What begins every demonstration's secret, so that `serve` knows one.
const DEMONSTRATION: &str = "demo-";
const HINT: &str = "make one with `openssl rand -hex 32`";

/// The server's secret: the keys of tokens are derived from it.
#[derive(Clone)]
pub(crate) struct SecretKey([u8; 32]);

impl SecretKey {
    /// The secret of a server in earnest: 64 hex digits that nobody typed.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn for_serving(text: &SecretString) -> Result<Self, Failure> {
        let text = text.expose_secret().trim();
        let refuse = |why: &str| Err(Failure::new(format!("security.secret_key: {why}; {HINT}")));
        if text.is_empty() {
            return refuse("is missing");
        }
        if text.starts_with(DEMONSTRATION) {
            return refuse("is a demonstration's");
        }
        let mut bytes = [0; 32];
        if hex::decode_to_slice(text, &mut bytes).is_err() {
            return refuse("must be 64 hex digits");
        }
        // 32 random bytes have about 30 different ones; what somebody typed
        // or copied from an example has few.
        let mut different = bytes.to_vec();
        different.sort_unstable();
        different.dedup();
        if different.len() < 16 {
            return refuse("can be guessed");
        }
        Ok(Self(bytes))
    }

    /// For commands that meet no tokens.
    pub(crate) fn unused() -> Self {
        Self([0; 32])
    }

    /// The key for one purpose: what is known of one key tells nothing about
    /// another.
    pub(crate) fn derive(&self, purpose: &str) -> TokenKey {
        TokenKey::new(TokenKey::new(self.0).hash(purpose))
    }
}

/// The secret of the demonstration in a folder, made when there is none.
///
/// # Errors
/// When the file cannot be read or written, or holds something else.
pub(crate) fn demonstration_key(file: &Path) -> Result<SecretKey, Failure> {
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(format!("storage.data_dir: {}: {error}", file.display()))
    };
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut bytes = [0; 32];
            getrandom::fill(&mut bytes).map_err(|error| failed(&error))?;
            let text = format!("{DEMONSTRATION}{}\n", hex::encode(bytes));
            write_private(file, &text).map_err(|error| failed(&error))?;
            text
        }
        Err(error) => return Err(failed(&error)),
    };
    let mut bytes = [0; 32];
    let digits = text.trim().strip_prefix(DEMONSTRATION).unwrap_or_default();
    hex::decode_to_slice(digits, &mut bytes)
        .map_err(|_| failed(&"is not a demonstration's secret"))?;
    Ok(SecretKey(bytes))
}

/// Writes a file that only its owner may read.
fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
