//! JPEG: what of its head decoding needs, what decoding costs, and its pixels.
//!
//! The walk through the head is strict where the decoder is lenient, so that
//! what is counted here is what the decoder will meet.

use crate::refusal::PictureRefusal as Refusal;
use image::RgbImage;
use image::metadata::Orientation;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

/// Names of segments.
const EXIF: u8 = 0xE1;
const ADOBE: u8 = 0xEE;
const FRAMES: [u8; 3] = [0xC0, 0xC1, 0xC2];
const PROGRESSIVE: u8 = 0xC2;
const SCAN: u8 = 0xDA;
/// Tables of codes, quantisation tables, and how often it starts anew.
const TABLES: [u8; 3] = [0xC4, 0xDB, 0xDD];

/// What a head says.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) orientation: Orientation,
    width: usize,
    height: usize,
    /// Bytes that decoding takes, the pixels that come out included.
    pub(crate) cost: usize,
}

/// What the frame says of its components.
struct Frame {
    progressive: bool,
    width: usize,
    height: usize,
    /// How many samples across and down each has in a unit.
    samplings: Vec<(usize, usize)>,
}

/// Takes out of the head, in place, what is not needed for the pixels: texts,
/// profiles and small pictures, which a decoder would copy into memory.
///
/// # Errors
/// [`Refusal::Damaged`].
pub(crate) fn strip(bytes: &mut Vec<u8>) -> Result<Head, Refusal> {
    let mut orientation = None;
    let mut frame: Option<Frame> = None;
    let (mut read, mut kept) = (2, 2);
    loop {
        let (start, name) = named(bytes, read).ok_or(Refusal::Damaged)?;
        let body = start + 2;
        let length = bytes.get(body..body + 2).ok_or(Refusal::Damaged)?;
        let length = usize::from(length[0]) << 8 | usize::from(length[1]);
        let end = body + length;
        let own = bytes.get(body + 2..end).ok_or(Refusal::Damaged)?;
        let keep = match name {
            SCAN => {
                let frame = frame.ok_or(Refusal::Damaged)?;
                let of_scan = own.first().copied().map_or(0, usize::from);
                let cost = frame.cost(of_scan);
                bytes.copy_within(start.., kept);
                bytes.truncate(bytes.len() - (start - kept));
                return Ok(Head {
                    orientation: orientation.unwrap_or(Orientation::NoTransforms),
                    width: frame.width,
                    height: frame.height,
                    cost,
                });
            }
            EXIF => {
                let exif = own.strip_prefix(b"Exif\0\0");
                orientation = orientation.or(exif.and_then(Orientation::from_exif_chunk));
                false
            }
            name if FRAMES.contains(&name) => {
                if frame.is_some() {
                    return Err(Refusal::Damaged);
                }
                frame = Some(Frame::read(name, own).ok_or(Refusal::Damaged)?);
                true
            }
            name => name == ADOBE || TABLES.contains(&name),
        };
        if keep {
            bytes.copy_within(start..end, kept);
            kept += end - start;
        }
        read = end;
    }
}

/// The segment that begins there: where its mark stands, and its name. Marks
/// may be filled up in front.
fn named(bytes: &[u8], at: usize) -> Option<(usize, u8)> {
    let rest = bytes.get(at..)?;
    let filling = rest.iter().take_while(|byte| **byte == 0xFF).count();
    let name = *rest.get(filling)?;
    // Marks that stand alone have no place in a head.
    let alone = name < 0xC0 || (0xD0..=0xD9).contains(&name);
    (filling > 0 && !alone).then(|| (at + filling - 1, name))
}

impl Frame {
    fn read(name: u8, own: &[u8]) -> Option<Self> {
        let [_, high, low, wide, narrow, count, components @ ..] = own else {
            return None;
        };
        let pair = |high: u8, low: u8| usize::from(high) << 8 | usize::from(low);
        let components = components.as_chunks::<3>().0;
        let sampling = |own: &[u8; 3]| (usize::from(own[1] >> 4), usize::from(own[1] & 15));
        let samplings: Vec<_> = components.iter().map(sampling).collect();
        let fits = |own: &(usize, usize)| (1..=4).contains(&own.0) && (1..=4).contains(&own.1);
        let known = matches!(samplings.len(), 1 | 3 | 4) && samplings.iter().all(fits);
        (known && samplings.len() == usize::from(*count)).then(|| Self {
            progressive: name == PROGRESSIVE,
            width: pair(*wide, *narrow),
            height: pair(*high, *low),
            samplings,
        })
    }

    /// Three bytes a pixel; and where the picture comes in several scans, every
    /// coefficient of it until the last one is there.
    fn cost(&self, of_scan: usize) -> usize {
        let pixels = self.width * self.height * 3;
        if !self.progressive && of_scan == self.samplings.len() {
            return pixels;
        }
        let most = |sampling: fn(&(usize, usize)) -> usize| {
            self.samplings.iter().map(sampling).max().unwrap_or(1)
        };
        let units = |side: usize, sampling: usize| side.div_ceil(8 * sampling);
        let units = units(self.width, most(|own| own.0)) * units(self.height, most(|own| own.1));
        let blocks: usize = self.samplings.iter().map(|own| own.0 * own.1).sum();
        pixels + units * blocks * 64 * 2
    }
}

/// The pixels of a picture with a stripped head.
///
/// # Errors
/// [`Refusal::Damaged`].
pub(crate) fn decode(bytes: &[u8], head: &Head) -> Result<RgbImage, Refusal> {
    let damaged = |_| Refusal::Damaged;
    let options = DecoderOptions::default()
        .jpeg_set_out_colorspace(ColorSpace::RGB)
        .set_strict_mode(false)
        .set_max_width(head.width)
        .set_max_height(head.height);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(damaged)?;
    if decoder.dimensions() != Some((head.width, head.height)) {
        return Err(Refusal::Damaged);
    }
    let mut pixels = vec![0; head.width * head.height * 3];
    decoder.decode_into(&mut pixels).map_err(damaged)?;
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or_default();
    RgbImage::from_raw(side(head.width), side(head.height), pixels).ok_or(Refusal::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(name: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, name], &length[..], body].concat()
    }

    /// A frame of that size, one byte of sampling for each component.
    fn frame(name: u8, side: u16, samplings: &[u8]) -> Vec<u8> {
        let size = side.to_be_bytes();
        let mut body = [&[8], &size[..], &size].concat();
        body.push(u8::try_from(samplings.len()).unwrap());
        for (id, sampling) in (1..).zip(samplings) {
            body.extend([id, *sampling, 0]);
        }
        segment(name, &body)
    }

    fn scan(components: u8) -> Vec<u8> {
        segment(SCAN, &[components, 0, 0, 0])
    }

    #[test]
    fn several_scans_cost_their_coefficients() {
        let pixels = 4_000 * 4_000;
        for (name, samplings, of_scan, cost) in [
            (0xC0, &[0x11, 0x11, 0x11][..], 3, 3 * pixels),
            (0xC0, &[0x22, 0x11, 0x11], 3, 3 * pixels),
            (0xC0, &[0x11], 1, 3 * pixels),
            // The first scan holds a part of them.
            (0xC0, &[0x11, 0x11, 0x11], 1, 9 * pixels),
            (0xC2, &[0x11, 0x11, 0x11], 3, 9 * pixels),
            (0xC2, &[0x22, 0x11, 0x11], 3, 6 * pixels),
            (0xC2, &[0x11; 4], 4, 11 * pixels),
        ] {
            let own = [
                b"\xFF\xD8".to_vec(),
                frame(name, 4_000, samplings),
                scan(of_scan),
            ];
            let told = strip(&mut own.concat()).unwrap().cost;
            assert_eq!(told, cost, "{name:X} {samplings:X?} {of_scan}");
        }
    }

    #[test]
    fn a_head_keeps_what_pixels_need() {
        let (tables, frame) = (segment(0xC4, &[1; 20]), frame(0xC0, 100, &[0x11]));
        let adobe = segment(ADOBE, b"Adobe");
        let mut bytes = [
            b"\xFF\xD8".to_vec(),
            segment(0xE0, b"JFIF"),
            segment(0xE2, &[7; 65_000]),
            tables.clone(),
            // A mark that is filled up.
            vec![0xFF, 0xFF],
            adobe.clone(),
            segment(0xFE, b"a comment"),
            frame.clone(),
            segment(EXIF, b"http://ns.adobe.com/xap/1.0/"),
            scan(1),
            b"data\xFF\xE2 and more\xFF\xD9".to_vec(),
        ]
        .concat();
        strip(&mut bytes).unwrap();
        let kept = [
            b"\xFF\xD8".to_vec(),
            tables,
            adobe,
            frame,
            scan(1),
            b"data\xFF\xE2 and more\xFF\xD9".to_vec(),
        ];
        assert_eq!(bytes, kept.concat());
    }

    #[test]
    fn heads_that_could_be_read_in_two_ways_are_damaged() {
        let (one, other) = (frame(0xC0, 100, &[0x11]), frame(0xC2, 9_000, &[0x11]));
        for wrong in [
            vec![],
            one.clone(),
            scan(1),
            [one.clone(), other, scan(1)].concat(),
            [one.clone(), vec![0], scan(1)].concat(),
            [one.clone(), vec![0xFF, 0xD9], scan(1)].concat(),
            [one, vec![0xFF, 0xC4, 0xFF, 0xFF], scan(1)].concat(),
            [frame(0xC0, 100, &[0x11, 0x11]), scan(2)].concat(),
            [frame(0xC0, 100, &[0x51]), scan(1)].concat(),
            // Without the frames that nobody decodes.
            [frame(0xC9, 100, &[0x11]), scan(1)].concat(),
        ] {
            let mut bytes = [b"\xFF\xD8".to_vec(), wrong].concat();
            assert_eq!(strip(&mut bytes).unwrap_err(), Refusal::Damaged);
        }
    }
}
