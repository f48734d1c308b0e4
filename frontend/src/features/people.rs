//! Thành viên và thiết bị: who is here, in which role, on which machines.

mod edit;
mod invite;
mod lists;
mod members;
mod model;
pub mod page;
mod roles;
mod roster;
mod roster_rows;
