//! What moderators decided, from logs that only grow: a change that was sent
//! back and handed in again is two decisions.

use crate::listing::ChangeCommand;
use kernel::Timestamp;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

/// A decision and how long it was waited for.
pub(crate) struct Decided {
    pub(crate) at: Timestamp,
    pub(crate) approved: bool,
    pub(crate) seconds: i64,
}

/// The columns of a log of what was done with changes.
pub(crate) struct Log<E: EntityTrait> {
    pub(crate) change: E::Column,
    pub(crate) act: E::Column,
    pub(crate) at: E::Column,
}

impl<E: EntityTrait> Log<E> {
    /// Those of these rows that are decisions, from an instant until before
    /// another one: the latest first, and at most `most`.
    pub(crate) async fn decided(
        &self,
        connection: &impl ConnectionTrait,
        rows: Select<E>,
        (from, until): (Timestamp, Timestamp),
        most: u64,
    ) -> Result<Vec<Decided>, DbErr> {
        let approve = ChangeCommand::Approve.as_str();
        let asked = Alias::new("asked");
        let asked_for = |column: E::Column| Expr::col((asked.clone(), column));
        let decision = |column: E::Column| Expr::col((E::default(), column));
        let submitted = Query::select()
            .expr(asked_for(self.at).max())
            .from_as(E::default().table_ref(), asked.clone())
            .and_where(asked_for(self.change).eq(decision(self.change)))
            .and_where(asked_for(self.act).eq(ChangeCommand::Submit.as_str()))
            .and_where(asked_for(self.at).lte(decision(self.at)))
            .to_owned();
        let rows: Vec<(String, Timestamp, Option<Timestamp>)> = rows
            .select_only()
            .column(self.act)
            .column(self.at)
            .expr_as(Expr::from(submitted), "submitted_at")
            .filter(self.act.is_in([approve, ChangeCommand::Return.as_str()]))
            .filter(self.at.gte(from))
            .filter(self.at.lt(until))
            .order_by_desc(self.at)
            .limit(most)
            .into_tuple()
            .all(connection)
            .await?;
        let decided = |(act, at, submitted): (String, Timestamp, Option<Timestamp>)| {
            let waited = at - submitted.unwrap_or(at);
            Decided {
                at,
                approved: act == approve,
                seconds: Ord::max(waited.num_seconds(), 0),
            }
        };
        Ok(rows.into_iter().map(decided).collect())
    }
}
