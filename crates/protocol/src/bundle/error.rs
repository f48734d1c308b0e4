use crate::cbor::Malformed;

/// Why a bundle cannot be made or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// It does not begin as a bundle does.
    #[error("the file is no bundle")]
    NotABundle,
    /// A newer version of the program made it.
    #[error("the bundle was made by a newer version")]
    Newer,
    /// No key is sealed to the reader.
    #[error("the bundle is for others")]
    NotForThis,
    /// A frame that is not the last was altered, or frames changed places.
    #[error("frame {frame} of the bundle was altered")]
    Altered {
        /// Which frame, from 0.
        frame: u32,
    },
    /// The end is missing or altered, or something stands behind it.
    #[error("the bundle has no sound end after frame {frame}")]
    Cut {
        /// The frame that should have been the last, from 0.
        frame: u32,
    },
    /// Whoever sealed it put something into it that does not belong there, or in another order.
    #[error("the bundle holds what no bundle holds")]
    Malformed,
    /// A limit was passed.
    #[error("the bundle is larger than bundles are")]
    TooLarge,
}

impl From<Malformed> for BundleError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}
