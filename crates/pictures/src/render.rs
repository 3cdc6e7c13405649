//! Pixels in, a few sizes of them out.

use crate::head::{Kind, checked};
use crate::picture::{Format, Rendition};
use crate::refusal::PictureRefusal as Refusal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageReader, Limits, RgbImage};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// The longest sides, for lists, telephones and desks.
const SIDES: [u32; 3] = [320, 640, 1_280];
/// Of WebP and JPEG, of 100.
const QUALITY: u8 = 80;
/// What decoding may take beside the pixels that come out.
const MOST_MEMORY: u64 = 64 * 1024 * 1024;
/// The longest side of what a placeholder is made of.
const PLACEHOLDER: u32 = 90;

/// What became of a file.
pub(crate) struct Rendered {
    pub(crate) width: i32,
    pub(crate) height: i32,
    pub(crate) placeholder: String,
    /// With their bytes.
    pub(crate) renditions: Vec<(Rendition, Vec<u8>)>,
}

/// Makes the sizes of a picture. Takes its time: not for the async executor.
///
/// # Errors
/// [`Refusal`].
pub(crate) fn render(kind: Kind, bytes: &[u8]) -> Result<Rendered, Refusal> {
    checked(kind, bytes)?;
    let (pixels, orientation) = decode(kind, bytes)?;
    let damaged = |_| Refusal::Damaged;
    let mut renditions = Vec::with_capacity(SIDES.len() * 2);
    let mut last = (0, 0);
    let longest = pixels.width().max(pixels.height());
    for side in SIDES {
        // Never enlarged.
        let side = side.min(longest);
        let sized = turned(scaled(&pixels, side)?, orientation);
        let (width, height) = sized.dimensions();
        last = (width, height);
        let webp = webp::Encoder::from_rgb(sized.as_raw(), width, height);
        let webp = webp
            .encode_simple(false, f32::from(QUALITY))
            .map_err(|_| Refusal::Damaged)?;
        renditions.push(named(Format::Webp, width, height, webp.to_vec()));
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
            .encode(sized.as_raw(), width, height, ExtendedColorType::Rgb8)
            .map_err(damaged)?;
        renditions.push(named(Format::Jpeg, width, height, jpeg));
        if side == longest {
            break;
        }
    }
    let tiny = turned(scaled(&pixels, PLACEHOLDER.min(longest))?, orientation);
    let signed = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    Ok(Rendered {
        width: signed(last.0),
        height: signed(last.1),
        placeholder: placeholder(&tiny),
        renditions,
    })
}

/// The pixels, on white where they are transparent, and which way is up.
fn decode(kind: Kind, bytes: &[u8]) -> Result<(RgbImage, Orientation), Refusal> {
    let damaged = |_| Refusal::Damaged;
    let format = match kind {
        Kind::Jpeg => image::ImageFormat::Jpeg,
        Kind::Png => image::ImageFormat::Png,
        Kind::Webp => image::ImageFormat::WebP,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(12_000);
    limits.max_image_height = Some(12_000);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let decoded = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    let pixels = match decoded {
        DynamicImage::ImageRgb8(pixels) => pixels,
        other if other.color().has_alpha() => on_white(other),
        other => other.into_rgb8(),
    };
    Ok((pixels, orientation))
}

fn on_white(picture: DynamicImage) -> RgbImage {
    let picture = picture.into_rgba8();
    let (width, height) = picture.dimensions();
    let mut flat = Vec::with_capacity(picture.as_raw().len() / 4 * 3);
    for pixel in picture.as_raw().as_chunks::<4>().0 {
        let [red, green, blue, alpha] = *pixel;
        let over = |own: u8| {
            let sum = u32::from(own) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
        };
        flat.extend([over(red), over(green), over(blue)]);
    }
    RgbImage::from_raw(width, height, flat).unwrap_or_default()
}

/// The picture with its longest side of so many pixels.
fn scaled(pixels: &RgbImage, side: u32) -> Result<RgbImage, Refusal> {
    let (width, height) = pixels.dimensions();
    let longest = u64::from(width.max(height)).max(1);
    let part = |own: u32| {
        let part = (u64::from(own) * u64::from(side) + longest / 2) / longest;
        u32::try_from(part.max(1)).unwrap_or(1)
    };
    let (to_width, to_height) = (part(width), part(height));
    let source =
        fast_image_resize::images::ImageRef::new(width, height, pixels.as_raw(), PixelType::U8x3)
            .map_err(|_| Refusal::Damaged)?;
    let mut target = Image::new(to_width, to_height, PixelType::U8x3);
    Resizer::new()
        .resize(&source, &mut target, &ResizeOptions::new())
        .map_err(|_| Refusal::Damaged)?;
    RgbImage::from_raw(to_width, to_height, target.into_vec()).ok_or(Refusal::Damaged)
}

/// Turned upright: after it was made small, which costs less.
fn turned(pixels: RgbImage, orientation: Orientation) -> RgbImage {
    let mut picture = DynamicImage::ImageRgb8(pixels);
    picture.apply_orientation(orientation);
    picture.into_rgb8()
}

fn placeholder(tiny: &RgbImage) -> String {
    let (width, height) = tiny.dimensions();
    let pixels = tiny.as_raw().as_chunks::<3>().0.iter();
    let rgba: Vec<u8> = pixels
        .flat_map(|[red, green, blue]| [*red, *green, *blue, u8::MAX])
        .collect();
    let size = |pixels: u32| usize::try_from(pixels).unwrap_or(1);
    STANDARD.encode(thumbhash::rgba_to_thumb_hash(
        size(width),
        size(height),
        &rgba,
    ))
}

fn named(format: Format, width: u32, height: u32, bytes: Vec<u8>) -> (Rendition, Vec<u8>) {
    let hash = hex::encode(Sha256::digest(&bytes));
    let folder = hash.get(..2).unwrap_or_default();
    let signed = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    let rendition = Rendition {
        path: format!("pictures/{folder}/{hash}.{}", format.ending()),
        format,
        width: signed(width),
        height: signed(height),
        bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
    };
    (rendition, bytes)
}
