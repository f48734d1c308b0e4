//! Envelopes made by a second program that does not keep the rules.
