//! An archive of pictures: what is in it, read without trust. Nothing is
//! unpacked but one entry at a time into memory, and never more of it than it
//! said, nor than a picture may have.

use super::problem::{BulkCode, ImportRefusal, ImportStop, RowCode};
use kernel::text;
use pictures::{MAX_BYTES, PictureRefusal};
use spreadsheets::{Refusal, RefusalCode};
use std::io::{Read, Seek};
use zip::{CompressionMethod, ZipArchive};

/// The most entries.
const MAX_ENTRIES: usize = 2_000;
/// The most bytes of all pictures: they are packed already, so an archive that
/// says that it grows is none of pictures.
const MAX_UNPACKED: u64 = 600_000_000;

/// An entry that is somebody's picture, or what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Where it stands in the archive.
    pub(super) index: usize,
    /// Its name, cleaned.
    pub(super) name: String,
    /// Its bytes, as it says.
    size: u64,
    pub(super) named: Result<Named, RowCode>,
}

/// What a name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) media_type: &'static str,
    /// The SKUs that it may be named after, the likeliest first.
    pub(super) skus: Vec<String>,
    /// The folder, as a product's address or code, folded.
    pub(super) folder: Option<String>,
    /// The name without its number: entries with the same one stand together.
    base: String,
    number: u32,
}

impl Entry {
    /// What stands together.
    pub(super) fn base(&self) -> &str {
        self.named.as_ref().map_or("", |named| named.base.as_str())
    }
}

/// What is in an archive, in an order that its names alone decide: pictures of
/// one name by their number.
pub(super) fn entries<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
) -> Result<Vec<Entry>, ImportRefusal> {
    if archive.len() > MAX_ENTRIES {
        return Err(ImportStop::TooManyEntries.into());
    }
    let mut entries = Vec::with_capacity(archive.len());
    let mut unpacked: u64 = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index);
        let entry = entry.map_err(|_| ImportRefusal::from(ImportStop::ArchiveDamaged))?;
        let raw = entry.name().map(std::borrow::Cow::into_owned);
        let raw = raw.unwrap_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned());
        // Folders, and what systems put beside files.
        if entry.is_dir() || is_litter(&raw) {
            continue;
        }
        let (size, name) = (entry.size(), text::clean(&raw));
        unpacked = unpacked.saturating_add(size);
        let usual = matches!(
            entry.compression(),
            CompressionMethod::Stored | CompressionMethod::Deflated
        );
        let named = if entry.is_symlink() || !is_path(&raw) {
            Err(BulkCode::EntryPath.into())
        } else if entry.encrypted() || !usual {
            Err(BulkCode::EntryUnreadable.into())
        } else if size > limit() {
            Err(PictureRefusal::TooLarge.into())
        } else {
            named(&name)
        };
        entries.push(Entry {
            index,
            name,
            size,
            named,
        });
    }
    if entries.is_empty() {
        return Err(Refusal::of(RefusalCode::Empty).into());
    }
    if unpacked > MAX_UNPACKED {
        return Err(Refusal::of(RefusalCode::TooLarge).into());
    }
    entries.sort_by(|one, other| {
        let key = |entry: &Entry| {
            let named = entry.named.as_ref().ok();
            named.map(|named| (named.base.clone(), named.number))
        };
        (key(one), &one.name, one.index).cmp(&(key(other), &other.name, other.index))
    });
    Ok(entries)
}

/// The bytes of an entry: as many as it said.
pub(super) fn bytes<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    entry: &Entry,
) -> Result<Vec<u8>, RowCode> {
    let unreadable = || RowCode::from(BulkCode::EntryUnreadable);
    let packed = archive.by_index(entry.index).map_err(|_| unreadable())?;
    let mut bytes = Vec::new();
    // One byte more shows that it said too little; its sum is checked at the
    // end.
    let read = packed
        .take(entry.size.min(limit()) + 1)
        .read_to_end(&mut bytes);
    read.map_err(|_| unreadable())?;
    if u64::try_from(bytes.len()) != Ok(entry.size) {
        return Err(unreadable());
    }
    Ok(bytes)
}

fn limit() -> u64 {
    u64::try_from(MAX_BYTES).unwrap_or(u64::MAX)
}

fn is_litter(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    name.starts_with("__MACOSX/") || file.starts_with("._") || {
        let file = file.to_ascii_lowercase();
        matches!(file.as_str(), ".ds_store" | "thumbs.db" | "desktop.ini")
    }
}

/// Whether a name stays within the archive, on any system.
fn is_path(name: &str) -> bool {
    let plain = |c: char| !c.is_control() && !matches!(c, '\\' | ':');
    let parts = name.split('/');
    name.chars().all(plain)
        && parts
            .into_iter()
            .all(|part| !matches!(part, "" | "." | ".."))
}

/// What a name says; SKUs may hold "/", "_" and ".", too.
fn named(name: &str) -> Result<Named, RowCode> {
    let wrong = || RowCode::from(BulkCode::PictureName);
    let (stem, ending) = name.rsplit_once('.').ok_or_else(wrong)?;
    let media_type = match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "zip" | "rar" | "7z" | "gz" | "tar" | "tgz" | "bz2" | "xz" => {
            return Err(BulkCode::EntryNested.into());
        }
        _ => return Err(wrong()),
    };
    let (folder, file) = match stem.rsplit_once('/') {
        Some((folder, file)) => (Some(folder), file),
        None => (None, stem),
    };
    if file.is_empty() || stem.chars().count() > 200 {
        return Err(wrong());
    }
    let mut skus = Vec::new();
    for own in [Some(stem), folder.map(|_| file)].into_iter().flatten() {
        skus.push(own.to_owned());
        skus.extend(numbered(own).map(|(sku, _)| sku.to_owned()));
    }
    let number = match numbered(file) {
        Some((_, number)) => number,
        None => file.parse().unwrap_or(0),
    };
    // In a folder of numbers the folder is the name.
    let bare = numbered(stem).map_or(stem, |(bare, _)| bare);
    let base = match folder {
        Some(folder) if file.bytes().all(|byte| byte.is_ascii_digit()) => folder,
        _ => bare,
    };
    // The last folder alone: what lies above says nothing.
    let folder = folder.map(|folder| text::fold(folder.rsplit('/').next().unwrap_or(folder)));
    Ok(Named {
        media_type,
        skus,
        folder,
        base: text::fold(base),
        number,
    })
}

/// "CC-200_2" as "CC-200" and 2.
fn numbered(stem: &str) -> Option<(&str, u32)> {
    let (bare, number) = stem.rsplit_once('_')?;
    let number = number.parse().ok().filter(|_| number.len() <= 4)?;
    (!bare.is_empty()).then_some((bare, number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    fn archive(names: &[&str]) -> ZipArchive<Cursor<Vec<u8>>> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in names {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(name.as_bytes()).unwrap();
        }
        ZipArchive::new(zip.finish().unwrap()).unwrap()
    }

    fn code(name: &str) -> Option<&'static str> {
        let found = entries(&mut archive(&[name])).unwrap();
        found[0].named.as_ref().err().map(|code| code.as_str())
    }

    #[test]
    fn names_say_what_a_picture_shows() {
        let read = |name: &str| named(name).unwrap();
        assert_eq!(read("CC-200.jpg").skus, ["CC-200"]);
        assert_eq!(read("CC-200_2.PNG").skus, ["CC-200_2", "CC-200"]);
        assert_eq!(read("CC-200_2.png").number, 2);
        let in_folder = read("Cơm-Cháy/1.webp");
        assert_eq!(in_folder.folder.as_deref(), Some("com-chay"));
        assert_eq!((in_folder.number, in_folder.base.as_str()), (1, "com-chay"));
        assert_eq!(read("ảnh/CC-200_1.jpg").skus[2..], ["CC-200_1", "CC-200"]);
        for (name, expected) in [
            ("CC-200", Some("PICTURE_NAME")),
            ("CC-200.gif", Some("PICTURE_NAME")),
            (".jpg", Some("PICTURE_NAME")),
            ("a/.jpg", Some("PICTURE_NAME")),
            ("a.zip", Some("ENTRY_NESTED")),
            ("a/b.tar", Some("ENTRY_NESTED")),
            ("../a.jpg", Some("ENTRY_PATH")),
            ("a/../../b.jpg", Some("ENTRY_PATH")),
            ("/etc/a.jpg", Some("ENTRY_PATH")),
            ("C:a.jpg", Some("ENTRY_PATH")),
            ("a\\b.jpg", Some("ENTRY_PATH")),
            ("a\0b.jpg", Some("ENTRY_PATH")),
            ("a//b.jpg", Some("ENTRY_PATH")),
            ("a.jpg", None),
        ] {
            assert_eq!(code(name), expected, "{name:?}");
        }
    }

    #[test]
    fn entries_stand_in_the_order_of_their_numbers() {
        let names = [
            "b/10.jpg",
            "a_2.jpg",
            "b/2.jpg",
            "a.jpg",
            "a_10.jpg",
            "__MACOSX/._a.jpg",
            "b/.DS_Store",
        ];
        let found = entries(&mut archive(&names)).unwrap();
        let names: Vec<&str> = found.iter().map(|own| own.name.as_str()).collect();
        assert_eq!(
            names,
            ["a.jpg", "a_2.jpg", "a_10.jpg", "b/2.jpg", "b/10.jpg"]
        );
        assert_eq!(found[0].base(), found[2].base());
    }

    #[test]
    fn an_archive_has_a_measure() {
        let many: Vec<String> = (0..=MAX_ENTRIES).map(|at| format!("{at}.jpg")).collect();
        let names: Vec<&str> = many.iter().map(String::as_str).collect();
        let code = |names: &[&str]| entries(&mut archive(names)).unwrap_err().code;
        assert_eq!(code(&names).as_str(), "TOO_MANY_ENTRIES");
        assert_eq!(code(&["Thumbs.db"]).as_str(), "EMPTY");
        assert!(entries(&mut archive(&names[1..])).is_ok());
    }

    /// An archive of one entry whose directory says another length.
    fn lying(length: usize, said: u32) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.jpg", SimpleFileOptions::default())
            .unwrap();
        zip.write_all(&vec![0; length]).unwrap();
        let mut bytes = zip.finish().unwrap().into_inner();
        let real = u32::try_from(length).unwrap().to_le_bytes();
        let places: Vec<usize> = (0..bytes.len() - 4)
            .filter(|at| bytes[*at..*at + 4] == real)
            .collect();
        assert!(!places.is_empty());
        for at in places {
            bytes[at..at + 4].copy_from_slice(&said.to_le_bytes());
        }
        bytes
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        // Twenty megabytes that say so are too large before a byte is read.
        let mut archive = ZipArchive::new(Cursor::new(lying(20_000_001, 20_000_001))).unwrap();
        let found = entries(&mut archive).unwrap();
        assert_eq!(found[0].named, Err(PictureRefusal::TooLarge.into()));
        // Those that say less are read no further than that.
        let mut archive = ZipArchive::new(Cursor::new(lying(20_000_001, 1_000))).unwrap();
        let found = entries(&mut archive).unwrap();
        let unreadable = Err(BulkCode::EntryUnreadable.into());
        assert_eq!(bytes(&mut archive, &found[0]), unreadable);
        let mut archive = ZipArchive::new(Cursor::new(lying(1_000_001, 2_000_001))).unwrap();
        let found = entries(&mut archive).unwrap();
        assert_eq!(bytes(&mut archive, &found[0]), unreadable);
    }

    #[test]
    fn locked_and_damaged_entries_are_not_read() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file("a.jpg", stored).unwrap();
        zip.write_all(b"0123456789").unwrap();
        let good = zip.finish().unwrap().into_inner();
        let open = |bytes: Vec<u8>| ZipArchive::new(Cursor::new(bytes)).unwrap();
        let read = |bytes: Vec<u8>| {
            let mut archive = open(bytes);
            let entry = entries(&mut archive).unwrap().remove(0);
            (
                entry.named.clone().err(),
                super::bytes(&mut archive, &entry).ok(),
            )
        };
        assert_eq!(read(good.clone()), (None, Some(b"0123456789".to_vec())));
        // Another byte than its sum says.
        let mut damaged = good.clone();
        let at = damaged.windows(4).position(|own| own == b"4567").unwrap();
        damaged[at] = b'x';
        assert_eq!(read(damaged).1, None);
        // The flag of encryption, and a method that nobody knows, in the
        // directory.
        let directory = good
            .windows(4)
            .position(|own| own == b"PK\x01\x02")
            .unwrap();
        let unreadable = Some(BulkCode::EntryUnreadable.into());
        let mut locked = good.clone();
        locked[directory + 8] |= 1;
        assert_eq!(read(locked), (unreadable, None));
        let mut unusual = good;
        unusual[directory + 10] = 99;
        assert_eq!(read(unusual).0, unreadable);
    }
}
