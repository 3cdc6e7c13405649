//! Letters through an SMTP server.

use super::{MailError, Mailer};
use async_trait::async_trait;
use lettre::transport::smtp::{AsyncSmtpTransport, Error};
use lettre::{AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;

/// A server that takes longer to answer one command is asked again later.
const PATIENCE: Duration = Duration::from_secs(20);

/// Hands letters to an SMTP server over TLS, keeping connections for reuse.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl SmtpMailer {
    /// A mailer to a server such as `smtps://user:password@host:465`, or
    /// `smtp://…?tls=required` for STARTTLS. Does not connect yet.
    ///
    /// # Errors
    /// What is wrong with the address, without its password.
    pub fn new(url: &str) -> Result<Self, String> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| error.to_string().replace(url, "the address"))?
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self { transport })
    }
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, _name: &str, message: &Message) -> Result<(), MailError> {
        // The server's words may quote the recipient's address: only its code
        // goes into logs and the queue.
        let failed = |error: Error| match error.status() {
            Some(code) if error.is_permanent() => MailError::Refused(code.to_string()),
            Some(code) => MailError::Later(code.to_string()),
            None if error.is_timeout() => MailError::Later("the server took too long".to_owned()),
            None => MailError::Later("the server cannot be reached".to_owned()),
        };
        self.transport
            .send(message.clone())
            .await
            .map(|_| ())
            .map_err(failed)
    }
}
