//! The slow recount: what the figures must be, from the orders themselves.

use crate::Orders;
use crate::store::recount as store;
use sea_orm::DbErr;

impl Orders {
    /// How much of the figures differs from the orders: cells with other
    /// counts, delivered parts that are no sale, sales that are none. Sales
    /// that are still to be counted are no difference.
    pub(crate) async fn sales_off(&self) -> Result<i64, DbErr> {
        let mut off = 0;
        for province in store::provinces(self.db.primary()).await? {
            off += self.sales_off_in(&province).await?;
        }
        Ok(off)
    }

    async fn sales_off_in(&self, province_code: &str) -> Result<i64, DbErr> {
        let (db, years) = (self.db.primary(), store::Years::until(self.clock.now()));
        let cells = store::drift(db, &years, province_code).await?.len();
        let sales = store::wrong_sales(db, &years, province_code).await?;
        Ok(sales + i64::try_from(cells).unwrap_or(i64::MAX))
    }

    /// Compares the figures with the orders and heals what differs, a province
    /// after the other, so that none keeps others waiting for long; returns how
    /// much did. What is sound is only read.
    ///
    /// # Errors
    /// [`DbErr`]; then the province that failed is as it was.
    pub async fn recount_sales(&self) -> Result<i64, DbErr> {
        let mut all = 0;
        for province in store::provinces(self.db.primary()).await? {
            let off = self.sales_off_in(&province).await?;
            if off != 0 {
                db::retry(|| self.heal_sales(&province)).await?;
            }
            all += off;
        }
        Ok(all)
    }

    /// Adds what is missing. That is right whatever is sold and counted in the
    /// meantime, because counting only moves a sale from one side of the
    /// comparison to the other; but two who heal at once would add it twice.
    async fn heal_sales(&self, province_code: &str) -> Result<(), DbErr> {
        let years = store::Years::until(self.clock.now());
        let tx = self.db.begin().await?;
        store::lock_figures(&tx).await?;
        store::mend_sales(&tx, &years, province_code).await?;
        let off = store::drift(&tx, &years, province_code).await?;
        store::correct(&tx, off).await?;
        tx.commit().await
    }
}
