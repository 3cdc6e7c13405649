//! A file's facts.

use crate::MediaType;
use crate::upload::{MAX_ARCHIVE_BYTES, MAX_BYTES};
use kernel::{AccountId, Actor, FileId, Role, Timestamp, text};

/// The longest name, in characters.
pub const MAX_NAME: usize = 200;

/// What a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Belongs to a producer's dossier.
    DossierDocument,
    /// Certificates to be taken into the register.
    RegisterImport,
    /// Certificates taken out of the register; made here, never uploaded.
    RegisterExport,
    /// Products, prices or stock of a producer, to be taken in.
    ListingImport,
    /// The same taken out; made here, never uploaded.
    ListingExport,
    /// Pictures of a producer's products in one archive.
    PictureArchive,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Purpose; 6] = [
        Purpose::DossierDocument,
        Purpose::RegisterImport,
        Purpose::RegisterExport,
        Purpose::ListingImport,
        Purpose::ListingExport,
        Purpose::PictureArchive,
    ];

    /// The name in the database and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Purpose::DossierDocument => "DOSSIER_DOCUMENT",
            Purpose::RegisterImport => "REGISTER_IMPORT",
            Purpose::RegisterExport => "REGISTER_EXPORT",
            Purpose::ListingImport => "LISTING_IMPORT",
            Purpose::ListingExport => "LISTING_EXPORT",
            Purpose::PictureArchive => "PICTURE_ARCHIVE",
        }
    }

    /// The purpose of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|purpose| purpose.as_str() == name)
    }

    /// Whether a file of that type serves the purpose.
    #[must_use]
    pub const fn takes(self, media_type: MediaType) -> bool {
        match self {
            Purpose::DossierDocument => !matches!(media_type, MediaType::Zip),
            Purpose::RegisterImport
            | Purpose::RegisterExport
            | Purpose::ListingImport
            | Purpose::ListingExport => {
                matches!(media_type, MediaType::Csv | MediaType::Xlsx)
            }
            Purpose::PictureArchive => matches!(media_type, MediaType::Zip),
        }
    }

    /// The most bytes of a file for it.
    #[must_use]
    pub const fn max_bytes(self) -> u64 {
        match self {
            Purpose::PictureArchive => MAX_ARCHIVE_BYTES,
            _ => MAX_BYTES,
        }
    }

    /// Whether people upload for it; other files are made here.
    #[must_use]
    pub const fn is_uploaded(self) -> bool {
        !matches!(self, Purpose::RegisterExport | Purpose::ListingExport)
    }

    /// Whether somebody with these roles may upload for the purpose.
    pub(crate) fn uploaded_by(self, actor: &Actor) -> bool {
        match self {
            Purpose::DossierDocument => true,
            Purpose::RegisterImport => {
                actor.has_role(Role::ProgrammeOfficer) || actor.has_role(Role::Administrator)
            }
            Purpose::ListingImport | Purpose::PictureArchive => [
                Role::ProducerOwner,
                Role::ProducerStaff,
                Role::ProducerDelegate,
            ]
            .into_iter()
            .any(|role| actor.has_role(role)),
            Purpose::RegisterExport | Purpose::ListingExport => false,
        }
    }
}

/// The facts of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its id.
    pub id: FileId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What it is for.
    pub purpose: Purpose,
    /// What its owner calls it; see [`clean_name`].
    pub name: String,
    /// Its type.
    pub media_type: MediaType,
    /// Its length in bytes.
    pub bytes: u64,
    /// The SHA-256 of its content, 64 hexadecimal digits in lower case.
    pub sha256: String,
    /// When it was stored.
    pub created_at: Timestamp,
}

/// A file's name as it may stand in a header and on anybody's disk: no path,
/// no characters that a file system or a shell reads as more than a letter, no
/// dot in front, at most [`MAX_NAME`] characters of which the ending stays.
/// `None` when nothing is left.
#[must_use]
pub fn clean_name(name: &str) -> Option<String> {
    let name = text::clean(name);
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
            c => c,
        })
        .collect();
    let plain = plain.trim_start_matches(['.', ' ', '~']).trim_end();
    let length = plain.chars().count();
    if length == 0 {
        return None;
    }
    if length <= MAX_NAME {
        return Some(plain.to_owned());
    }
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 10 => (stem, format!(".{ending}")),
        _ => (plain, String::new()),
    };
    let kept = MAX_NAME - ending.chars().count();
    let stem: String = stem.chars().take(kept).collect();
    Some(format!("{stem}{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        for (given, kept) in [
            ("hồ sơ 2026.pdf", Some("hồ sơ 2026.pdf")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\Users\\An\\sổ.xlsx", Some("sổ.xlsx")),
            ("a\r\nSet-Cookie: x.pdf", Some("a Set-Cookie_ x.pdf")),
            ("\u{202E}fdp.exe", Some("fdp.exe")),
            ("..", None),
            ("a/", None),
            ("  ", None),
            ("", None),
            (".htaccess", Some("htaccess")),
        ] {
            assert_eq!(clean_name(given).as_deref(), kept, "{given:?}");
        }
        let long = clean_name(&format!("{}.xlsx", "đ".repeat(500))).unwrap();
        assert_eq!(long.chars().count(), MAX_NAME);
        assert!(long.ends_with("đ.xlsx"));
        assert_eq!(clean_name(&"x".repeat(500)).unwrap().len(), MAX_NAME);
    }

    #[test]
    fn purposes_round_trip() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::parse(purpose.as_str()), Some(purpose));
        }
        assert!(!Purpose::RegisterImport.takes(MediaType::Pdf));
        assert!(Purpose::DossierDocument.takes(MediaType::Pdf));
        assert!(!Purpose::DossierDocument.takes(MediaType::Zip));
        assert!(Purpose::PictureArchive.takes(MediaType::Zip));
    }
}
