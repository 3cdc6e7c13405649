//! `product_attribute`: the facts of live listings that lists narrow by.

use crate::entity::product;
use crate::entity::product_attribute::{Column, Entity, Model};
use crate::listing::AttributeValue;
use crate::store::content::parsed;
use db::Tx;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The rows that a product's facts come to, by code. Nobody narrows by words.
pub(crate) fn rows_of(product_id: Uuid, values: &BTreeMap<String, AttributeValue>) -> Vec<Model> {
    let row = |(code, value): (&String, &AttributeValue)| {
        let (value, number) = match value {
            AttributeValue::Choice(choice) => (choice.clone(), None),
            AttributeValue::Number(number) => (number.to_string(), Some(*number)),
            AttributeValue::Text(_) => return None,
        };
        Some(Model {
            product_id,
            code: code.clone(),
            value,
            number,
        })
    };
    values.iter().filter_map(row).collect()
}

/// Makes these the facts of a locked product.
pub(crate) async fn replace(
    tx: &Tx,
    product: Uuid,
    values: &BTreeMap<String, AttributeValue>,
) -> Result<(), DbErr> {
    Entity::delete_many()
        .filter(Column::ProductId.eq(product))
        .exec(tx)
        .await?;
    let rows = rows_of(product, values);
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Makes the rows of a locked product what its facts come to.
pub(crate) async fn mend(tx: &Tx, locked: &product::Model) -> Result<(), DbErr> {
    let values = parsed(&locked.attributes, "attributes", locked.id)?;
    replace(tx, locked.id, &values).await
}

/// Those of the products that have other rows than their facts come to.
pub(crate) async fn off(
    connection: &impl ConnectionTrait,
    products: &[Uuid],
) -> Result<Vec<Uuid>, DbErr> {
    let facts: Vec<(Uuid, String)> = product::Entity::find()
        .select_only()
        .column(product::Column::Id)
        .column(product::Column::Attributes)
        .filter(product::Column::Id.is_in(products.iter().copied()))
        .into_tuple()
        .all(connection)
        .await?;
    let stored = Entity::find()
        .filter(Column::ProductId.is_in(products.iter().copied()))
        .order_by_asc(Column::Code)
        .all(connection)
        .await?;
    let mut rows: HashMap<Uuid, Vec<Model>> = HashMap::new();
    for row in stored {
        rows.entry(row.product_id).or_default().push(row);
    }
    let mut off = Vec::new();
    for (id, text) in facts {
        let mut wanted = rows_of(id, &parsed(&text, "attributes", id)?);
        let mut own = rows.remove(&id).unwrap_or_default();
        wanted.sort_by(|a, b| a.code.cmp(&b.code));
        // Databases sort text in their own ways.
        own.sort_by(|a, b| a.code.cmp(&b.code));
        if wanted != own {
            off.push(id);
        }
    }
    Ok(off)
}
