//! The port to whoever carries mail, and its adapters.

mod file;
mod smtp;

use async_trait::async_trait;
use lettre::Message;

pub use file::FileMailer;
pub use smtp::SmtpMailer;

/// Why a letter did not leave.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Try again later.
    #[error("mail: {0}")]
    Later(String),
    /// The server refuses this letter for good.
    #[error("mail refused: {0}")]
    Refused(String),
}

/// Carries letters.
#[async_trait]
pub trait Mailer: Send + Sync + 'static {
    /// Carries one letter. `name` is the left part of its `Message-ID`: the
    /// same letter sent again has the same name.
    ///
    /// # Errors
    /// [`MailError`].
    async fn send(&self, name: &str, message: &Message) -> Result<(), MailError>;
}
