//! The system's key store, as far as the application needs it.

/// The key store does not answer, or only after longer than anybody waits.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the system's key store does not answer: {0}")]
pub struct KeyStoreSilent(pub String);

/// Kho khóa của hệ điều hành: what the machine keeps for a user who is logged in, by name. Every
/// function answers soon.
pub trait KeyStore: Send + Sync {
    /// Keeps a secret under a new name.
    ///
    /// # Errors
    /// Where there is no key store, or it is locked; nothing relies on it then.
    fn keep(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreSilent>;

    /// Gives a secret; nothing where the key store answers and has none of that name.
    ///
    /// # Errors
    /// Where the key store does not answer; it may have the secret.
    fn get(&self, name: &str) -> Result<Option<Vec<u8>>, KeyStoreSilent>;

    /// Removes a secret; one that is not there is as good.
    ///
    /// # Errors
    /// Where the key store does not answer.
    fn forget(&self, name: &str) -> Result<(), KeyStoreSilent>;
}
