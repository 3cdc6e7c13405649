//! An empty table to begin with: its header, one row as an example, and what
//! each column is for.

use super::field::Field;
use super::kind::TableKind;
use super::write::header;
use kernel::Language;
use spreadsheets::{Format, Table, Value, WriteError};

/// The table of that kind as a file. A workbook has a second sheet that
/// explains the columns. Takes its time: not for the async executor.
///
/// # Errors
/// [`WriteError`].
pub fn template(
    kind: TableKind,
    format: Format,
    language: Language,
) -> Result<Vec<u8>, WriteError> {
    let fields = Field::of(kind);
    let mut table = Table::new(header(kind, language));
    let example = fields.iter().map(|field| example(*field, kind, language));
    let row: Vec<Value> = example.collect();
    table.add(row);
    let [column, needed, meaning] = match language {
        Language::Vi => ["Cột", "Bắt buộc", "Ý nghĩa"],
        Language::En => ["Column", "Needed", "What it is for"],
    };
    let mut notes = Table::new([column, needed, meaning]);
    for field in fields {
        let needed = match field.is_needed(kind) {
            true => "x",
            false => "",
        };
        notes.add([
            Value::text(field.name(language)),
            Value::text(needed),
            Value::text(meaning_of(*field, kind, language)),
        ]);
    }
    for note in general(kind, language) {
        notes.add([Value::NOTHING, Value::NOTHING, Value::text(*note)]);
    }
    let name = language.pick("Hướng dẫn", "Explanations");
    table.explained(name, notes).write(format)
}

#[rustfmt::skip]
fn example(field: Field, kind: TableKind, language: Language) -> Value {
    let text = |vietnamese, english| Value::text(language.pick(vietnamese, english));
    match field {
        Field::Sku => Value::text("CC-200"),
        Field::OnHand => Value::whole(120),
        Field::Believed if kind == TableKind::Stock => Value::whole(95),
        Field::Price => Value::whole(95_000),
        Field::CompareAtPrice => Value::whole(110_000),
        Field::Tiers => Value::text("10:90000;50:85000"),
        Field::MinPerOrder => Value::whole(1),
        Field::MaxPerOrder => Value::whole(100),
        Field::Product => Value::text("com-chay-co-do"),
        Field::ProductSet => Value::whole(6),
        Field::Name => Value::text("Cơm cháy Cố Đô"),
        Field::NameEn => Value::text("Co Do crispy rice"),
        Field::Certificate => Value::text("12/2025/OCOP-NB"),
        Field::Story => text("Cơm cháy được làm từ gạo nếp của làng.", "Made of the village's rice."),
        Field::Ingredients => text("Gạo nếp, dầu thực vật, muối", "Glutinous rice, oil, salt"),
        Field::Origin => text("Ninh Bình, Việt Nam", "Ninh Binh, Viet Nam"),
        Field::UsageNotes => text("Ăn ngay sau khi mở gói.", "Eat right after opening."),
        Field::Warnings => text("Không dùng khi bao bì rách.", "Do not eat from a torn package."),
        Field::Storage => text("Nơi khô ráo, thoáng mát", "In a cool, dry place"),
        Field::ShelfLifeDays => Value::whole(180),
        Field::DeclarationRegime => Value::text("15/2018/NĐ-CP"),
        Field::DeclarationNumber => Value::text("01/CĐ/2026"),
        Field::DeclarationDate => Value::text("05/01/2026"),
        Field::Attribute("NET_CONTENT") => Value::text("200 g"),
        Field::Option(0) => text("Khối lượng", "Weight"),
        Field::Choice(0) => Value::text("200 g"),
        Field::VariantName => text("Gói 200 g", "Pack of 200 g"),
        Field::Gtin => Value::text("8935049500384"),
        Field::WeightGrams => Value::whole(230),
        Field::LengthMm => Value::whole(200),
        Field::WidthMm => Value::whole(150),
        Field::HeightMm => Value::whole(50),
        _ => Value::NOTHING,
    }
}

#[rustfmt::skip]
fn meaning_of(field: Field, kind: TableKind, language: Language) -> &'static str {
    let products = kind == TableKind::Products;
    let (vietnamese, english) = match field {
        Field::Sku if products => ("Mã riêng của từng phân loại; mỗi mã chỉ ghi một dòng.", "What a variant is known by; one row for each."),
        Field::Sku => ("Mã của phân loại đang bán.", "The SKU of a variant on sale."),
        Field::Name if !products => ("Chỉ để dễ nhìn, không được nhập.", "For the eye only; it is not read."),
        Field::VariantName if !products => ("Chỉ để dễ nhìn, không được nhập.", "For the eye only; it is not read."),
        Field::Reserved | Field::Waiting => ("Chỉ để dễ nhìn, không được nhập.", "For the eye only; it is not read."),
        Field::OnHand if products => ("Tồn kho ban đầu của phân loại chưa bán; phân loại đang bán có tệp tồn kho riêng.", "Units that a new variant begins with; those on sale have a table of stock."),
        Field::OnHand => ("Số lượng đếm được trong kho, kể cả hàng đã bán mà chưa giao.", "Units in the store, those sold and not shipped included."),
        Field::Believed => ("Tồn kho lúc xuất tệp. Nếu tồn kho đã đổi từ lúc đó thì dòng bị báo lỗi, không ghi đè. Có thể bỏ trống.", "On hand when the table was made; a row is refused if that has changed. May be empty."),
        Field::Price if products => ("Giá ban đầu (đồng) của phân loại chưa bán; phân loại đang bán có tệp giá riêng.", "What a new variant costs first, in đồng; those on sale have a table of prices."),
        Field::Price => ("Số nguyên, đơn vị đồng: 95000 hoặc 95.000. Giá thay đổi quá hai lần sẽ chờ kiểm duyệt.", "Whole đồng: 95000 or 95.000. A price that more than doubles or halves waits for a moderator."),
        Field::CompareAtPrice => ("Giá trước khi giảm, phải cao hơn giá bán.", "What it cost before; above the price."),
        Field::Tiers => ("Giá cho người mua nhiều: 10:90000;50:85000 (từ 10 cái giá 90.000 đ, từ 50 cái giá 85.000 đ). Cũng có thể dùng các cột “Giá từ 10”, “Giá từ 50”.", "Prices for many: 10:90000;50:85000. Columns \"Price from 10\", \"Price from 50\" will do, too."),
        Field::MinPerOrder | Field::MaxPerOrder => ("Giới hạn số lượng trong một đơn; thay đổi được ghi vào bản nháp chờ duyệt.", "Limits of one order; a change goes into the draft for moderators."),
        Field::Version => ("Để nguyên như trong tệp xuất: dòng bị báo lỗi nếu người khác đã sửa. Có thể bỏ trống.", "Leave it as it was exported: a row is refused if somebody changed it since. May be empty."),
        Field::Product => ("Mã do bạn đặt hoặc đường dẫn của sản phẩm; các dòng cùng mã là một sản phẩm.", "Your own code, or the product's address; rows with the same are one product."),
        Field::ProductSet => ("Số từ 1 đến 26 hoặc tên bộ sản phẩm; cần cho sản phẩm mới.", "1 to 26, or the set's name; needed for a new product."),
        Field::Certificate => ("Giấy chứng nhận OCOP còn hiệu lực của chính chủ thể.", "An OCOP certificate of the producer that is in force."),
        Field::DeclarationRegime => ("15/2018/NĐ-CP, 46/2026/NĐ-CP hoặc Khác.", "15/2018/NĐ-CP, 46/2026/NĐ-CP or other."),
        Field::DeclarationDate => ("Ngày/tháng/năm.", "Day/month/year."),
        Field::Option(_) => ("Điều làm các phân loại khác nhau, ví dụ Khối lượng.", "By what variants differ, such as weight."),
        Field::Choice(_) => ("Giá trị của tùy chọn cho phân loại này, ví dụ 200 g.", "This variant's value of the option, such as 200 g."),
        Field::WeightGrams => ("Gam, kể cả bao bì; cần cho phân loại mới.", "Grams, with packaging; needed for a new variant."),
        Field::Gtin => ("8, 12, 13 hoặc 14 chữ số; định dạng ô là văn bản để không mất số 0.", "8, 12, 13 or 14 digits; format the cell as text so that no 0 is lost."),
        Field::LengthMm | Field::WidthMm | Field::HeightMm => ("Kích thước kiện hàng bằng milimét; ghi cả ba hoặc không.", "The parcel's sides in millimetres; all three or none."),
        Field::Attribute(_) => ("Thuộc tính; chỉ ghi nếu bộ sản phẩm có.", "An attribute, where the product set has it."),
        Field::Abv => ("Chỉ dành cho đồ uống có cồn, ví dụ 29,5.", "For alcohol only, such as 29.5."),
        _ => ("", ""),
    };
    language.pick(vietnamese, english)
}

fn general(kind: TableKind, language: Language) -> &'static [&'static str] {
    match (kind, language) {
        (TableKind::Products, Language::Vi) => &[
            "Xóa dòng ví dụ trước khi nhập. Cột không có trong tệp được giữ nguyên; ô để trống sẽ xóa nội dung cũ.",
            "Sản phẩm mới là bản nháp; thay đổi chỉ hiện ra sau khi được duyệt. Phân loại không có trong tệp vẫn được giữ.",
        ],
        (TableKind::Products, Language::En) => &[
            "Delete the example before you import. What has no column stays; an empty cell takes away what was there.",
            "New products are drafts, and a change shows once a moderator approves it. Variants that the file leaves out stay.",
        ],
        (_, Language::Vi) => {
            &["Xóa dòng ví dụ trước khi nhập. Mã SKU không có trong tệp được giữ nguyên."]
        }
        (_, Language::En) => &[
            "Delete the example before you import. SKUs that the file leaves out stay as they are.",
        ],
    }
}
