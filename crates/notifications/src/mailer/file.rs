//! Letters as files: what the demonstration sends.

use super::{MailError, Mailer};
use async_trait::async_trait;
use lettre::Message;
use std::path::{Path, PathBuf};

/// Puts every letter into a folder as `<name>.eml`, which mail programs open.
/// The same letter sent again is the same file.
pub struct FileMailer {
    folder: PathBuf,
}

impl FileMailer {
    /// A mailer into `folder`, which is made where needed.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn open(folder: impl AsRef<Path>) -> std::io::Result<Self> {
        let folder = folder.as_ref().to_owned();
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }
}

#[async_trait]
impl Mailer for FileMailer {
    async fn send(&self, name: &str, message: &Message) -> Result<(), MailError> {
        let failed =
            |error: std::io::Error| MailError::Later(format!("{}: {error}", self.folder.display()));
        // Whoever watches the folder never sees half a letter.
        let half = self.folder.join(format!(".{name}.part"));
        tokio::fs::write(&half, message.formatted())
            .await
            .map_err(failed)?;
        tokio::fs::rename(&half, self.folder.join(format!("{name}.eml")))
            .await
            .map_err(failed)
    }
}
