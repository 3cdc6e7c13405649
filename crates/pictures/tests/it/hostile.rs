//! Pictures that are none, and those that mean harm: each is refused by a
//! closed code before it costs anything.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder};
use pictures::{MAX_BYTES, PictureRefusal as Refusal};

/// A picture of stripes in three bytes a pixel.
pub(crate) fn stripes(width: u32, height: u32) -> Vec<u8> {
    (0..width * height)
        .flat_map(|at| {
            let shade = u8::try_from(at % 251).unwrap();
            [shade, shade / 2, 200]
        })
        .collect()
}

pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 80)
        .encode(
            &stripes(width, height),
            width,
            height,
            ExtendedColorType::Rgb8,
        )
        .unwrap();
    bytes
}

pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(
            &stripes(width, height),
            width,
            height,
            ExtendedColorType::Rgb8,
        )
        .unwrap();
    bytes
}

pub(crate) fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    WebPEncoder::new_lossless(&mut bytes)
        .encode(
            &stripes(width, height),
            width,
            height,
            ExtendedColorType::Rgb8,
        )
        .unwrap();
    bytes
}

/// A segment of a JPEG.
fn segment(name: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, name], &length[..], body].concat()
}

/// A grey JPEG with next to no data: baseline, or progressive, with one byte of
/// sampling for each component.
pub(crate) fn grey(progressive: bool, (width, height): (u16, u16), samplings: &[u8]) -> Vec<u8> {
    let count = u8::try_from(samplings.len()).unwrap();
    // A bit a block; where it is progressive, no bit may be left over.
    let most =
        |part: fn(u8) -> u8| u16::from(samplings.iter().map(|own| part(*own)).max().unwrap());
    let units = |side: u16, most: u16| usize::from(side.div_ceil(8 * most));
    let units = units(width, most(|own| own >> 4)) * units(height, most(|own| own & 15));
    let blocks: usize = samplings
        .iter()
        .map(|own| usize::from((own >> 4) * (own & 15)))
        .sum();
    let data = if progressive {
        (units * blocks).div_ceil(8)
    } else {
        400_000
    };
    let (height, width) = (height.to_be_bytes(), width.to_be_bytes());
    let mut frame = [&[8][..], &height, &width, &[count]].concat();
    let mut scan = vec![count];
    for (id, sampling) in (1..).zip(samplings) {
        frame.extend([id, *sampling, 0]);
        scan.extend([id, 0]);
    }
    scan.extend([0, if progressive { 0 } else { 63 }, 0]);
    // One code of one bit: no difference, and the end of a block.
    let codes = |class: u8| [&[class, 1][..], &[0; 15], &[0]].concat();
    let parts = [
        b"\xFF\xD8".to_vec(),
        segment(0xDB, &[&[0][..], &[1; 64]].concat()),
        segment(if progressive { 0xC2 } else { 0xC0 }, &frame),
        segment(0xC4, &codes(0)),
        segment(0xC4, &codes(0x10)),
        segment(0xDA, &scan),
        vec![0; data],
        b"\xFF\xD9".to_vec(),
    ];
    parts.concat()
}

/// A WebP of one colour, without loss.
pub(crate) fn lossless(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = vec![90; usize::try_from(width * height * 3).unwrap()];
    WebPEncoder::new_lossless(&mut bytes)
        .encode(&pixels, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// A WebP whose lossless stream says that it is long: tables could be in it.
fn tables() -> Vec<u8> {
    let mut bytes = lossless(200, 200);
    bytes.resize(400_000, 0);
    let size = |bytes: usize| u32::try_from(bytes).unwrap().to_le_bytes();
    bytes[4..8].copy_from_slice(&size(400_000 - 8));
    bytes[16..20].copy_from_slice(&size(400_000 - 20));
    bytes
}

/// A PNG of one colour in 16 bits, with transparency.
pub(crate) fn deep(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = vec![90; usize::try_from(width * height * 8).unwrap()];
    PngEncoder::new(&mut bytes)
        .write_image(&pixels, width, height, ExtendedColorType::Rgba16)
        .unwrap();
    bytes
}

/// A chunk of a PNG. Its checksum is wrong, which nothing reads so early.
fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length[..], name, data, &[0; 4]].concat()
}

/// A PNG that says it has that size, and has next to nothing.
fn bomb(width: u32, height: u32) -> Vec<u8> {
    let head = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 2, 0, 0, 0],
    ]
    .concat();
    let parts = [
        b"\x89PNG\r\n\x1A\n".to_vec(),
        chunk(b"IHDR", &head),
        chunk(b"IDAT", &[0x78, 0x9C, 0x63, 0, 0, 0, 1, 0, 1]),
        chunk(b"IEND", &[]),
    ];
    parts.concat()
}

/// A JPEG whose head says another size than its data has.
fn resized(mut bytes: Vec<u8>, width: u16, height: u16) -> Vec<u8> {
    let at = bytes
        .windows(2)
        .position(|pair| pair == [0xFF, 0xC0])
        .unwrap();
    bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// The largest file: what stands behind the end of a picture is allowed.
fn filled(mut bytes: Vec<u8>, number: u8) -> Vec<u8> {
    assert!(bytes.len() < MAX_BYTES);
    bytes.resize(MAX_BYTES, number);
    bytes
}

fn transparent(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let pixels = vec![90; usize::try_from(width * height * 4).unwrap()];
    PngEncoder::new(&mut bytes)
        .write_image(&pixels, width, height, ExtendedColorType::Rgba8)
        .unwrap();
    bytes
}

/// A JPEG with eight million bytes of profiles in its head.
fn profiles(number: u8) -> Vec<u8> {
    let plain = jpeg(400, 300);
    let profile = [&b"\xFF\xE2\xFF\xFF"[..], &[number; 65_533]].concat();
    [&plain[..2], &profile.repeat(122), &plain[2..]].concat()
}

/// What is taken and costs most: what, its media type, its bytes; of a number,
/// so that none of them is there already.
pub(crate) fn largest(number: u8) -> Vec<(&'static str, &'static str, Vec<u8>)> {
    const JPEG: &str = "image/jpeg";
    let (square, colour) = ((4_000, 4_000), [0x22, 0x11, 0x11]);
    vec![
        (
            "a JPEG of 16 megapixels",
            JPEG,
            filled(grey(false, square, &colour), number),
        ),
        (
            "a JPEG without colour",
            JPEG,
            filled(grey(false, square, &[0x11]), number),
        ),
        (
            "a long JPEG",
            JPEG,
            filled(grey(false, (12_000, 1_333), &[0x11; 3]), number),
        ),
        (
            "a progressive JPEG",
            JPEG,
            filled(grey(true, (2_800, 2_800), &colour), number),
        ),
        (
            "a progressive JPEG in full",
            JPEG,
            filled(grey(true, (2_300, 2_300), &[0x11; 3]), number),
        ),
        ("a JPEG of profiles", JPEG, profiles(number)),
        (
            "a transparent PNG",
            "image/png",
            filled(transparent(4_000, 3_000), number),
        ),
        (
            "a deep PNG",
            "image/png",
            filled(deep(2_000, 2_000), number),
        ),
        (
            "a lossless WebP",
            "image/webp",
            filled(lossless(2_400, 2_400), number),
        ),
    ]
}

/// What, its media type, its bytes, and why it is refused.
pub(crate) fn hostile() -> Vec<(&'static str, &'static str, Vec<u8>, Refusal)> {
    const JPEG: &str = "image/jpeg";
    const PNG: &str = "image/png";
    const WEBP: &str = "image/webp";
    let cut = |bytes: Vec<u8>, keep: usize| bytes[..keep].to_vec();
    let whole = jpeg(200, 200);
    let (half, short) = (whole.len() / 2, whole.len() - 2);
    let picture = png(200, 200);
    let (png_half, png_short) = (picture.len() / 2, picture.len() - 12);
    let drawn = webp(200, 200);
    let webp_half = drawn.len() / 2;
    let mut moving = picture.clone();
    let at = 8 + 25;
    moving.splice(at..at, chunk(b"acTL", &[0, 0, 0, 9, 0, 0, 0, 0]));
    let mut moving_webp = b"RIFF\x1A\0\0\0WEBPVP8X\x0A\0\0\0\x02\0\0\0".to_vec();
    moving_webp.extend([0xC7, 0, 0, 0xC7, 0, 0, 0, 0, 0, 0]);
    let mut lost = picture.clone();
    for byte in &mut lost[60..120] {
        *byte ^= 0x5A;
    }
    let long = png(12_001, 100);
    vec![
        ("nothing", JPEG, vec![], Refusal::Empty),
        ("a byte", JPEG, vec![0xFF], Refusal::WrongType),
        (
            "a mark alone",
            JPEG,
            vec![0xFF, 0xD8, 0xFF],
            Refusal::Truncated,
        ),
        (
            "SVG",
            PNG,
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec(),
            Refusal::WrongType,
        ),
        (
            "SVG by its own name",
            "image/svg+xml",
            b"<svg/>".to_vec(),
            Refusal::WrongType,
        ),
        (
            "HTML",
            JPEG,
            b"<!DOCTYPE html><script>alert(1)</script>".to_vec(),
            Refusal::WrongType,
        ),
        (
            "HTML by its own name",
            "text/html",
            b"<p>".to_vec(),
            Refusal::WrongType,
        ),
        (
            "GIF",
            PNG,
            b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(),
            Refusal::WrongType,
        ),
        (
            "GIF by its own name",
            "image/gif",
            b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(),
            Refusal::WrongType,
        ),
        ("BMP", "image/bmp", b"BM".to_vec(), Refusal::WrongType),
        ("TIFF", "image/tiff", b"II*\0".to_vec(), Refusal::WrongType),
        ("a ZIP", JPEG, b"PK\x03\x04".to_vec(), Refusal::WrongType),
        ("a PDF", JPEG, b"%PDF-1.7".to_vec(), Refusal::WrongType),
        ("a program", PNG, b"\x7FELF".to_vec(), Refusal::WrongType),
        (
            "a PNG that says JPEG",
            JPEG,
            picture.clone(),
            Refusal::WrongType,
        ),
        (
            "a JPEG that says PNG",
            PNG,
            whole.clone(),
            Refusal::WrongType,
        ),
        (
            "a WebP that says JPEG",
            JPEG,
            drawn.clone(),
            Refusal::WrongType,
        ),
        (
            "a RIFF that is a sound",
            WEBP,
            b"RIFF\x04\0\0\0WAVE".to_vec(),
            Refusal::WrongType,
        ),
        (
            "half a JPEG",
            JPEG,
            cut(whole.clone(), half),
            Refusal::Truncated,
        ),
        (
            "a JPEG without its end",
            JPEG,
            cut(whole.clone(), short),
            Refusal::Truncated,
        ),
        (
            "half a PNG",
            PNG,
            cut(picture.clone(), png_half),
            Refusal::Truncated,
        ),
        (
            "a PNG without its end",
            PNG,
            cut(picture, png_short),
            Refusal::Truncated,
        ),
        (
            "half a WebP",
            WEBP,
            cut(drawn, webp_half),
            Refusal::Truncated,
        ),
        (
            "a PNG of two thousand million pixels",
            PNG,
            bomb(50_000, 50_000),
            Refusal::TooManyPixels,
        ),
        (
            "a PNG of the most there can be",
            PNG,
            bomb(0x7FFF_FFFF, 0x7FFF_FFFF),
            Refusal::TooManyPixels,
        ),
        (
            "a PNG of more than 12 megapixels",
            PNG,
            bomb(4_000, 4_000),
            Refusal::TooManyPixels,
        ),
        ("a long PNG", PNG, long, Refusal::TooManyPixels),
        ("a PNG of no pixel", PNG, bomb(0, 0), Refusal::TooSmall),
        (
            "a JPEG that says 65,535 a side",
            JPEG,
            resized(whole.clone(), 65_535, 65_535),
            Refusal::TooManyPixels,
        ),
        (
            "a JPEG that says it is tiny",
            JPEG,
            resized(whole, 10, 10),
            Refusal::TooSmall,
        ),
        (
            "a PNG of a size that its data has not",
            PNG,
            bomb(3_000, 3_000),
            Refusal::Damaged,
        ),
        (
            "a progressive JPEG that keeps all its coefficients",
            JPEG,
            grey(true, (4_000, 4_000), &[0x11, 0x11, 0x11]),
            Refusal::TooComplex,
        ),
        (
            "a WebP without loss",
            WEBP,
            lossless(4_000, 3_000),
            Refusal::TooComplex,
        ),
        (
            "a WebP that could bring many tables",
            WEBP,
            tables(),
            Refusal::TooComplex,
        ),
        (
            "a PNG of eight bytes a pixel",
            PNG,
            deep(2_500, 2_000),
            Refusal::TooComplex,
        ),
        ("a PNG with altered data", PNG, lost, Refusal::Damaged),
        ("a PNG that moves", PNG, moving, Refusal::Animated),
        ("a WebP that moves", WEBP, moving_webp, Refusal::Animated),
        ("a picture of a pixel", PNG, png(1, 1), Refusal::TooSmall),
        (
            "a picture too narrow",
            JPEG,
            jpeg(99, 400),
            Refusal::TooSmall,
        ),
        (
            "a PNG whose chunk is longer than the file",
            PNG,
            b"\x89PNG\r\n\x1A\n\xFF\xFF\xFF\xFFIHDR".to_vec(),
            Refusal::Truncated,
        ),
    ]
}
