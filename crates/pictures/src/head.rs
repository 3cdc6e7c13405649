//! What a file's head says, read before anything is decoded.

use crate::refusal::PictureRefusal as Refusal;

/// A type that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Jpeg,
    Png,
    Webp,
}

/// The most pixels: 48 MB as three bytes each, which one upload may hold.
const MOST_PIXELS: usize = 16_000_000;
/// The most where there is transparency: four bytes each.
const MOST_TRANSPARENT: usize = 12_000_000;
const LONGEST_SIDE: usize = 12_000;
const SHORTEST_SIDE: usize = 100;

impl Kind {
    /// The type of that media type.
    pub(crate) fn named(media_type: &str) -> Option<Self> {
        match media_type.to_ascii_lowercase().as_str() {
            "image/jpeg" => Some(Kind::Jpeg),
            "image/png" => Some(Kind::Png),
            "image/webp" => Some(Kind::Webp),
            _ => None,
        }
    }

    /// Its media type.
    pub(crate) const fn media_type(self) -> &'static str {
        match self {
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Webp => "image/webp",
        }
    }
}

/// Whether the bytes are a picture of that type that may be decoded.
pub(crate) fn checked(kind: Kind, bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    let (looks, opaque) = match kind {
        Kind::Jpeg => (bytes.starts_with(&[0xFF, 0xD8, 0xFF]), true),
        Kind::Png => (bytes.starts_with(b"\x89PNG\r\n\x1A\n"), false),
        Kind::Webp => (
            bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
            false,
        ),
    };
    if !looks {
        return Err(Refusal::WrongType);
    }
    complete(kind, bytes)?;
    let size = imagesize::blob_size(bytes).map_err(|_| Refusal::Damaged)?;
    let (width, height) = (size.width, size.height);
    if width.min(height) < SHORTEST_SIDE {
        return Err(Refusal::TooSmall);
    }
    let most = if opaque {
        MOST_PIXELS
    } else {
        MOST_TRANSPARENT
    };
    if width.max(height) > LONGEST_SIDE || width.saturating_mul(height) > most {
        return Err(Refusal::TooManyPixels);
    }
    Ok(())
}

/// Whether the end is there, and nothing moves. Whatever stands behind the end
/// is dropped with everything else that is no pixel.
fn complete(kind: Kind, bytes: &[u8]) -> Result<(), Refusal> {
    match kind {
        // The mark of the end stands nowhere within the data.
        Kind::Jpeg => {
            let mut pairs = bytes.windows(2).rev();
            let end = pairs.any(|pair| pair == [0xFF, 0xD9]);
            end.then_some(()).ok_or(Refusal::Truncated)
        }
        Kind::Png => png(bytes),
        Kind::Webp => webp(bytes),
    }
}

/// Walks the chunks of a PNG: length, name, data, checksum.
fn png(bytes: &[u8]) -> Result<(), Refusal> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    loop {
        let head = rest.get(..8).ok_or(Refusal::Truncated)?;
        let length = head
            .iter()
            .take(4)
            .fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        match head.get(4..) {
            Some(b"acTL") => return Err(Refusal::Animated),
            Some(b"IEND") => return Ok(()),
            _ => {}
        }
        rest = length
            .checked_add(12)
            .and_then(|whole| rest.get(whole..))
            .ok_or(Refusal::Truncated)?;
    }
}

/// The length in the head, and the flag of animation.
fn webp(bytes: &[u8]) -> Result<(), Refusal> {
    let length = bytes.get(4..8).unwrap_or_default();
    let length = length
        .iter()
        .rev()
        .fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
    if length
        .checked_add(8)
        .is_none_or(|whole| whole > bytes.len())
    {
        return Err(Refusal::Truncated);
    }
    let extended = bytes.get(12..16) == Some(b"VP8X");
    let moves = bytes.get(20).is_some_and(|flags| flags & 0b10 != 0);
    match extended && moves {
        true => Err(Refusal::Animated),
        false => Ok(()),
    }
}
