//! Why a moderator does not let something be public.

kernel::codes! {
    /// Why a moderator does not let the words of a shopper be public.
    RefusalReason {
        /// It insults.
        Insult = "INSULT": "Nội dung xúc phạm hoặc thiếu văn hoá." / "It insults.",
        /// It tells of people what is theirs alone.
        PersonalData = "PERSONAL_DATA": "Nội dung có thông tin cá nhân (số điện thoại, địa chỉ, email…)." / "It holds personal data (a telephone number, an address, an e-mail address …).",
        /// It advertises something else.
        Advertising = "ADVERTISING": "Nội dung quảng cáo hoặc dẫn sang nơi bán khác." / "It advertises, or leads elsewhere.",
        /// It is not about the product.
        NotAboutProduct = "NOT_ABOUT_PRODUCT": "Nội dung không nói về sản phẩm." / "It is not about the product.",
        /// Nobody can tell what it says.
        Unintelligible = "UNINTELLIGIBLE": "Nội dung không rõ nghĩa." / "Nobody can tell what it says.",
        /// A picture shows something else, or people who were not asked.
        Picture = "PICTURE": "Ảnh không phù hợp." / "A picture does not belong there.",
        /// The law forbids it.
        Unlawful = "UNLAWFUL": "Nội dung vi phạm pháp luật." / "The law forbids it.",
        /// It says that the product heals.
        HealthClaim = "HEALTH_CLAIM": "Nội dung nói sản phẩm chữa bệnh, trái quy định về quảng cáo." / "It says that the product heals.",
        /// Another one, which the note tells.
        Other = "OTHER": "Lý do khác, xem ghi chú." / "Another reason; see the note.",
    }
}
