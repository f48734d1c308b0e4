//! Pupils, who have a code and a class in the documents and no name.

use crate::i18n::{Locale, td_string};

/// Letters of an id that tell the pupils of one initiative apart, and are still copied by hand.
const CODE_LETTERS: usize = 6;

/// Gives the short code of a pupil's id.
pub fn pupil_code(id: &str) -> String {
    let left_out = id.chars().count().saturating_sub(CODE_LETTERS);
    id.chars().skip(left_out).collect()
}

/// Names a pupil by class and code.
pub fn pupil(lang: Locale, id: &str, class: &str) -> String {
    let code = pupil_code(id);
    match class.trim() {
        "" => td_string!(lang, common.pupil.code, code = code).to_string(),
        class => td_string!(lang, common.pupil.class_code, class = class.to_owned(), code = code).to_string(),
    }
}
