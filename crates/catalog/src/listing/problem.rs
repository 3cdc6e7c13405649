//! What is wrong with what somebody typed.

kernel::codes! {
    /// What is wrong with a part of a listing.
    ContentCode {
        /// Nothing where something must be.
        Required = "REQUIRED": "Thiếu thông tin bắt buộc." / "This is required.",
        /// A text is too long.
        TooLong = "TOO_LONG": "Nội dung quá dài." / "The text is too long.",
        /// More than there may be.
        TooMany = "TOO_MANY": "Quá nhiều mục." / "There are too many.",
        /// A number that is not whole, too small or too large.
        OutOfRange = "OUT_OF_RANGE": "Giá trị nằm ngoài giới hạn cho phép." / "The value is outside its limits.",
        /// Not what the field holds.
        Invalid = "INVALID": "Giá trị không hợp lệ." / "The value is not valid.",
        /// The same twice.
        Duplicate = "DUPLICATE": "Giá trị bị trùng." / "The value is there twice.",
        /// Another variant of the producer has this SKU.
        SkuTaken = "SKU_TAKEN": "Mã SKU đã được dùng cho một phân loại khác của chủ thể." / "Another variant of the producer has this SKU.",
        /// Not a GTIN, or its check digit is wrong.
        GtinInvalid = "GTIN_INVALID": "Mã GTIN không hợp lệ (sai độ dài hoặc chữ số kiểm tra)." / "Not a GTIN: its length or its check digit is wrong.",
        /// A variant has not one value of every option.
        ChoicesMismatch = "CHOICES_MISMATCH": "Mỗi phân loại phải chọn đúng một giá trị của từng tùy chọn." / "Every variant needs one value of every option.",
        /// Several variants and nothing that tells them apart.
        OptionsMissing = "OPTIONS_MISSING": "Có nhiều phân loại thì phải có tùy chọn để phân biệt." / "Several variants need an option that tells them apart.",
        /// There is no such variant of this product.
        UnknownVariant = "UNKNOWN_VARIANT": "Không có phân loại này của sản phẩm." / "The product has no such variant.",
        /// There is no such picture of this producer.
        UnknownPicture = "UNKNOWN_PICTURE": "Không có ảnh này của chủ thể." / "The producer has no such picture.",
        /// There is no such certificate of this producer.
        UnknownCertificate = "UNKNOWN_CERTIFICATE": "Không có giấy chứng nhận này của chủ thể." / "The producer has no such certificate.",
        /// Products of this set do not have the attribute.
        UnknownAttribute = "UNKNOWN_ATTRIBUTE": "Bộ sản phẩm này không có thuộc tính đó." / "Products of this set have no such attribute.",
        /// A video of a site that is not on the list.
        VideoNotAllowed = "VIDEO_NOT_ALLOWED": "Chỉ nhận liên kết video của YouTube, Vimeo hoặc TikTok." / "Only links to videos on YouTube, Vimeo or TikTok are taken.",
        /// The earlier price is not above the price.
        CompareAtTooLow = "COMPARE_AT_TOO_LOW": "Giá gốc phải cao hơn giá bán." / "The earlier price must be above the price.",
        /// Strength by volume is for alcohol only.
        NotAlcohol = "NOT_ALCOHOL": "Chỉ đồ uống có cồn mới ghi độ cồn." / "Only alcohol has a strength by volume.",
        /// Price and stock of what is live are changed where they apply at once.
        AlreadyLive = "ALREADY_LIVE": "Giá và tồn kho của phân loại đang bán được sửa ở mục giá và tồn kho." / "Price and stock of a variant that is live are changed by themselves.",
    }
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentProblem {
    /// What.
    pub code: ContentCode,
    /// Where: names of fields and positions in lists.
    pub path: Vec<String>,
}

/// Problems as they are found.
#[derive(Default)]
pub(crate) struct Problems(pub(crate) Vec<ContentProblem>);

impl Problems {
    pub(crate) fn add(&mut self, code: ContentCode, path: &[&str]) {
        self.0.push(ContentProblem {
            code,
            path: path.iter().map(|part| (*part).to_owned()).collect(),
        });
    }

    /// A text of one line, cleaned; `None` where nothing is left.
    pub(crate) fn line(&mut self, text: &str, most: usize, path: &[&str]) -> Option<String> {
        self.cleaned(kernel::text::clean(text), most, path)
    }

    /// A text of several lines, cleaned; `None` where nothing is left.
    pub(crate) fn lines(&mut self, text: &str, most: usize, path: &[&str]) -> Option<String> {
        self.cleaned(kernel::text::clean_lines(text), most, path)
    }

    fn cleaned(&mut self, text: String, most: usize, path: &[&str]) -> Option<String> {
        if text.chars().count() > most {
            self.add(ContentCode::TooLong, path);
        }
        (!text.is_empty()).then_some(text)
    }
}
