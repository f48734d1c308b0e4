//! Who takes part, and which of them the leaf shows.

use api::AuthorView;
use domain::id::MemberId;
use domain::role::ParticipantKind;

/// Tells whether pupils and their sponsor are shown: the kind asks for them, or somebody wrote some.
pub fn shows_pupils(kind: Option<ParticipantKind>, pupils: usize, sponsor: Option<MemberId>) -> bool {
    kind == Some(ParticipantKind::Pupil) || pupils > 0 || sponsor.is_some()
}

/// Tells whether authors are shown: of pupils' work the sponsor stands for them, unless there is
/// more to see of them than that one name.
pub fn shows_authors(
    kind: Option<ParticipantKind>,
    authors: &[AuthorView],
    sponsor: Option<MemberId>,
) -> bool {
    let beside = |author: &AuthorView| sponsor.is_some_and(|sponsor| sponsor != author.member);
    kind != Some(ParticipantKind::Pupil)
        || authors.len() > 1
        || authors.iter().any(|author| beside(author) || !author.titles.is_empty())
}

#[cfg(test)]
mod tests;
