//! Thành viên và thiết bị: who is here, in which role, on which machines.

mod departments;
mod devices;
mod edit;
mod end;
mod invite;
mod joiners;
mod members;
mod model;
pub mod page;
mod proposal;
mod registrars;
mod roles;
mod roster;
mod roster_rows;

pub use proposal::Signed;
