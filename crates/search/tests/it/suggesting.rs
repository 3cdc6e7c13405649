//! Suggestions as one types.

use crate::shop::Shop;
use search::SuggestionKind::{Group, Place, Producer, Product};
use search::{Suggestion, SuggestionKind};
use testkit::TestDb;

testkit::on_both!(prefixes_lead_to_products_producers_groups_and_places);

async fn prefixes_lead_to_products_producers_groups_and_places(test: TestDb) {
    let shop = Shop::open(test).await;
    let dai_long = shop.market.producer("Hợp tác xã Đại Long").await;
    let crust = shop
        .market
        .listing(&dai_long, "Cơm cháy chà bông", 45_000, 10)
        .await;
    shop.market.listing(&dai_long, "Cơm lam", 30_000, 10).await;
    shop.search.reindex(|_| {}).await.unwrap();
    let suggest = async |prefix: &str, first| shop.search.suggest(prefix, first).await.unwrap();
    let has = |found: &[Suggestion], kind: SuggestionKind, text: &str| {
        found.iter().any(|own| own.kind == kind && own.text == text)
    };

    for prefix in ["co", "com", "Cơ", "com ch", "cơm chá", "COM CHAY CHA"] {
        let found = suggest(prefix, 8).await;
        assert!(
            has(&found, Product, "Cơm cháy chà bông"),
            "{prefix}: {found:?}"
        );
    }
    let found = suggest("com chay", 8).await;
    assert_eq!(found[0].id, crust.product.to_string());
    assert!(
        found[0]
            .slug
            .as_ref()
            .unwrap()
            .starts_with("com-chay-cha-bong")
    );

    let found = suggest("đại l", 8).await;
    assert!(has(&found, Producer, "Hợp tác xã Đại Long"), "{found:?}");
    assert_eq!(
        found.iter().find(|own| own.kind == Producer).unwrap().id,
        dai_long.id.to_string()
    );
    assert!(has(&suggest("ninh b", 8).await, Place, "Tỉnh Ninh Bình"));
    assert!(has(&suggest("phat d", 8).await, Place, "Xã Phát Diệm"));
    assert!(has(&suggest("thực p", 8).await, Group, "Thực phẩm"));
    // A place where nothing is sold leads nowhere.
    assert!(suggest("hoan kiem", 8).await.is_empty());

    for prefix in ["", "c", " ", "!!", "🍚", "zzzz", "\0"] {
        assert!(suggest(prefix, 8).await.is_empty(), "{prefix:?}");
    }
    assert_eq!(suggest("com", 1).await.len(), 1);
    assert!(suggest("com", 0).await.is_empty());
    assert!(suggest(&"com ".repeat(3000), usize::MAX).await.len() <= 20);
}
