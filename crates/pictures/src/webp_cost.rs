//! What the decoder of WebP takes beside the pixels that come out.

use crate::refusal::PictureRefusal as Refusal;

/// A lossless stream may bring tables of codes, one after the other: fifteen
/// bytes of it become four thousand in memory.
const TABLES: usize = 280;

/// Whether decoding fits into what is left beside the pixels that come out.
///
/// # Errors
/// [`Refusal::TooComplex`].
pub(crate) fn fits(bytes: &[u8], pixels: usize, alpha: bool, left: usize) -> Result<(), Refusal> {
    let (mut flat, mut tables): (usize, usize) = (0, 0);
    for (name, length) in chunks(bytes) {
        flat = flat.saturating_add(match &name {
            // Brightness of every pixel, colour of every fourth, in whole
            // blocks; and the stream once more.
            b"VP8 " => pixels * 2 + length,
            // Four bytes a pixel beside three; what it predicts of them.
            b"VP8L" if alpha => pixels,
            b"VP8L" => pixels * 5,
            b"ALPH" => pixels * 6,
            _ => 0,
        });
        if matches!(&name, b"VP8L" | b"ALPH") {
            tables = tables.saturating_add(length.saturating_mul(TABLES));
        }
    }
    match flat.checked_add(tables).is_some_and(|cost| cost <= left) {
        true => Ok(()),
        false => Err(Refusal::TooComplex),
    }
}

/// The names and lengths of the chunks, as far as they are there.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], usize)> {
    let mut rest = bytes.get(12..).unwrap_or_default();
    std::iter::from_fn(move || {
        let name = *rest.first_chunk::<4>()?;
        let length = rest.get(4..8)?.iter().rev();
        let length = length.fold(0_usize, |sum, byte| (sum << 8) | usize::from(*byte));
        // Chunks begin at even places.
        let whole = length.checked_add(8)?.checked_next_multiple_of(2)?;
        rest = rest.get(whole..).unwrap_or_default();
        Some((name, length))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::MOST;

    fn file(parts: &[(&[u8; 4], usize)]) -> Vec<u8> {
        let mut bytes = b"RIFF\0\0\0\0WEBP".to_vec();
        for (name, length) in parts {
            bytes.extend_from_slice(*name);
            bytes.extend(u32::try_from(*length).unwrap().to_le_bytes());
            bytes.resize(bytes.len() + length.next_multiple_of(2), 0);
        }
        bytes
    }

    #[test]
    fn what_is_lossless_costs_its_tables() {
        let lossy = file(&[(b"VP8 ", 4_001)]);
        assert_eq!(fits(&lossy, 1_000, false, 6_001), Ok(()));
        let complex = Err(Refusal::TooComplex);
        assert_eq!(fits(&lossy, 1_000, false, 6_000), complex);
        let lossless = file(&[(b"VP8X", 10), (b"VP8L", 100)]);
        assert_eq!(fits(&lossless, 1_000, false, 33_000), Ok(()));
        assert_eq!(fits(&lossless, 1_000, false, 32_999), complex);
        assert_eq!(fits(&lossless, 1_000, true, 29_000), Ok(()));
        let both = file(&[(b"ALPH", 3), (b"VP8 ", 7)]);
        assert_eq!(fits(&both, 10, true, 87 + 840), Ok(()));
        assert_eq!(fits(&both, 10, true, 87 + 839), complex);
        // A length that no file has.
        let mut endless = file(&[(b"VP8L", 0)]);
        endless.splice(16..20, [0xFF; 4]);
        assert_eq!(fits(&endless, 1, false, MOST), complex);
    }
}
