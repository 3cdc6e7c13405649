//! Texts that nobody means well with.

use crate::shelf::{Place, Shelf, on_engines};
use search::{Query, Sort};

on_engines!(nothing_that_is_typed_breaks_anything);

async fn nothing_that_is_typed_breaks_anything(place: &Place) {
    let shelf = Shelf::of(place, &["Cơm cháy", "Rượu nếp"]).await;
    // Empty asks for everything.
    for text in ["", "   ", "\n\t\u{a0}"] {
        assert_eq!(shelf.find(text).await.len(), 2, "{text:?}");
    }
    // A text without a word asks for nothing.
    for text in [
        "!!!",
        "🍚",
        "…",
        "\0",
        "\u{202E}",
        "\"",
        "*",
        "+-&&||!(){}[]^~?:\\/",
        "%",
        "_",
    ] {
        assert!(shelf.find(text).await.is_empty(), "{text:?}");
    }
    // Operators and signs are only spaces between words.
    for text in [
        "com AND chay",
        "+com -chay",
        "name:com chay",
        "\"com chay",
        "com* chay?",
        "com chay~2",
        "com^10 chay",
        "(com) [chay TO zz]",
        "com\0 chay",
        "\u{202E}com\u{202C} chay",
        "com 🍚 chay",
        "com' OR 1=1 --chay",
        "<script>com</script> chay",
    ] {
        assert_eq!(
            shelf.find(text).await.first().copied(),
            Some("Cơm cháy"),
            "{text:?}"
        );
    }
    let long = "com chay ".repeat(1200);
    assert_eq!(shelf.find(&long).await.first().copied(), Some("Cơm cháy"));
    for text in [
        "x".repeat(10_000),
        "ệ".repeat(10_000),
        "a ".repeat(5000),
        "\u{301}".repeat(10_000),
    ] {
        shelf.find(&text).await;
    }
    // Nor does any page.
    for (offset, limit) in [
        (0, 0),
        (usize::MAX, 10),
        (0, usize::MAX),
        (usize::MAX, usize::MAX),
    ] {
        for sort in [Sort::Relevance, Sort::PriceAsc] {
            let query = Query {
                offset,
                sort,
                ..Query::new("com chay", limit)
            };
            shelf.ask(&query).await;
        }
    }
}
