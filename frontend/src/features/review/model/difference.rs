use api::{DifferenceView, PieceKind};

/// Finds the difference of one field.
pub fn difference_at<'view>(changes: &'view [DifferenceView], path: &str) -> Option<&'view DifferenceView> {
    changes.iter().find(|change| change.path == path)
}

/// Finds every difference of a field or of anything below it.
pub fn differences_within<'view>(changes: &'view [DifferenceView], path: &str) -> Vec<&'view DifferenceView> {
    let below = |change: &&DifferenceView| {
        change.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    changes.iter().filter(below).collect()
}

/// What a difference is, in one word for those who see no colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Was not there before.
    Added,
    /// Is not there any more.
    Removed,
    /// Reads otherwise.
    Changed,
}

/// Tells what kind of difference the pieces make.
pub fn difference_kind(change: &DifferenceView) -> DifferenceKind {
    let has = |kind: PieceKind| {
        change.pieces.iter().any(|piece| piece.kind == kind && !piece.text.trim().is_empty())
    };
    match (has(PieceKind::Same), has(PieceKind::Removed), has(PieceKind::Added)) {
        (false, false, true) => DifferenceKind::Added,
        (false, true, false) => DifferenceKind::Removed,
        _ => DifferenceKind::Changed,
    }
}

/// Splits the differences into those that ask for re-approval and those that do not.
pub fn by_weight(changes: &[DifferenceView]) -> (Vec<DifferenceView>, Vec<DifferenceView>) {
    changes.iter().cloned().partition(|change| change.material)
}
