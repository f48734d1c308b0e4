//! What a relay answers, which may lie, and what people type, which may be anything.

use protocol::{
    BundleAnswer, Cursor, DocumentLine, ErrorBody, HaveAnswer, HelloAnswer, InviteToken, JoinTicket,
    PageItem, PageReader, PullItem, PushResponse, RecoverySecret, RelayKey, RelayKeys, SessionAnswer,
    WireReceipt, read_quarantine,
};

use super::{has_one_form, stays};

/// Every reader of an answer is given the same bytes; each takes what it knows.
pub fn answers(input: &[u8]) {
    stays(input, HelloAnswer::from_bytes, HelloAnswer::to_bytes);
    stays(input, RelayKeys::from_bytes, |keys| keys.to_bytes());
    stays(input, HaveAnswer::from_bytes, HaveAnswer::to_bytes);
    has_one_form(input, ErrorBody::from_bytes, ErrorBody::to_bytes);
    stays(input, BundleAnswer::from_bytes, BundleAnswer::to_bytes);
    has_one_form(input, |bytes| PushResponse::from_bytes(bytes, 1), PushResponse::to_bytes);
    stays(input, WireReceipt::read_all, |(receipts, since)| WireReceipt::write_all(receipts, *since));
    stays(input, DocumentLine::read_all, |lines| lines.iter().flat_map(DocumentLine::to_bytes).collect());
    stays(input, read_quarantine, |lines| protocol::write_quarantine(lines.clone().into_iter()));
    if let Some(answer) = stays(input, SessionAnswer::from_bytes, SessionAnswer::to_bytes) {
        assert!(answer.checkpoint.open(&RelayKey::from_bytes([20; 32])).is_err(), "nobody signs by chance");
    }
    assert_eq!(page([input]), page(input.chunks(7)), "a page is what it is however it comes");
}

/// The parts of a page, and whether it was read to its end.
fn page<'i>(input: impl IntoIterator<Item = &'i [u8]>) -> (Vec<PageItem>, bool) {
    let (mut reader, mut parts) = (PageReader::new(), Vec::new());
    for bytes in input {
        reader.push(bytes);
        loop {
            match reader.next_item() {
                Ok(Some(part)) => parts.push(part),
                Ok(None) => break,
                Err(_) => return (parts, false),
            }
        }
    }
    for part in &parts {
        match part {
            PageItem::Item(item) => again(item),
            PageItem::Trailer(trailer) => assert!(!trailer.to_bytes().is_empty()),
        }
    }
    (parts, reader.is_empty())
}

fn again(item: &PullItem) {
    let mut reader = PageReader::new();
    reader.push(&item.to_bytes());
    assert_eq!(reader.next_item(), Ok(Some(PageItem::Item(item.clone()))));
    let _ = item.clone().into_envelope();
}

/// Tickets, codes and cursors: what is read is printed so that it is read again.
pub fn typed(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let print = |value: &dyn ToString| value.to_string().into_bytes();
    let parse = |bytes: &[u8]| std::str::from_utf8(bytes).map_or_else(|_| String::new(), str::to_owned);
    stays(input, |bytes| parse(bytes).parse::<JoinTicket>(), |ticket| print(ticket));
    stays(input, |bytes| parse(bytes).parse::<InviteToken>(), |token| print(token));
    stays(input, |bytes| parse(bytes).parse::<RecoverySecret>(), |secret| print(secret));
    if let Ok(cursor) = text.parse::<Cursor>() {
        assert_eq!(cursor.to_string(), text, "a cursor has one form");
    }
}
