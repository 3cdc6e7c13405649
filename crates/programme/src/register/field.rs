//! Which column of a spreadsheet is what.

use kernel::Language;
use spreadsheets::{Wanted, plain};

/// What a column of the register may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Field {
    /// The product as the decision names it.
    ProductName,
    /// The producer's name.
    ProducerName,
    /// The producer's tax code.
    TaxCode,
    /// What the producer is before the law; guessed from its name where empty.
    LegalForm,
    /// The producer's province: its code or name.
    Province,
    /// The producer's commune: its code or name.
    Commune,
    /// House, street, hamlet.
    Street,
    /// The producer's telephone number.
    Phone,
    /// The producer's e-mail address.
    Email,
    /// The number of the decision.
    DecisionNumber,
    /// The number printed on the certificate; made from the decision where
    /// empty.
    CertificateNumber,
    /// The day of issue.
    IssuedOn,
    /// 3 to 5.
    Stars,
    /// The council's average.
    Score,
    /// Whether it was forwarded to the centre.
    PotentialFive,
    /// Who issued it.
    Issuer,
    /// The issuer's level.
    IssuerLevel,
    /// What the state says of it today; in force where empty.
    Status,
    /// The year of the round.
    RecognisedYear,
}

impl Field {
    /// Every field, in the order of an export's columns.
    pub const ALL: [Field; 19] = [
        Field::ProductName,
        Field::ProducerName,
        Field::TaxCode,
        Field::LegalForm,
        Field::Province,
        Field::Commune,
        Field::Street,
        Field::Phone,
        Field::Email,
        Field::DecisionNumber,
        Field::CertificateNumber,
        Field::IssuedOn,
        Field::Stars,
        Field::Score,
        Field::PotentialFive,
        Field::Issuer,
        Field::IssuerLevel,
        Field::Status,
        Field::RecognisedYear,
    ];

    /// The name that people see; also the header of an export.
    #[must_use]
    pub const fn name(self, language: Language) -> &'static str {
        match self {
            Field::ProductName => language.pick("Tên sản phẩm", "Product"),
            Field::ProducerName => language.pick("Chủ thể", "Producer"),
            Field::TaxCode => language.pick("Mã số thuế", "Tax code"),
            Field::LegalForm => language.pick("Loại hình chủ thể", "Legal form"),
            Field::Province => language.pick("Tỉnh/Thành phố", "Province"),
            Field::Commune => language.pick("Xã/Phường", "Commune"),
            Field::Street => language.pick("Địa chỉ", "Street"),
            Field::Phone => language.pick("Điện thoại", "Telephone"),
            Field::Email => language.pick("Email", "E-mail"),
            Field::DecisionNumber => language.pick("Số quyết định", "Decision number"),
            Field::CertificateNumber => language.pick("Số giấy chứng nhận", "Certificate number"),
            Field::IssuedOn => language.pick("Ngày cấp", "Day of issue"),
            Field::Stars => language.pick("Hạng sao", "Stars"),
            Field::Score => language.pick("Điểm", "Score"),
            Field::PotentialFive => language.pick("Tiềm năng 5 sao", "Potential five-star"),
            Field::Issuer => language.pick("Cơ quan cấp", "Issuer"),
            Field::IssuerLevel => language.pick("Cấp công nhận", "Issuer level"),
            Field::Status => language.pick("Trạng thái", "Status"),
            Field::RecognisedYear => language.pick("Năm công nhận", "Year of the round"),
        }
    }

    /// Whether every register has it. The province may be left out by whoever
    /// runs only one.
    fn is_needed(self) -> bool {
        matches!(
            self,
            Field::ProductName
                | Field::ProducerName
                | Field::DecisionNumber
                | Field::IssuedOn
                | Field::Stars
                | Field::Score
        )
    }

    /// Further usual headers, plain as [`plain`] makes them.
    const fn others(self) -> &'static [&'static str] {
        match self {
            Field::ProductName => &["san pham", "ten san pham ocop", "san pham ocop"],
            Field::ProducerName => &[
                "ten chu the",
                "chu the san xuat",
                "ten chu the san xuat",
                "co so san xuat",
                "don vi san xuat",
            ],
            Field::TaxCode => &["mst", "ma so thue doanh nghiep", "ma so doanh nghiep"],
            Field::LegalForm => &["loai hinh", "loai hinh to chuc"],
            Field::Province => &[
                "tinh",
                "tinh thanh",
                "tinh tp",
                "dia phuong",
                "tinh thanh pho",
            ],
            Field::Commune => &["xa", "phuong", "xa phuong dac khu", "xa phuong thi tran"],
            Field::Street => &["dia chi chu the", "dia chi san xuat", "dia chi chi tiet"],
            Field::Phone => &["so dien thoai", "sdt", "dien thoai lien he"],
            Field::Email => &["e mail", "thu dien tu", "dia chi email"],
            Field::DecisionNumber => &[
                "so qd",
                "quyet dinh",
                "quyet dinh so",
                "so quyet dinh cong nhan",
                "quyet dinh cong nhan",
            ],
            Field::CertificateNumber => {
                &["so gcn", "so chung nhan", "giay chung nhan", "so giay cn"]
            }
            Field::IssuedOn => &[
                "ngay cap giay chung nhan",
                "ngay quyet dinh",
                "ngay cong nhan",
                "ngay ky",
                "ngay ban hanh",
            ],
            Field::Stars => &[
                "sao",
                "so sao",
                "hang",
                "phan hang",
                "xep hang",
                "phan hang sao",
            ],
            Field::Score => &["diem so", "diem danh gia", "tong diem", "diem trung binh"],
            Field::PotentialFive => &["tiem nang"],
            Field::Issuer => &[
                "co quan cong nhan",
                "don vi cap",
                "noi cap",
                "co quan ban hanh",
            ],
            Field::IssuerLevel => &["cap co quan"],
            Field::Status => &["tinh trang"],
            Field::RecognisedYear => &["nam"],
        }
    }
}

impl spreadsheets::Field for Field {
    fn is_called(self, header: &str) -> bool {
        plain(self.name(Language::Vi)) == header
            || plain(self.name(Language::En)) == header
            || self.others().contains(&header)
    }

    fn title(self) -> String {
        self.name(Language::Vi).to_owned()
    }
}

/// Where each field stands in a register.
pub(super) type Columns = spreadsheets::Columns<Field>;

/// What a register is looked through for.
pub(super) const WANTED: Wanted<'static, Field> = Wanted {
    usual: &Field::ALL,
    needed: Field::is_needed,
    made: |_| None,
};

#[cfg(test)]
mod tests {
    use super::*;
    use spreadsheets::{Refusal, RefusalCode};

    fn find(headers: &[&str], given: &[(Field, String)]) -> Result<Columns, Refusal> {
        let headers = headers.iter().map(|header| (*header).to_owned()).collect();
        Columns::find(headers, given, &WANTED)
    }

    const USUAL: [&str; 8] = [
        "STT",
        "TÊN  SẢN PHẨM",
        "Chủ thể (đơn vị)",
        "MST",
        "Số QĐ",
        "Ngày cấp (dd/mm/yyyy)",
        "Hạng sao",
        "Điểm",
    ];

    #[test]
    fn usual_headers_are_known_whatever_the_marks() {
        let columns = find(&USUAL, &[]).unwrap();
        let place = |field| columns.place(field);
        assert_eq!(place(Field::ProductName), Some(1));
        assert_eq!(place(Field::ProducerName), Some(2));
        assert_eq!(place(Field::TaxCode), Some(3));
        assert_eq!(place(Field::IssuedOn), Some(5));
        assert_eq!(place(Field::Stars), Some(6));
        assert_eq!(place(Field::Email), None);
    }

    #[test]
    fn exported_headers_lead_each_to_its_own_field() {
        for language in [Language::Vi, Language::En] {
            let headers: Vec<&str> = Field::ALL
                .iter()
                .map(|field| field.name(language))
                .collect();
            let columns = find(&headers, &[]).unwrap();
            for (at, field) in Field::ALL.into_iter().enumerate() {
                assert_eq!(columns.place(field), Some(at), "{field:?}");
            }
        }
    }

    #[test]
    fn a_given_column_goes_before_a_guess() {
        let given = [(Field::Score, "STT".to_owned())];
        assert_eq!(find(&USUAL, &given).unwrap().place(Field::Score), Some(0));
        let given = [(Field::Score, "Không có".to_owned())];
        let refusal = find(&USUAL, &given).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::MappedColumnMissing);
        let refusal = find(&USUAL[..7], &[]).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::ColumnMissing);
        assert_eq!(refusal.place.as_deref(), Some("Điểm"));
    }
}
