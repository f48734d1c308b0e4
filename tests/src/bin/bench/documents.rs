//! The benchmark documents: the same on every machine and in every language, checked by digests.

#[cfg(test)]
use sha2::{Digest, Sha256};

const SEED: &str = "20261123";

const WORDS: &str = "báo cáo tổ chuyên môn kế hoạch học kỳ giáo viên học sinh lớp tiết dạy đánh giá \
kết quả minh chứng sáng kiến nhà trường phụ huynh chương trình mục tiêu chỉ tiêu tháng năm tuần \
đổi mới phương pháp thiết bị phòng thực hành kiểm tra ngữ văn toán lịch sử địa lí tiến độ hoàn \
thành góp ý phê duyệt đề xuất rút kinh nghiệm";

/// Fields of a document.
pub const FIELDS: usize = 28;
/// Evidence references of a document.
const REFERENCES: usize = 8;
/// The fewest bytes of a body.
const BODY: usize = 2_048;

/// A named stream of random numbers: mulberry32, begun with FNV-1a of its name.
pub struct Stream {
    state: u32,
    words: Vec<&'static str>,
}

impl Stream {
    /// Begins a stream.
    pub fn named(name: &str) -> Self {
        let bytes = SEED.bytes().chain(*b"/").chain(name.bytes());
        let state =
            bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Self { state, words: WORDS.split(' ').collect() }
    }

    fn draw(&mut self) -> u32 {
        self.state = self.state.wrapping_add(0x6d2b_79f5);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 15)).wrapping_mul(mixed | 1);
        mixed ^= mixed.wrapping_add((mixed ^ (mixed >> 7)).wrapping_mul(mixed | 0x3d));
        mixed ^ (mixed >> 14)
    }

    /// A number less than `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        ((u64::from(self.draw()) * limit as u64) >> 32) as usize
    }

    fn hex(&mut self, draws: usize) -> String {
        let draws: Vec<String> = (0..draws).map(|_| format!("{:08x}", self.draw())).collect();
        draws.concat()
    }

    fn word(&mut self) -> &'static str {
        let place = self.below(self.words.len());
        self.words[place]
    }

    /// Two to five words.
    pub fn phrase(&mut self) -> String {
        let count = 2 + self.below(4);
        let words: Vec<_> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }
}

/// The id of a document, in hex.
#[cfg(test)]
pub fn id(index: usize) -> String {
    Stream::named(&format!("id/{index}")).hex(4)
}

/// A file that a document names.
pub struct Reference {
    /// Its hash, in hex.
    pub hash: String,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub size: usize,
}

/// One document.
pub struct BenchDocument {
    /// The values of its fields.
    pub fields: Vec<String>,
    /// Its long text.
    pub body: String,
    /// Its evidence.
    pub evidence: Vec<Reference>,
}

/// One edit of a document.
pub enum BenchEdit {
    /// Words are put into the long text.
    Insert {
        /// Before which letter.
        position: usize,
        /// The words.
        words: String,
    },
    /// A field gets another value.
    Set {
        /// Which of the fields.
        field: usize,
        /// Its value.
        value: String,
    },
}

impl BenchDocument {
    /// The document before any edit.
    pub fn new(index: usize) -> Self {
        let mut stream = Stream::named(&format!("doc/{index}"));
        let fields = (0..FIELDS).map(|_| stream.phrase()).collect();
        let mut body = stream.word().to_owned();
        while body.len() < BODY {
            body.push(' ');
            body.push_str(stream.word());
        }
        let reference = |place| Reference {
            hash: stream.hex(8),
            name: format!("minh-chung-{place}.jpg"),
            size: 10_000 + stream.below(4_000_000),
        };
        let evidence = (0..REFERENCES).map(reference).collect();
        Self { fields, body, evidence }
    }

    /// Makes an edit. Every letter is one UTF-16 unit, so that positions are counted in letters.
    pub fn apply(&mut self, edit: &BenchEdit) {
        match edit {
            BenchEdit::Insert { position, words } => {
                let at = self.body.char_indices().nth(*position).map_or(self.body.len(), |(at, _)| at);
                self.body.insert_str(at, words);
            }
            BenchEdit::Set { field, value } => self.fields[*field].clone_from(value),
        }
    }

    /// The digest that other programs compare.
    #[cfg(test)]
    pub fn digest(&self) -> String {
        let digest = Sha256::digest(self.canonical());
        let bytes: Vec<String> = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        bytes.concat()
    }

    /// The compact JSON that is digested.
    #[cfg(test)]
    pub fn canonical(&self) -> String {
        let evidence = self.evidence.iter().map(|one| serde_json::json!([one.hash, one.name, one.size]));
        let evidence: Vec<_> = evidence.collect();
        serde_json::json!([self.fields, self.body, evidence]).to_string()
    }
}

/// Edit `number` of a document.
pub fn edit(index: usize, number: usize) -> BenchEdit {
    let mut stream = Stream::named(&format!("edit/{index}/{number}"));
    if stream.below(4) == 0 {
        let position = stream.below(500);
        return BenchEdit::Insert { position, words: format!("{} ", stream.word()) };
    }
    let field = stream.below(FIELDS);
    BenchEdit::Set { field, value: stream.phrase() }
}

/// Edit `number` of workload W3: which of `documents`, which field, which value.
pub fn w3_edit(number: usize, documents: usize) -> (usize, usize, String) {
    let mut stream = Stream::named(&format!("w3/{number}"));
    let (document, field) = (stream.below(documents), stream.below(FIELDS));
    (document, field, format!("{} #{number}", stream.phrase()))
}

#[cfg(test)]
mod tests;
