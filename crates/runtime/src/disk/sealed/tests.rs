use std::fs::OpenOptions;
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use proptest::prelude::*;

use super::{BLOCK, HEAD, SealedFile, plain_len};

const KEY: [u8; 32] = [5; 32];

fn file(path: &Path) -> std::fs::File {
    OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).expect("there is room")
}

fn open(path: &Path) -> SealedFile {
    SealedFile::open(file(path), &KEY).expect("it is one")
}

fn all(file: &mut SealedFile) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.rewind().expect("there");
    file.read_to_end(&mut bytes).expect("whole");
    bytes
}

#[derive(Clone, Debug)]
enum Step {
    Write(u64, Vec<u8>),
    Append(Vec<u8>),
    SetLen(u64),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    let place = 0..3 * BLOCK + 100;
    let bytes = (any::<u8>(), 0_usize..BLOCK as usize * 2).prop_map(|(byte, count)| vec![byte; count]);
    prop_oneof![
        (place.clone(), bytes.clone()).prop_map(|(at, bytes)| Step::Write(at, bytes)),
        bytes.prop_map(Step::Append),
        place.prop_map(Step::SetLen),
        Just(Step::Reopen),
    ]
}

fn does(path: &Path, sealed: &mut SealedFile, plain: &mut Vec<u8>, step: Step) {
    match step {
        Step::Write(at, bytes) => {
            sealed.seek(SeekFrom::Start(at)).expect("anywhere");
            sealed.write_all(&bytes).expect("there is room");
            let end = at as usize + bytes.len();
            if !bytes.is_empty() {
                plain.resize(plain.len().max(end), 0);
                plain[at as usize..end].copy_from_slice(&bytes);
            }
        }
        Step::Append(bytes) => {
            open(path).appending().write_all(&bytes).expect("there is room");
            plain.extend(bytes);
            *sealed = open(path);
        }
        Step::SetLen(len) => {
            sealed.set_len(len).expect("there is room");
            plain.resize(len as usize, 0);
        }
        Step::Reopen => *sealed = open(path),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn it_is_read_and_written_as_a_plain_file_is(steps in prop::collection::vec(step(), 1..8)) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        let mut sealed = SealedFile::begin(file(&path), &KEY).expect("there is room");
        let mut plain = Vec::new();
        for step in steps {
            does(&path, &mut sealed, &mut plain, step);
            prop_assert!(all(&mut sealed) == plain);
            prop_assert_eq!(plain_len(std::fs::metadata(&path).expect("there").len()), plain.len() as u64);
        }
    }
}

#[test]
fn nothing_of_it_can_be_read_from_the_disk_and_no_byte_be_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file");
    let words = "Điểm kiểm tra của lớp 7A".repeat(4_000);
    SealedFile::begin(file(&path), &KEY).expect("room").write_all(words.as_bytes()).expect("room");
    let bytes = std::fs::read(&path).expect("there");
    assert!(!bytes.windows(20).any(|part| part == &words.as_bytes()[..20]));
    for at in [8, HEAD as usize, 5_000, bytes.len() - 1] {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        std::fs::write(&path, changed).expect("room");
        let read = open(&path).read_to_end(&mut Vec::new());
        assert_eq!(read.map_err(|failure| failure.kind()), Err(ErrorKind::InvalidData), "byte {at}");
    }
}

#[test]
fn a_torn_last_block_is_written_over_by_who_writes_all_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("file");
    SealedFile::begin(file(&path), &KEY).expect("room").write_all(&vec![1; 70_000]).expect("room");
    let torn = std::fs::metadata(&path).expect("there").len() - 9;
    file(&path).set_len(torn).expect("cut");
    let mut sealed = open(&path);
    sealed.seek(SeekFrom::Start(BLOCK)).expect("there");
    sealed.write_all(&vec![2; BLOCK as usize]).expect("nothing of the torn block is needed");
    assert_eq!(all(&mut sealed)[BLOCK as usize..], vec![2; BLOCK as usize]);
}
