//! What somebody who may seal could put in: bounded, and refused.

use proptest::prelude::*;

use super::super::frame::{FRAME, Frames, Place};
use super::super::header::Recipient;
use super::super::{BundleHeader, BundleReader};
use crate::{BoxSecret, BundleError, BundleItem, SpaceId, Vector};

const KEY: [u8; 32] = [1; 32];

fn secret() -> BoxSecret {
    BoxSecret::from_bytes([2; 32])
}

/// Opens a sound file that holds any bytes.
fn open(content: &[u8]) -> BundleReader {
    let to = Recipient { name: [3; 32], box_key: secret().public() };
    let header =
        BundleHeader::seal(SpaceId::from_bytes([4; 16]), 0, [5; 19], &KEY, &[(to, [6; 32])]).unwrap();
    let mut frames = Frames::new(&KEY, [5; 19], header.to_bytes());
    let mut reader = BundleReader::open(&header, &[3; 32], &secret()).unwrap();
    let mut pieces = content.chunks(FRAME).peekable();
    while let Some(piece) = pieces.next() {
        let place = if pieces.peek().is_some() { Place::Within } else { Place::Last };
        reader.push(&frames.seal(piece, place).unwrap()).unwrap();
    }
    reader.end_input().unwrap();
    reader
}

fn error_of(content: &[u8]) -> Option<BundleError> {
    let mut reader = open(content);
    loop {
        match reader.next_item() {
            Ok(Some(_)) => {}
            Ok(None) => return None,
            Err(error) => return Some(error),
        }
    }
}

fn vector() -> Vec<u8> {
    BundleItem::Vector(Vector::default()).to_bytes()
}

#[test]
fn a_wrong_count_a_second_end_and_what_follows_it_are_refused() {
    let end = |count| BundleItem::End(count).to_bytes();
    assert_eq!(error_of(&[vector(), end(1)].concat()), None);
    assert_eq!(error_of(&[vector(), end(2)].concat()), Some(BundleError::Malformed), "a wrong count");
    assert_eq!(error_of(&[vector(), end(1), end(1)].concat()), Some(BundleError::Malformed));
    assert_eq!(error_of(&[vector(), end(1), vec![0]].concat()), Some(BundleError::Malformed));
    assert_eq!(error_of(&end(0)), Some(BundleError::Malformed), "the vector is missing");
    assert_eq!(error_of(&vector()), Some(BundleError::Cut { frame: 1 }), "the count is missing");
}

#[test]
fn a_bundle_with_a_wrong_count_is_not_whole() {
    let mut reader = open(&[vector(), BundleItem::End(2).to_bytes()].concat());
    assert!(matches!(reader.next_item(), Ok(Some(BundleItem::Vector(_)))));
    assert_eq!(reader.next_item(), Err(BundleError::Malformed));
    assert!(!reader.is_whole());
}

#[test]
fn a_length_that_is_a_lie_takes_no_memory() {
    // A byte string of 2^40 bytes of which nothing comes.
    let lie = [vector(), vec![0x82, 0x08, 0x5b, 0, 0, 1, 0, 0, 0, 0, 0]].concat();
    assert_eq!(error_of(&lie), Some(BundleError::Cut { frame: 1 }));
}

proptest! {
    #[test]
    fn sealed_garbage_ends_with_an_error(content in prop::collection::vec(any::<u8>(), 1..3_000)) {
        prop_assert!(error_of(&content).is_some());
        prop_assert!(error_of(&[vector(), content].concat()).is_some());
    }
}
