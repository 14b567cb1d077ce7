//! Why a request has no answer.

/// Why a request has no answer. The text does not tell what is at the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    /// The address may not be requested.
    #[error("the address is not https on the public Internet")]
    Forbidden,
    /// Too many documents are being fetched, in all or from the same host.
    #[error("too many documents are being fetched; try again")]
    Busy,
    /// There was no answer in time, or none over trusted TLS.
    #[error("there was no answer in time over trusted TLS")]
    Unreachable,
    /// The answer has an error status.
    #[error("the answer has status {0}")]
    Status(u16),
    /// The answer is too long.
    #[error("the answer is longer than 512 KiB")]
    TooLarge,
}
