//! Bytes in, pixels out, within what one picture may cost.

use crate::head::Kind;
use crate::refusal::PictureRefusal as Refusal;
use crate::{jpeg, webp_cost};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, RgbImage, RgbaImage};
use std::io::Cursor;

/// The most bytes that decoding takes beside the file itself: 16 megapixels of
/// a camera, three bytes each.
pub(crate) const MOST: usize = 48_000_000;
/// What a decoder may take for what is no pixel.
const BESIDE: u64 = 2_000_000;

/// The pixels, on white where they are transparent, and which way is up. The
/// file is gone then.
///
/// # Errors
/// [`Refusal`]; [`Refusal::TooComplex`] before anything large is taken.
pub(crate) fn decode(kind: Kind, mut bytes: Vec<u8>) -> Result<(RgbImage, Orientation), Refusal> {
    let format = match kind {
        Kind::Jpeg => {
            let head = jpeg::strip(&mut bytes)?;
            if head.cost > MOST {
                return Err(Refusal::TooComplex);
            }
            return Ok((jpeg::decode(&bytes, &head)?, head.orientation));
        }
        Kind::Png => ImageFormat::Png,
        Kind::Webp => ImageFormat::WebP,
    };
    let damaged = |_| Refusal::Damaged;
    let mut reader = ImageReader::with_format(Cursor::new(&bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(12_000);
    limits.max_image_height = Some(12_000);
    limits.max_alloc = Some(BESIDE);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let pixels = size(width) * size(height);
    let color = decoder.color_type();
    let own = match color {
        image::ColorType::Rgb8 | image::ColorType::Rgba8 => 0,
        // It is made another colour, beside the first.
        _ => pixels * 3,
    };
    let out = usize::try_from(decoder.total_bytes()).unwrap_or(usize::MAX);
    let left = MOST.saturating_sub(out).checked_sub(own);
    let left = left.ok_or(Refusal::TooComplex)?;
    if kind == Kind::Webp {
        webp_cost::fits(&bytes, pixels, color.has_alpha(), left)?;
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    drop(bytes);
    let pixels = match decoded {
        DynamicImage::ImageRgb8(pixels) => pixels,
        DynamicImage::ImageRgba8(pixels) => on_white(pixels),
        other if other.color().has_alpha() => on_white(other.into_rgba8()),
        other => other.into_rgb8(),
    };
    Ok((pixels, orientation))
}

fn size(side: u32) -> usize {
    usize::try_from(side).unwrap_or(usize::MAX)
}

/// In the place where they are.
fn on_white(picture: RgbaImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    let mut raw = picture.into_raw();
    let pixels = raw.len() / 4;
    for at in 0..pixels {
        let [red, green, blue, alpha] = [0, 1, 2, 3].map(|part| raw[at * 4 + part]);
        let over = |own: u8| {
            let sum = u32::from(own) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
        };
        raw[at * 3..at * 3 + 3].copy_from_slice(&[over(red), over(green), over(blue)]);
    }
    raw.truncate(pixels * 3);
    RgbImage::from_raw(width, height, raw).unwrap_or_default()
}

/// Makes a picture half as large, in place, as often as its longest side stays
/// that long: what follows costs a part of it then.
pub(crate) fn shrunk(picture: RgbImage, longest: u32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let mut factor = 1;
    while width.max(height) / (factor * 2) >= longest {
        factor *= 2;
    }
    let (to_width, to_height) = (width / factor, height / factor);
    if factor == 1 || to_width.min(to_height) == 0 {
        return picture;
    }
    let mut raw = picture.into_raw();
    let (row, side) = (size(width) * 3, size(factor));
    let count = factor * factor;
    let mut to = 0;
    for down in 0..size(to_height) {
        for across in 0..size(to_width) {
            for part in 0..3 {
                let mut sum = count / 2;
                for line in 0..side {
                    let from = (down * side + line) * row + across * side * 3 + part;
                    for step in 0..side {
                        sum += u32::from(raw[from + step * 3]);
                    }
                }
                // Never ahead of what is still to be read.
                raw[to] = u8::try_from(sum / count).unwrap_or(u8::MAX);
                to += 1;
            }
        }
    }
    raw.truncate(to);
    raw.shrink_to_fit();
    RgbImage::from_raw(to_width, to_height, raw).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transparent_pixels_lie_on_white() {
        let mut picture = RgbaImage::new(3, 1);
        for (across, pixel) in [[10, 20, 30, 255], [10, 20, 30, 0], [0, 0, 0, 128]]
            .into_iter()
            .enumerate()
        {
            picture.put_pixel(u32::try_from(across).unwrap(), 0, image::Rgba(pixel));
        }
        let flat = on_white(picture);
        assert_eq!(flat.as_raw(), &[10, 20, 30, 255, 255, 255, 127, 127, 127]);
    }

    #[test]
    fn large_pictures_are_halved_to_no_less_than_is_needed() {
        for (from, to) in [
            ((100, 50), (100, 50)),
            ((199, 10), (199, 10)),
            ((200, 101), (100, 50)),
            ((799, 400), (199, 100)),
            ((50, 800), (6, 100)),
            // Nothing would be left of it.
            ((1, 900), (1, 900)),
        ] {
            let picture = RgbImage::from_pixel(from.0, from.1, image::Rgb([7, 8, 9]));
            let small = shrunk(picture, 100);
            assert_eq!(small.dimensions(), to, "{from:?}");
            assert!(small.pixels().all(|pixel| pixel.0 == [7, 8, 9]));
        }
        // Every pixel counts the same.
        let shades = |at: u32| image::Rgb([u8::try_from(at).unwrap(), 0, 255]);
        let picture = RgbImage::from_fn(4, 4, |across, down| shades(down * 4 + across));
        let small = shrunk(picture, 2);
        let reds: Vec<u8> = small.pixels().map(|pixel| pixel.0[0]).collect();
        // (0 + 1 + 4 + 5 + 2) / 4 and so on.
        assert_eq!(reds, [3, 5, 11, 13]);
    }
}
