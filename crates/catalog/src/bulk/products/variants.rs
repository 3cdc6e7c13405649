//! The variants of one product: those that there are, as rows change them,
//! and those that rows add. None is taken out by a file.

use super::options::Options;
use super::typed::Typed;
use crate::bulk::cells::Cells;
use crate::bulk::field::Field;
use crate::bulk::known::Known;
use crate::listing::{ContentCode, ListingContent, Parcel, VariantContent, VariantEdit};
use kernel::VariantId;
use spreadsheets::Row;
use std::collections::HashMap;

/// What is on sale of a variant.
struct Live {
    price: i64,
    compare_at_price: Option<i64>,
    on_hand: Option<i64>,
}

impl Typed<'_> {
    /// The variants; `None` where rows change nothing.
    pub(super) fn variants(
        &mut self,
        base: &ListingContent,
        options: &Options,
        known: Option<&Known>,
        stock: &HashMap<VariantId, (i64, i64)>,
        product_name: &str,
    ) -> Option<Vec<VariantEdit>> {
        let there: Vec<VariantEdit> = base.variants.iter().map(as_it_is).collect();
        let mut variants = there.clone();
        self.places.variants = vec![None; variants.len()];
        for row in self.rows {
            let sku = self.columns.text(row, Field::Sku);
            let place = variants.iter().position(|own| own.sku == sku);
            let place = place.unwrap_or_else(|| {
                self.places.variants.push(None);
                variants.push(new(sku));
                variants.len() - 1
            });
            self.places.variants[place] = Some(row.line);
            let on_sale = known.and_then(|known| {
                let own = known.variants.iter();
                let mut own = own.filter(|own| Some(VariantId(own.id)) == variants[place].id);
                own.next().map(|own| Live {
                    price: own.price,
                    compare_at_price: own.compare_at_price,
                    on_hand: stock.get(&own.id.into()).map(|(on_hand, _)| *on_hand),
                })
            });
            self.read(
                row,
                &mut variants[place],
                options,
                on_sale.as_ref(),
                product_name,
            );
        }
        (variants != there).then_some(variants)
    }

    fn read(
        &mut self,
        row: &Row,
        own: &mut VariantEdit,
        options: &Options,
        live: Option<&Live>,
        product_name: &str,
    ) {
        let mut cells = Cells {
            columns: self.columns,
            row,
            problems: Vec::new(),
        };
        if cells.has(Field::Gtin) {
            let gtin = cells.text(Field::Gtin);
            own.gtin = (!gtin.is_empty()).then_some(gtin);
        }
        own.choices.resize(options.now.len(), String::new());
        for nth in 0..options.now.len() {
            let said = options.choice(self, row, nth);
            if !said.is_empty() {
                own.choices[nth] = said;
            }
        }
        let name = cells.text(Field::VariantName);
        if !name.is_empty() {
            own.name = name;
        } else if own.name.is_empty() {
            own.name = match own.choices.is_empty() {
                true => product_name.chars().take(100).collect(),
                false => own.choices.join(" / "),
            };
        }
        if cells.has(Field::VariantNameEn) {
            let name = cells.text(Field::VariantNameEn);
            own.name_en = (!name.is_empty()).then_some(name);
        }
        match cells.small(Field::WeightGrams) {
            Some(grams) => own.weight_grams = grams,
            None if own.id.is_none() && cells.text(Field::WeightGrams).is_empty() => {
                cells.refuse(Field::WeightGrams, ContentCode::Required);
            }
            None => {}
        }
        parcel(&mut cells, own);
        own.min_per_order = cells.small(Field::MinPerOrder).or(own.min_per_order);
        own.max_per_order = cells.small(Field::MaxPerOrder).or(own.max_per_order);
        // What is on sale already may be told as it is, not otherwise.
        let news = |said: Option<i64>, now: Option<Option<i64>>| match now {
            Some(now) => said.filter(|_| said != now),
            None => said,
        };
        let price = cells.whole(Field::Price);
        own.price = news(price, live.map(|live| Some(live.price)));
        let compare = cells.whole(Field::CompareAtPrice);
        own.compare_at_price = news(compare, live.map(|live| live.compare_at_price));
        let units = cells.whole(Field::OnHand);
        own.units = news(units, live.map(|live| live.on_hand));
        self.problems.extend(cells.problems);
    }
}

/// The three sides of a parcel, or none of them.
fn parcel(cells: &mut Cells<'_>, own: &mut VariantEdit) {
    const SIDES: [Field; 3] = [Field::LengthMm, Field::WidthMm, Field::HeightMm];
    if !SIDES.iter().any(|side| cells.has(*side)) {
        return;
    }
    let before = cells.problems.len();
    let sides = SIDES.map(|side| cells.small(side));
    own.parcel = match sides {
        [None, None, None] => None,
        [Some(length_mm), Some(width_mm), Some(height_mm)] => Some(Parcel {
            length_mm,
            width_mm,
            height_mm,
        }),
        sides => {
            if cells.problems.len() == before {
                let missing = SIDES.iter().zip(sides).find(|(_, side)| side.is_none());
                let missing = missing.map_or(Field::LengthMm, |(side, _)| *side);
                cells.refuse(missing, ContentCode::Required);
            }
            return;
        }
    };
}

fn new(sku: String) -> VariantEdit {
    VariantEdit {
        id: None,
        sku,
        gtin: None,
        name: String::new(),
        name_en: None,
        choices: Vec::new(),
        weight_grams: 0,
        parcel: None,
        min_per_order: None,
        max_per_order: None,
        price: None,
        compare_at_price: None,
        units: None,
    }
}

/// A variant that stays as it is.
fn as_it_is(own: &VariantContent) -> VariantEdit {
    VariantEdit {
        id: Some(own.id),
        sku: own.sku.clone(),
        gtin: own.gtin.clone(),
        name: own.name.clone(),
        name_en: own.name_en.clone(),
        choices: own.choices.clone(),
        weight_grams: own.weight_grams,
        parcel: own.parcel,
        min_per_order: Some(own.min_per_order),
        max_per_order: Some(own.max_per_order),
        price: None,
        compare_at_price: None,
        units: None,
    }
}
