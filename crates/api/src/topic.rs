use domain::id::InitiativeId;

plain! {
    /// What became stale; the runtime emits it after a change, and the interface asks again.
    #[derive(Copy, Eq, Hash)]
    pub enum Topic {
        /// The list of profiles, or which one is open.
        Profiles,
        /// One initiative: content, records, state.
        Initiative(InitiativeId),
        /// The lists that are made of many initiatives: book, review queue, overview, today.
        Initiatives,
        /// Members, departments, roles, invitations, devices.
        People,
        /// The movement's plan, areas and calendar.
        Movement,
        /// Where things are: outbox, receipts, files in transit, the relay's state.
        Delivery,
    }
}
