//! Bundles: their readable beginning, and what whoever can seal one may put into it.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use protocol::{
    BundleHeader, BundleItem, BundleReader, BundleWriter, Recipient, SealWith, SigningKey, SpaceId, limits,
};

use super::has_one_form;

const FRAME: usize = 64 * 1024;
const TAG: usize = 16;
const WITH: SealWith = SealWith { key: [45; 32], prefix: [46; 19] };
/// The seed of the relay's key, to which every bundle here is sealed.
pub const RELAY: [u8; 32] = [40; 32];

/// A header has one form, and no more recipients than there may be.
pub fn header(input: &[u8]) {
    let Ok(Some((_, length))) = BundleHeader::read(input) else { return };
    let read = |bytes: &[u8]| BundleHeader::read(bytes).ok().flatten().map(|(header, _)| header).ok_or(());
    let header = has_one_form(&input[..length], read, BundleHeader::to_bytes).expect("it was read before");
    assert!(header.recipients().count() <= limits::BUNDLE_RECIPIENTS + 1);
    let relay = SigningKey::from_seed(RELAY);
    if let Ok(mut reader) = BundleReader::open(&header, &relay.public(), &relay.box_secret()) {
        items(&mut reader, [&input[length..]]);
    }
}

/// The content of sealed frames gives the same items however its bytes come.
pub fn content(input: &[u8]) {
    let (header, sealed) = (sealed_header(), frames(input));
    let (read, _) = BundleHeader::read(&header).ok().flatten().expect("we have written it");
    let relay = SigningKey::from_seed(RELAY);
    let open =
        || BundleReader::open(&read, &relay.public(), &relay.box_secret()).expect("it is sealed to it");
    let (mut whole, mut pieces) = (open(), open());
    let at_once = items(&mut whole, [sealed.as_slice()]);
    let in_pieces = items(&mut pieces, sealed.chunks(9_973));
    assert_eq!(at_once, in_pieces);
    assert_eq!(whole.is_whole(), pieces.is_whole());
    if whole.is_whole() {
        assert_eq!(at_once.last(), Some(&BundleItem::End(at_once.len() as u64 - 1)));
    }
    written_again(&at_once, whole.is_whole().then_some(sealed));
}

/// Takes out what comes until something is wrong with it.
fn items<'i>(reader: &mut BundleReader, input: impl IntoIterator<Item = &'i [u8]>) -> Vec<BundleItem> {
    let mut taken = Vec::new();
    let mut take = |reader: &mut BundleReader| loop {
        match reader.next_item() {
            Ok(Some(item)) => taken.push(item),
            Ok(None) => return true,
            Err(_) => return false,
        }
    };
    for part in input {
        if reader.push(part).is_err() {
            take(reader);
            return taken;
        }
        if !take(reader) {
            return taken;
        }
    }
    let _ = reader.end_input();
    take(reader);
    taken
}

/// What was read can be written, and what came whole is written as it came.
fn written_again(items: &[BundleItem], whole: Option<Vec<u8>>) {
    let (mut writer, _) = begin();
    let mut written = Vec::new();
    for item in items.iter().filter(|item| !matches!(item, BundleItem::End(_))) {
        written.extend(writer.add(item).expect("what is read may be written"));
    }
    if let Some(whole) = whole {
        written.extend(writer.finish().expect("it has an end"));
        assert_eq!(written, whole, "a bundle has one form");
    }
}

fn begin() -> (BundleWriter, Vec<u8>) {
    let relay = SigningKey::from_seed(RELAY);
    let recipient = Recipient { name: relay.public(), box_key: relay.box_secret().public() };
    let begun =
        BundleWriter::begin(SpaceId::from_bytes([1; 16]), 1_790_000_000_000, &WITH, &[(recipient, [44; 32])]);
    begun.expect("there is somebody to seal it to")
}

fn sealed_header() -> Vec<u8> {
    begin().1
}

/// Seals a content as the frames of a bundle.
pub fn frames(content: &[u8]) -> Vec<u8> {
    let (cipher, header) = (XChaCha20Poly1305::new(&WITH.key.into()), sealed_header());
    let count = content.len().div_ceil(FRAME).max(1);
    let seal = |(number, part): (usize, &[u8])| {
        let nonce = nonce(number, number + 1 == count);
        cipher.encrypt(&nonce, Payload { msg: part, aad: &header }).expect("a frame is short")
    };
    if content.is_empty() {
        return seal((0, content));
    }
    content.chunks(FRAME).enumerate().flat_map(seal).collect()
}

/// Opens frames that were sealed here: what stands in them.
pub fn opened(frames: &[u8]) -> Vec<u8> {
    let (cipher, header) = (XChaCha20Poly1305::new(&WITH.key.into()), sealed_header());
    let count = frames.len().div_ceil(FRAME + TAG);
    let open = |(number, part): (usize, &[u8])| {
        let nonce = nonce(number, number + 1 == count);
        cipher.decrypt(&nonce, Payload { msg: part, aad: &header }).expect("it was sealed here")
    };
    frames.chunks(FRAME + TAG).enumerate().flat_map(open).collect()
}

fn nonce(number: usize, is_last: bool) -> XNonce {
    let mut nonce = [0; 24];
    nonce[..19].copy_from_slice(&WITH.prefix);
    nonce[19..23].copy_from_slice(&(number as u32).to_be_bytes());
    nonce[23] = u8::from(is_last);
    nonce.into()
}
