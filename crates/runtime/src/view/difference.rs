//! Differences of two versions as a reader sees them.

use api::{DifferenceView, Piece, PieceKind};
use domain::difference::{Difference, Shown, ShownField};
use domain::record::Part;
use domain::sheet::{Class, FieldKind, field_of};
use engine::difference_pieces;

use super::Case;
use super::sheet::entry_label;

/// Shows those differences that touch a part.
pub fn differences(case: &Case<'_>, differences: &[Difference], part: Part) -> Vec<DifferenceView> {
    differences.iter().filter(|difference| difference.touches(part)).map(|one| view(case, one)).collect()
}

fn view(case: &Case<'_>, difference: &Difference) -> DifferenceView {
    let shown = |value: &Option<Shown>| {
        value.as_ref().map(|value| words(case, &difference.path, value)).unwrap_or_default()
    };
    let (before, after) = (shown(&difference.before), shown(&difference.after));
    let merging = field_of(&difference.path)
        .is_some_and(|field| matches!(field.kind, FieldKind::Text | FieldKind::MergingLine));
    DifferenceView {
        path: difference.path.clone(),
        entry: entry_label(case, &difference.path),
        pieces: if merging { word_by_word(&before, &after) } else { as_a_whole(before, after) },
        material: difference.class == Class::Material,
    }
}

fn word_by_word(before: &str, after: &str) -> Vec<Piece> {
    let kind = |kind| match kind {
        engine::PieceKind::Same => PieceKind::Same,
        engine::PieceKind::Removed => PieceKind::Removed,
        engine::PieceKind::Added => PieceKind::Added,
    };
    difference_pieces(before, after)
        .into_iter()
        .map(|piece| Piece { kind: kind(piece.kind), text: piece.text })
        .collect()
}

fn as_a_whole(before: String, after: String) -> Vec<Piece> {
    [(PieceKind::Removed, before), (PieceKind::Added, after)]
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(kind, text)| Piece { kind, text })
        .collect()
}

fn words(case: &Case<'_>, path: &str, value: &Shown) -> String {
    match value {
        Shown::Text(text) => case.said(path, text),
        Shown::Number(number) => number.to_vietnamese(),
        Shown::Integer(number) => number.to_string(),
        Shown::Present => "✓".to_owned(),
        Shown::Entry(fields) => {
            let values = fields.iter().map(|field| within(case, path, field));
            values.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ")
        }
    }
}

/// Says a field of a whole entry; a title that an author registers for by its name.
fn within(case: &Case<'_>, entry: &str, field: &ShownField) -> String {
    let slug = field.field.strip_prefix("titles/");
    match slug.and_then(|slug| case.movement.awards.iter().find(|award| award.slug == slug)) {
        Some(award) => award.title.clone(),
        None => words(case, &format!("{entry}/{}", field.field), &field.value),
    }
}
