//! Whole stories across real applications and a real relay.
