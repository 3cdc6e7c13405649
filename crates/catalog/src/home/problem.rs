//! What no block can be.

use super::{BlockContent, BlockKind, MAX_SIZE};
use crate::collections::optional;
use kernel::text;
use std::collections::HashSet;

/// What is wrong with a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockCode {
    /// A title is missing, or a text is too long.
    Text,
    /// It ends before it begins.
    Validity,
    /// Not 1 to [`MAX_SIZE`].
    Size,
    /// Not what a block of its kind has.
    Link,
    /// What it names does not exist.
    Unknown,
}

/// What is wrong with a block, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockProblem {
    /// The block's place, from 0.
    pub block: usize,
    /// What.
    pub code: BlockCode,
    /// The field's name.
    pub field: &'static str,
}

impl BlockContent {
    /// The same with clean texts.
    ///
    /// # Errors
    /// What is wrong with it, and with which field.
    pub(super) fn checked(&self) -> Result<Self, (BlockCode, &'static str)> {
        use BlockKind::{Banner, Collection, FeaturedProducers};
        let short = |own: &Option<String>, most, field| {
            let clean = own.as_ref().map(|own| text::clean(own));
            optional(clean, most).ok_or((BlockCode::Text, field))
        };
        let long = |own: &Option<String>, field| {
            let clean = own.as_ref().map(|own| text::clean_lines(own));
            optional(clean, 500).ok_or((BlockCode::Text, field))
        };
        let clean = Self {
            title: short(&self.title, 120, "title")?,
            title_en: short(&self.title_en, 120, "titleEn")?,
            body: long(&self.body, "body")?,
            body_en: long(&self.body_en, "bodyEn")?,
            ..self.clone()
        };
        let links = [
            self.collection_id.is_some(),
            self.product_id.is_some(),
            self.producer_id.is_some(),
        ];
        let links = links.into_iter().filter(|link| *link).count();
        let has_collection = self.collection_id.is_some();
        let once: HashSet<_> = self.producers.iter().collect();
        let crossed = self.valid_from.zip(self.valid_until);
        let wrong = match self.kind {
            Banner if clean.title.is_none() => Some((BlockCode::Text, "title")),
            Banner if links > 1 => Some((BlockCode::Link, "collectionId")),
            Collection if !has_collection => Some((BlockCode::Link, "collectionId")),
            Banner | Collection => None,
            _ if has_collection => Some((BlockCode::Link, "collectionId")),
            _ => None,
        };
        let checks = [
            wrong,
            (self.kind != Banner && self.product_id.is_some())
                .then_some((BlockCode::Link, "productId")),
            (self.kind != Banner && self.producer_id.is_some())
                .then_some((BlockCode::Link, "producerId")),
            ((self.kind == FeaturedProducers) == self.producers.is_empty())
                .then_some((BlockCode::Link, "producerIds")),
            (self.producers.len() > MAX_SIZE as usize || once.len() < self.producers.len())
                .then_some((BlockCode::Link, "producerIds")),
            (!(1..=MAX_SIZE).contains(&self.size)).then_some((BlockCode::Size, "size")),
            crossed
                .is_some_and(|(from, until)| from >= until)
                .then_some((BlockCode::Validity, "validUntil")),
        ];
        match checks.into_iter().flatten().next() {
            Some(wrong) => Err(wrong),
            None => Ok(clean),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{CollectionId, ProducerId, ProductId};
    use uuid::Uuid;

    #[test]
    fn a_block_has_what_its_kind_has() {
        let collection = Some(CollectionId(Uuid::nil()));
        let product = Some(ProductId(Uuid::nil()));
        let producer = ProducerId(Uuid::nil());
        let base = |kind| BlockContent {
            kind,
            title: Some(" Quà  Tết ".to_owned()),
            size: 12,
            ..BlockContent::default()
        };
        let banner = || base(BlockKind::Banner);
        let new = || base(BlockKind::NewProducts);
        let featured = |producers| BlockContent {
            producers,
            ..base(BlockKind::FeaturedProducers)
        };
        for (block, wrong) in [
            (banner(), None),
            (
                BlockContent {
                    product_id: product,
                    ..banner()
                },
                None,
            ),
            (
                BlockContent {
                    title: None,
                    ..banner()
                },
                Some((BlockCode::Text, "title")),
            ),
            (
                BlockContent {
                    body: Some("ă".repeat(501)),
                    ..banner()
                },
                Some((BlockCode::Text, "body")),
            ),
            (
                BlockContent {
                    product_id: product,
                    collection_id: collection,
                    ..banner()
                },
                Some((BlockCode::Link, "collectionId")),
            ),
            (
                base(BlockKind::Collection),
                Some((BlockCode::Link, "collectionId")),
            ),
            (
                BlockContent {
                    collection_id: collection,
                    ..base(BlockKind::Collection)
                },
                None,
            ),
            (
                BlockContent {
                    collection_id: collection,
                    ..new()
                },
                Some((BlockCode::Link, "collectionId")),
            ),
            (
                BlockContent {
                    product_id: product,
                    ..new()
                },
                Some((BlockCode::Link, "productId")),
            ),
            (
                BlockContent {
                    producer_id: Some(producer),
                    ..new()
                },
                Some((BlockCode::Link, "producerId")),
            ),
            (
                BlockContent {
                    producers: vec![producer],
                    ..new()
                },
                Some((BlockCode::Link, "producerIds")),
            ),
            (featured(vec![]), Some((BlockCode::Link, "producerIds"))),
            (featured(vec![producer]), None),
            (
                featured(vec![producer; 2]),
                Some((BlockCode::Link, "producerIds")),
            ),
            (
                BlockContent { size: 0, ..new() },
                Some((BlockCode::Size, "size")),
            ),
            (
                BlockContent { size: 25, ..new() },
                Some((BlockCode::Size, "size")),
            ),
        ] {
            assert_eq!(block.checked().err(), wrong, "{block:?}");
        }
        assert_eq!(
            banner().checked().unwrap().title.as_deref(),
            Some("Quà Tết")
        );
    }
}
