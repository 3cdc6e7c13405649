//! Pixels in, a few sizes of them out.

use crate::decode::{decode, shrunk};
use crate::head::{Kind, checked};
use crate::picture::{Format, Rendition};
use crate::refusal::PictureRefusal as Refusal;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use fast_image_resize::images::Image;
use fast_image_resize::{PixelType, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, RgbImage};
use sha2::{Digest, Sha256};

/// The longest sides, for lists, telephones and desks.
const SIDES: [u32; 3] = [320, 640, 1_280];
/// Of WebP and JPEG, of 100.
const QUALITY: u8 = 80;
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
pub(crate) fn render(kind: Kind, bytes: Vec<u8>) -> Result<Rendered, Refusal> {
    checked(kind, &bytes)?;
    let (pixels, orientation) = decode(kind, bytes)?;
    let whole = pixels.dimensions();
    let longest = whole.0.max(whole.1);
    let [.., most] = SIDES;
    // Never enlarged; where the picture is small, several sizes are one.
    let mut sides = SIDES.map(|side| side.min(longest)).to_vec();
    sides.dedup();
    // From the largest to the smallest, each made of the one before, so that
    // the many pixels of a camera are gone before anything is encoded.
    let mut source = shrunk(pixels, most);
    let mut sized = Vec::with_capacity(sides.len());
    for (at, side) in sides.into_iter().rev().enumerate() {
        let next = scaled(&source, whole, side)?;
        let before = std::mem::replace(&mut source, next);
        if at > 0 {
            sized.push(before);
        }
    }
    let upright = |pixels: RgbImage| turned(pixels, orientation);
    let tiny = upright(scaled(&source, whole, PLACEHOLDER.min(longest))?);
    sized.push(source);
    let mut renditions = Vec::with_capacity(SIDES.len() * 2);
    let mut last = (0, 0);
    while let Some(own) = sized.pop().map(upright) {
        last = own.dimensions();
        renditions.extend(encoded(&own)?);
    }
    let signed = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    Ok(Rendered {
        width: signed(last.0),
        height: signed(last.1),
        placeholder: placeholder(&tiny),
        renditions,
    })
}

fn encoded(pixels: &RgbImage) -> Result<[(Rendition, Vec<u8>); 2], Refusal> {
    let (width, height) = pixels.dimensions();
    let webp = webp::Encoder::from_rgb(pixels.as_raw(), width, height);
    let webp = webp.encode_simple(false, f32::from(QUALITY));
    let webp = webp.map_err(|_| Refusal::Damaged)?.to_vec();
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(pixels.as_raw(), width, height, ExtendedColorType::Rgb8)
        .map_err(|_| Refusal::Damaged)?;
    Ok([
        named(Format::Webp, width, height, webp),
        named(Format::Jpeg, width, height, jpeg),
    ])
}

/// The picture, whose whole size is given, with its longest side of so many
/// pixels.
fn scaled(pixels: &RgbImage, whole: (u32, u32), side: u32) -> Result<RgbImage, Refusal> {
    let (width, height) = pixels.dimensions();
    let longest = u64::from(whole.0.max(whole.1)).max(1);
    let part = |own: u32| {
        let part = (u64::from(own) * u64::from(side) + longest / 2) / longest;
        u32::try_from(part.max(1)).unwrap_or(1)
    };
    let (to_width, to_height) = (part(whole.0), part(whole.1));
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
