use domain::id::{InitiativeId, MemberId};

plain! {
    /// One hit of a search.
    pub struct SearchHit {
        /// What was found.
        pub target: SearchTarget,
        /// Title or name.
        pub title: String,
        /// Where it was found, with the words around.
        pub excerpt: String,
    }

    /// What a hit opens.
    #[derive(Copy, Eq)]
    pub enum SearchTarget {
        /// An initiative.
        Initiative(InitiativeId),
        /// A member.
        Member(MemberId),
    }
}
