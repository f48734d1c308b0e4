use super::{BenchDocument, Stream, edit, id};

fn after(edits: usize) -> BenchDocument {
    let mut document = BenchDocument::new(0);
    (0..edits).for_each(|number| document.apply(&edit(0, number)));
    document
}

#[test]
fn the_stream_of_document_0_begins_as_specified() {
    assert_eq!(Stream::named("doc/0").draw(), 1_988_256_975);
    assert_eq!(id(0), "3d9a052ebc041b214996b43626910b10");
}

#[test]
fn document_0_has_the_specified_size() {
    let document = BenchDocument::new(0);
    assert_eq!((document.body.len(), document.body.encode_utf16().count()), (2_051, 1_543));
    assert_eq!(document.canonical().len(), 3_588);
}

#[test]
fn document_0_has_the_specified_digests() {
    for (edits, digest) in [
        (0, "5e171dbad5d56e310ef559adee02c4ca2f61c62eba383866178591982c38e613"),
        (10, "367c3676b9db7ff3724ba9587e8e9a4345acd1d7305179a2e8947e63e2c6a0ab"),
        (100, "2ae47bf925ddb5da83e50f6b0af245f99047051ad7cb356048eb627c4f2d73cd"),
    ] {
        assert_eq!(after(edits).digest(), digest, "after {edits} edits");
    }
}
