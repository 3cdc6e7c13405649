//! A market as large as asked for, the same for the same numbers: product N
//! is the same product in every run, whatever the size of the market.

use catalog::listing::{Attribute, AttributeValue};
use catalog::{ListingStatus, NewImage, NewProduct, NewVariant, ProductKind};
use chrono::{Duration, NaiveDate};
use kernel::clock::{day_in_vietnam, days_before};
use kernel::{CertificateId, Money, ProducerId, Timestamp, text};
use programme::taxonomy::{self, ProductGroup};
use programme::{IssuerLevel, LegalForm, NewCertificate, NewProducer};
use std::collections::BTreeMap;

/// Of so many certificates one has expired: the gate has something to do.
const ONE_EXPIRED_IN: usize = 20;

/// Product sets by Decision 148/QĐ-TTg and a speciality of each.
const SPECIALITIES: &[(i32, &str)] = &[
    (1, "Bưởi Diễn"),
    (2, "Cá bống kho tộ"),
    (3, "Gạo nếp hạt cau"),
    (4, "Mật ong hoa nhãn"),
    (5, "Cơm cháy"),
    (6, "Bún khô"),
    (7, "Mứt gừng"),
    (8, "Chả mực"),
    (9, "Nước mắm cá cơm"),
    (10, "Muối ớt"),
    (11, "Trà shan tuyết"),
    (13, "Cà phê bột"),
    (14, "Rượu nếp cái hoa vàng"),
    (17, "Nước ép dứa"),
    (18, "Trà hoa vàng"),
    (20, "Giỏ cói"),
    (22, "Khăn lụa"),
    (24, "Cây mai cảnh"),
];

const QUALITIES: &[&str] = &[
    "truyền thống",
    "đặc sản",
    "thượng hạng",
    "hữu cơ",
    "cổ truyền",
    "nguyên chất",
];

const STORY: &str = "Nghề này được truyền qua nhiều đời trong làng. Nguyên liệu được chọn từ \
    những thửa ruộng quen thuộc, làm thủ công từng mẻ nhỏ và phơi dưới nắng đầu mùa. \
    Mỗi gói hàng là công sức của cả một gia đình, được hội đồng cấp tỉnh chấm điểm và \
    kiểm tra hằng năm.\n\nNgười mua có thể đến thăm xưởng, xem cách làm và gặp những người thợ.";

/// A commune where producers sit.
pub(crate) struct Place {
    pub(crate) code: String,
    pub(crate) province: String,
    pub(crate) name: String,
}

/// How many producers sell so many products.
pub(crate) fn producers_of(products: usize) -> usize {
    (products * 3 / 10).max(1)
}

/// The producer of a product.
pub(crate) fn seller_of(product: usize) -> usize {
    // Ten products in turn for three producers: 4, 3 and 3.
    product / 10 * 3 + [0, 0, 0, 0, 1, 1, 1, 2, 2, 2][product % 10]
}

/// Producer number `n`.
pub(crate) fn producer(n: usize, place: &Place) -> NewProducer {
    let legal_form = [
        LegalForm::Cooperative,
        LegalForm::HouseholdBusiness,
        LegalForm::Llc,
        LegalForm::Farm,
    ][n % 4];
    NewProducer {
        legal_form,
        name: format!(
            "{} {} {n}",
            legal_form.name(kernel::Language::Vi),
            place.name
        ),
        name_en: None,
        tax_code: None,
        phone: format!("09{:08}", n % 100_000_000),
        email: format!("p{n}@vidu.example"),
        street: format!("Thôn {}", n % 12 + 1),
        commune_code: place.code.clone(),
        province_code: place.province.clone(),
        founded_year: Some(i32::try_from(1990 + n % 30).unwrap_or(1990)),
        story: Some(STORY.to_owned()),
        story_en: None,
        demo: true,
        registration_number: None,
        representative: None,
    }
}

fn speciality(n: usize) -> (i32, String) {
    let mut chance = fastrand::Rng::with_seed(n as u64);
    let (set, name) = SPECIALITIES[chance.usize(..SPECIALITIES.len())];
    let quality = QUALITIES[chance.usize(..QUALITIES.len())];
    (set, format!("{name} {quality}"))
}

/// The certificate of product number `n`.
pub(crate) fn certificate(n: usize, producer_id: ProducerId, now: Timestamp) -> NewCertificate {
    let (_, name) = speciality(n);
    let stars = [3, 3, 3, 4, 4, 5][n % 6];
    let expired = n % ONE_EXPIRED_IN == ONE_EXPIRED_IN - 1;
    let ago = if expired { 1_200 } else { 10 + n % 900 };
    let (issuer, issuer_level) = if stars == 5 {
        ("Bộ Nông nghiệp và Môi trường", IssuerLevel::Ministry)
    } else {
        ("Uỷ ban nhân dân tỉnh", IssuerLevel::Province)
    };
    NewCertificate {
        number: format!("DEMO-{n:07}"),
        producer_id,
        product_name: name,
        stars,
        score_hundredths: [0, 0, 0, 6_000, 8_000, 9_300][usize::try_from(stars).unwrap_or(3)],
        potential_five: false,
        issuer: issuer.to_owned(),
        issuer_level,
        decision_number: format!("DEMO-QĐ-{n:07}"),
        issued_on: day(now, ago),
        recognised_year: None,
        demo: true,
    }
}

fn day(now: Timestamp, ago: usize) -> NaiveDate {
    days_before(day_in_vietnam(now), ago as u64 as _)
}

/// Product number `n`.
pub(crate) fn product(
    n: usize,
    certificate: CertificateId,
    now: Timestamp,
) -> Result<NewProduct, String> {
    let (product_set, name) = speciality(n);
    let set = taxonomy::product_set(product_set).ok_or("an unknown product set")?;
    let kind = if set.group == ProductGroup::Tourism {
        ProductKind::Service
    } else {
        ProductKind::Goods
    };
    let base = 15_000 + i64::try_from(n % 97).unwrap_or(0) * 5_000;
    let variants = [
        ("250 g", 1, 300),
        ("500 g", 2, 550),
        ("Hộp quà 1 kg", 5, 1_200),
    ];
    let variants = variants.iter().take(1 + n % 3).enumerate();
    let variants = variants.map(|(at, (size, times, weight_grams))| {
        Ok(NewVariant {
            sku: format!("SP{n}-{at}"),
            name: (*size).to_owned(),
            name_en: None,
            price: Money::new(base * times).map_err(|error| error.to_string())?,
            compare_at_price: None,
            weight_grams: *weight_grams,
            stock: 100_000,
        })
    });
    Ok(NewProduct {
        slug: format!("{}-{n}", text::slug(&name)),
        certificate: Some(certificate),
        product_set,
        kind,
        name: format!("{name} số {n}"),
        name_en: None,
        story: Some(STORY.to_owned()),
        story_en: None,
        ingredients: Some("Nguyên liệu trong xã, muối, đường".to_owned()),
        origin: Some("Việt Nam".to_owned()),
        usage_notes: Some("Bảo quản nơi khô ráo, tránh ánh nắng".to_owned()),
        shelf_life_days: Some(180),
        abv_tenths: matches!(product_set, 14 | 15).then_some(295),
        attributes: attributes(n, product_set),
        status: ListingStatus::Approved,
        published_at: now - Duration::minutes(i64::try_from(n * 7_919 % 500_009).unwrap_or(0)),
        demo: true,
        variants: variants.collect::<Result<_, String>>()?,
        images: vec![NewImage {
            path: format!("demo/{}.svg", set.group.as_str().to_lowercase()),
            alt: name,
            alt_en: None,
            width: 800,
            height: 600,
        }],
    })
}

/// The typed facts of product number `n`: one of three kinds of storage, most of
/// them the first; what a drink holds; what a handicraft is made of.
fn attributes(n: usize, product_set: i32) -> BTreeMap<String, AttributeValue> {
    let choice = |code: &str| AttributeValue::Choice(code.to_owned());
    let stored = match n % 50 {
        0 => "FROZEN",
        1..=4 => "CHILLED",
        _ => "AMBIENT",
    };
    let facts = [
        ("STORAGE_TEMPERATURE", choice(stored)),
        (
            "CAPACITY_ML",
            AttributeValue::Number([330, 500, 750][n % 3]),
        ),
        ("MATERIAL", choice(["SEDGE", "WOOD", "CERAMIC"][n % 3])),
    ];
    let fits = |code: &str| Attribute::find(code).is_some_and(|own| own.fits(product_set));
    facts
        .into_iter()
        .filter(|(code, _)| fits(code))
        .map(|(code, value)| (code.to_owned(), value))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_the_same_in_every_run_and_like_no_other() {
        let now = Timestamp::UNIX_EPOCH + Duration::days(20_000);
        let id = CertificateId(uuid::Uuid::nil());
        let make = |n| format!("{:?}", product(n, id, now).unwrap());
        assert_eq!(make(4_711), make(4_711));
        let slugs: std::collections::HashSet<String> = (0..2_000)
            .map(|n| product(n, id, now).unwrap().slug)
            .collect();
        assert_eq!(slugs.len(), 2_000);
    }

    #[test]
    fn every_producer_sells_something() {
        let sellers: std::collections::HashSet<usize> = (0..20_000).map(seller_of).collect();
        assert_eq!(sellers.len(), producers_of(20_000));
        assert_eq!(sellers.iter().max(), Some(&(producers_of(20_000) - 1)));
    }
}
