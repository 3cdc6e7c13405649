//! Why a file became no picture.

kernel::codes! {
    /// Why a file became no picture.
    PictureRefusal {
        /// Not a JPEG, PNG or WebP, or not what its type says.
        WrongType = "WRONG_TYPE": "Tệp không phải ảnh JPEG, PNG hoặc WebP, hoặc không đúng loại đã khai." / "The file is no JPEG, PNG or WebP, or not what its type says.",
        /// No byte came.
        Empty = "EMPTY": "Tệp rỗng." / "The file is empty.",
        /// More bytes than a picture may have.
        TooLarge = "TOO_LARGE": "Ảnh vượt quá 10 MB." / "The picture has more than 10 MB.",
        /// More pixels than are taken.
        TooManyPixels = "TOO_MANY_PIXELS": "Ảnh có quá nhiều điểm ảnh (tối đa 16 megapixel với JPEG, 12 megapixel với PNG và WebP, mỗi cạnh tối đa 12.000). Hãy thu nhỏ ảnh." / "The picture has too many pixels (at most 16 megapixels of a JPEG, 12 of a PNG or WebP, and 12,000 a side). Make it smaller.",
        /// Of so many pixels, saved in a way that takes too much memory to read: a
        /// progressive JPEG, a PNG of 16 bits a colour, a lossless WebP.
        TooComplex = "TOO_COMPLEX": "Kiểu lưu của ảnh cần quá nhiều bộ nhớ để đọc. Hãy thu nhỏ ảnh, hoặc lưu thành ảnh JPEG thông thường." / "The picture is saved in a way that takes too much memory to read. Make it smaller, or save it as an ordinary JPEG.",
        /// Fewer pixels than are worth showing.
        TooSmall = "TOO_SMALL": "Ảnh quá nhỏ, mỗi cạnh cần ít nhất 100 điểm ảnh." / "The picture is too small: each side needs 100 pixels.",
        /// It moves.
        Animated = "ANIMATED": "Không nhận ảnh động." / "Pictures that move are not taken.",
        /// It ends in the middle.
        Truncated = "TRUNCATED": "Tệp ảnh bị cắt ngang, thiếu phần cuối." / "The file ends in the middle.",
        /// It cannot be decoded, or not in time.
        Damaged = "DAMAGED": "Không đọc được ảnh, tệp có thể bị hỏng." / "The picture cannot be read; it may be damaged.",
    }
}
