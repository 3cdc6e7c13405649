//! Which types of files there are, told by their first bytes.

/// How many bytes of its head decide whether a file looks like its type.
pub(crate) const HEAD: usize = 512;

/// A type of file that may be uploaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaType {
    /// A document in PDF.
    Pdf,
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// A table as text.
    Csv,
    /// A workbook of Excel since 2007.
    Xlsx,
    /// An archive.
    Zip,
}

impl MediaType {
    /// Every type.
    pub const ALL: [MediaType; 6] = [
        MediaType::Pdf,
        MediaType::Jpeg,
        MediaType::Png,
        MediaType::Csv,
        MediaType::Xlsx,
        MediaType::Zip,
    ];

    /// The name in the database and in `Content-Type`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            MediaType::Pdf => "application/pdf",
            MediaType::Jpeg => "image/jpeg",
            MediaType::Png => "image/png",
            MediaType::Csv => "text/csv",
            MediaType::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            MediaType::Zip => "application/zip",
        }
    }

    /// The type of that name, in whatever case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|media_type| media_type.as_str().eq_ignore_ascii_case(name))
    }

    /// Whether a file that begins with `head` (all of it, or its first 512
    /// bytes) looks like this type. Text has no mark of its own: it is what
    /// bears no other type's mark and has no NUL, unless a byte-order mark
    /// says that it is UTF-16.
    #[must_use]
    pub fn fits(self, head: &[u8]) -> bool {
        match self {
            MediaType::Csv => {
                let sixteen = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
                let other = FOREIGN.iter().any(|mark| head.starts_with(mark));
                !other && (sixteen || !head.contains(&0))
            }
            MediaType::Pdf => head.starts_with(b"%PDF-"),
            MediaType::Jpeg => head.starts_with(&[0xFF, 0xD8, 0xFF]),
            MediaType::Png => head.starts_with(b"\x89PNG\r\n\x1a\n"),
            // Whether the archive is a workbook is seen when it is read.
            MediaType::Xlsx | MediaType::Zip => head.starts_with(b"PK\x03\x04"),
        }
    }
}

/// How files begin that somebody may call a text.
const FOREIGN: [&[u8]; 9] = [
    b"%PDF-",
    &[0xFF, 0xD8, 0xFF],
    b"\x89PNG",
    b"PK\x03\x04",
    // Workbooks of Excel before 2007, GIF, programs, compressed files.
    &[0xD0, 0xCF, 0x11, 0xE0],
    b"GIF8",
    b"\x7fELF",
    b"MZ",
    &[0x1F, 0x8B],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_decide() {
        use MediaType::{Csv, Jpeg, Pdf, Png, Xlsx, Zip};
        let heads: [(&[u8], &[MediaType]); 11] = [
            (b"%PDF-1.7\n", &[Pdf]),
            (&[0xFF, 0xD8, 0xFF, 0xE0], &[Jpeg]),
            (b"\x89PNG\r\n\x1a\n", &[Png]),
            (b"PK\x03\x04", &[Xlsx, Zip]),
            ("Tên sản phẩm,Chủ thể".as_bytes(), &[Csv]),
            (&[0xFF, 0xFE, b'a', 0], &[Csv]),
            (b"a\0b", &[]),
            (b"GIF89a", &[]),
            (b"MZ\x90", &[]),
            (&[0xD0, 0xCF, 0x11, 0xE0, 0xA1], &[]),
            (b"\x7fELF", &[]),
        ];
        for (head, types) in heads {
            for media_type in MediaType::ALL {
                let fits = media_type.fits(head);
                assert_eq!(fits, types.contains(&media_type), "{media_type:?} {head:?}");
            }
        }
    }

    #[test]
    fn names_round_trip() {
        for media_type in MediaType::ALL {
            assert_eq!(MediaType::parse(media_type.as_str()), Some(media_type));
        }
        assert_eq!(MediaType::parse("TEXT/CSV"), Some(MediaType::Csv));
        assert_eq!(MediaType::parse("text/html"), None);
    }
}
