plain! {
    /// What lies on this machine.
    pub struct GetStorage {}

    /// Limits what originals may take on this machine; those that were opened longest ago go first,
    /// and none that only this machine has.
    pub struct LimitOriginals {
        /// Bytes; none for no limit.
        pub bytes: Option<u64>,
    }

    /// Takes every original off this machine that the relay has; each can be fetched again.
    pub struct FreeSpace {}

    /// Chỗ lưu trên máy này: what of the open book lies here, and how much of it may.
    pub struct StorageView {
        /// Bytes of the book itself: what was written, decided and received.
        pub book: u64,
        /// Small pictures of evidence; they stay.
        pub previews: StoredFiles,
        /// Originals of evidence, all of them.
        pub originals: StoredFiles,
        /// Originals that only this machine has: they stay until the relay has them.
        pub only_here: StoredFiles,
        /// Originals that can be fetched from the relay again, so that they may go.
        pub spare: StoredFiles,
        /// Bytes that originals may take; none where there is no limit.
        pub limit: Option<u64>,
    }

    /// Files of one sort.
    #[derive(Copy, Default, Eq)]
    pub struct StoredFiles {
        /// How many.
        pub count: u32,
        /// Their bytes.
        pub bytes: u64,
    }
}
