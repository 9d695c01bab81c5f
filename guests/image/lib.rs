//! A thumbnail: decodes a PNG, halves it and encodes a JPEG.

use std::io::Cursor;

use jpeg_encoder::{ColorType, Encoder};
use resize::{Pixel, Type};
use rgb::{FromSlice, RGB8};
use wasmeter_guest::Digest;

wasmeter_guest::bench!(Vec<u8>, prepare, step);

fn prepare(input: Vec<u8>) -> Vec<u8> {
    input
}

fn step(png: &[u8]) -> u64 {
    let mut reader = png::Decoder::new(Cursor::new(png))
        .read_info()
        .expect("the input is a PNG");
    let (width, height) = (reader.info().width as usize, reader.info().height as usize);
    let mut pixels = vec![0; width * height * 3];
    reader
        .next_frame(&mut pixels)
        .expect("the picture is RGB and whole");

    // Not Lanczos: its sine may differ in the last bit between libraries.
    let (w, h) = (width / 2, height / 2);
    let mut small = vec![RGB8::new(0, 0, 0); w * h];
    resize::new(width, height, w, h, Pixel::RGB8, Type::Catrom)
        .and_then(|mut resizer| resizer.resize(pixels.as_rgb(), &mut small))
        .expect("the sizes fit");

    let mut jpeg = Vec::new();
    Encoder::new(&mut jpeg, 85)
        .encode(
            rgb::bytemuck::cast_slice(&small),
            w as u16,
            h as u16,
            ColorType::Rgb,
        )
        .expect("memory can be written");
    let mut digest = Digest::new();
    digest.bytes(&jpeg);
    digest.finish()
}
