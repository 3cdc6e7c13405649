//! Somebody reports a listing.

use super::{ListingReport, ReportReason, ReportStatus};
use crate::Catalog;
use crate::store::{feedback, listings, reports};
use crate::visibility;
use kernel::clock::day_in_vietnam;
use kernel::{Actor, Email, ListingReportId, ProductId, TokenKey, text, token};
use sea_orm::DbErr;
use serde_json::json;

/// How many reports an account may send on one day in Vietnam.
pub const MAX_OF_ACCOUNT_A_DAY: i64 = 20;
/// How many come from one address of a guest on such a day, about whichever
/// products.
pub const MAX_OF_GUEST_A_DAY: i64 = 5;
/// The most open reports of guests about one product, together: an address is
/// easily made.
pub const MAX_OPEN_OF_GUESTS: u64 = 20;

/// A report to be.
#[derive(Clone)]
pub struct NewReport {
    /// About which product.
    pub product_id: ProductId,
    /// Of what.
    pub reason: ReportReason,
    /// 1 to 2,000 characters.
    pub text: String,
    /// Where a guest can be asked; not read of who is signed in.
    pub contact_email: Option<String>,
}

/// A report that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentReport {
    /// The report.
    pub report: ListingReport,
    /// By which a guest reads what came of it; shown once, and kept nowhere.
    pub token: Option<String>,
}

/// Why a report was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReportListingError {
    /// There is no such product that the public may see.
    #[error("there is no such product")]
    ProductNotFound,
    /// 1 to 2,000 characters.
    #[error("the text has 1 to 2,000 characters")]
    Text,
    /// A guest gives an address.
    #[error("an address is needed")]
    ContactNeeded,
    /// Not an e-mail address.
    #[error("not an e-mail address")]
    Contact,
    /// The account's last report about the product is open.
    #[error("an open report about the product is there")]
    AlreadyOpen,
    /// As many as there may be were sent.
    #[error("too many reports")]
    TooMany,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] DbErr),
}

db::has_db_err!(ReportListingError);

/// The hash of a report's secret as it is kept. A secret of 256 random bits
/// needs no key of the server's: nobody tries them all.
pub(super) fn hashed(secret: &str) -> [u8; 32] {
    TokenKey::new(*b"what came of a listing's report.").hash(secret)
}

impl Catalog {
    /// Takes a report about a public product. Permission: everybody; who is
    /// not signed in gives an address, and gets a secret.
    ///
    /// # Errors
    /// [`ReportListingError`]; then nothing has changed.
    pub async fn report_listing(
        &self,
        actor: &Actor,
        new: &NewReport,
    ) -> Result<SentReport, ReportListingError> {
        use ReportListingError as Error;
        let words = text::clean_lines(&new.text);
        if !(1..=2_000).contains(&words.chars().count()) {
            return Err(Error::Text);
        }
        let guest = match (actor.account_id(), new.contact_email.as_deref()) {
            (Some(_), _) => None,
            (None, None) => return Err(Error::ContactNeeded),
            (None, Some(typed)) => Some(Email::parse(typed).ok_or(Error::Contact)?.normal()),
        };
        let secret = match guest {
            None => None,
            Some(_) => Some(token::generate().map_err(|error| DbErr::Custom(error.to_string()))?),
        };
        let hash = secret.as_deref().map(hashed);
        let report =
            db::retry(|| self.report_listing_once(actor, new, (&words, guest.as_deref()), hash))
                .await?;
        Ok(SentReport {
            report,
            token: secret,
        })
    }

    async fn report_listing_once(
        &self,
        actor: &Actor,
        new: &NewReport,
        (words, guest): (&str, Option<&str>),
        hash: Option<[u8; 32]>,
    ) -> Result<ListingReport, ReportListingError> {
        use ReportListingError as Error;
        let now = self.clock.now();
        let product = new.product_id;
        let tx = self.db.begin().await?;
        // Locked, so that the counts below hold until the commit.
        let locked = listings::lock(&tx, product).await?;
        locked.ok_or(Error::ProductNotFound)?;
        if !visibility::is_public(&tx, product, now).await? {
            return Err(Error::ProductNotFound);
        }
        let account = actor.account_id();
        if let Some(account) = account
            && reports::is_open(&tx, product, account).await?
        {
            return Err(Error::AlreadyOpen);
        }
        if guest.is_some() && reports::open_of_guests(&tx, product).await? >= MAX_OPEN_OF_GUESTS {
            return Err(Error::TooMany);
        }
        let (sender, most) = match guest {
            Some(address) => (format!("guest:{address}"), MAX_OF_GUEST_A_DAY),
            None => (actor.label(), MAX_OF_ACCOUNT_A_DAY),
        };
        if !feedback::count_day(&tx, "REPORT", &sender, day_in_vietnam(now), most).await? {
            return Err(Error::TooMany);
        }
        let report = ListingReport {
            id: ListingReportId::new(now),
            product_id: product,
            account_id: account,
            contact_email: guest.map(str::to_owned),
            reason: new.reason,
            text: words.to_owned(),
            status: ReportStatus::Open,
            answer: None,
            take_down_id: None,
            created_at: now,
            decided_by: None,
            decided_at: None,
            version: 1,
        };
        reports::insert(&tx, &report, hash).await?;
        let details = json!({ "reason": report.reason.as_str() });
        feedback::append(&tx, report.id.0, "CREATE", actor, details, now).await?;
        tx.commit().await?;
        Ok(report)
    }
}
