//! What waits for the demonstration's moderator: a listing that its producer
//! tells better, while the approved one stays live, and a price that rises too
//! far to rise at once.

use super::market::Sown;
use crate::failure::Failure;
use catalog::Catalog;
use catalog::listing::{ListingEdit, NewPrice};
use kernel::{Actor, ProductId};
use std::fmt::Display;

const TOLD_BETTER: &str = "tranh-la-bo-de-sinh-duoc";
const STORY: &str = "Lá bồ đề rụng trong vườn chùa được ngâm nước tro hơn một tháng cho tan hết phần thịt lá, chỉ còn bộ gân mỏng như tơ. Thợ trong thôn ép phẳng, hong trong bóng râm rồi vẽ sen, mái đình và núi non Hoa Lư bằng bút lông. Mỗi bức mất bốn ngày; mặt sau ghi số và tên người vẽ.";
const DEARER: &str = "muoi-ngam-chan-sinh-duoc";
/// More than twice what it costs.
const PRICE: i64 = 245_000;

fn failed(error: impl Display) -> Failure {
    Failure::new(format!("demonstration data: changes: {error}"))
}

/// Submits both as their producer.
pub(super) async fn tell(catalog: &Catalog, owner: &Actor, sown: &Sown) -> Result<(), Failure> {
    let product = |slug: &str| -> Result<ProductId, Failure> {
        let id = sown.products.get(slug).copied();
        id.ok_or_else(|| failed(format!("no product {slug}")))
    };
    let begun = catalog.begin_change(owner, product(TOLD_BETTER)?).await;
    let begun = begun.map_err(failed)?;
    let edit = ListingEdit {
        story: Some(STORY.to_owned()),
        ..ListingEdit::default()
    };
    let edited = catalog
        .edit_change(owner, begun.id, begun.version, &edit)
        .await
        .map_err(failed)?;
    catalog
        .submit_change(owner, edited.id, edited.version)
        .await
        .map_err(failed)?;

    let cards = catalog.any_cards_by_ids(&[product(DEARER)?]).await;
    let cards = cards.map_err(failed)?;
    let variant = cards.iter().find_map(|card| card.variants.first());
    let variant = variant.ok_or_else(|| failed(format!("no variant of {DEARER}")))?;
    let price = NewPrice {
        variant_id: variant.id,
        version: 1,
        price: PRICE,
        compare_at_price: None,
        tiers: Vec::new(),
    };
    catalog.set_price(owner, price).await.map_err(failed)?;
    Ok(())
}
