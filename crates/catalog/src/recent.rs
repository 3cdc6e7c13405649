//! What was certified last.

use crate::order::CERTIFIED;
use crate::{Card, CardFilter, Catalog, ListError};
use kernel::{Page, PageArgs};

impl Catalog {
    /// A page of public cards by the day of their certificate, the last
    /// first; of these provinces where there are some. An empty list matches
    /// nothing.
    ///
    /// # Errors
    /// [`ListError::Page`] for a cursor of another list.
    pub async fn recently_certified(
        &self,
        provinces: Option<&[String]>,
        page: &PageArgs,
    ) -> Result<Page<Card>, ListError> {
        let filter = CardFilter {
            provinces: provinces.map(<[String]>::to_vec),
            ..CardFilter::default()
        };
        let route = filter.along(CERTIFIED, self.db.engine());
        let condition = filter.condition(self.clock.now(), route);
        self.cards_where(condition, CERTIFIED, page).await
    }
}
