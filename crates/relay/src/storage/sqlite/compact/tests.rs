#![allow(clippy::unwrap_used, reason = "tests own their files")]

use super::{DAY, compact};
use protocol::{Cursor, Epoch};
use rusqlite::{Connection, params};

const DOC: [u8; 16] = [7; 16];
const NOW: i64 = 1_000 * DAY;

/// A log with three changes and a snapshot of two devices' each; both devices were here today.
fn log() -> Connection {
    let conn = Connection::open_in_memory().unwrap();
    ledger::migrate(&conn).unwrap();
    conn.execute_batch(super::super::lives::TABLES).unwrap();
    conn.execute_batch(super::TABLES).unwrap();
    let state = "INSERT INTO log_state (one, space, epoch, head, chain) VALUES (1, ?1, ?2, 5, zeroblob(32))";
    conn.execute(state, params![[9_u8; 16], epoch().to_bytes()]).unwrap();
    for (at, kind, author) in [(1, 1, 1), (2, 1, 1), (3, 1, 1), (4, 4, 1), (5, 4, 2)] {
        let sql = "INSERT INTO log_envelope
                       (at, env_id, status, kind, verb, doc, author, aseq, ts, sig, header, payload)
                   VALUES (?1, ?2, 0, ?3, 0, ?4, ?5, ?1, 0, zeroblob(64), zeroblob(1), zeroblob(9))";
        conn.execute(sql, params![at, [at as u8; 32], kind, DOC, [author as u8; 32]]).unwrap();
    }
    for device in [1_u8, 2] {
        let sql = "INSERT INTO log_device (device, member, box_key, at) VALUES (?1, ?2, zeroblob(32), 0)";
        conn.execute(sql, params![[device; 32], [device; 16]]).unwrap();
        conn.execute(
            "INSERT INTO log_snapshot (doc, at, covered) VALUES (?1, ?2, 3)",
            params![DOC, 3 + device],
        )
        .unwrap();
        seen(&conn, device, NOW);
        acks(&conn, device, 5);
    }
    conn
}

fn epoch() -> Epoch {
    Epoch::from_bytes([3; 16])
}

fn seen(conn: &Connection, device: u8, at: i64) {
    conn.execute("INSERT OR REPLACE INTO relay_seen (device, at) VALUES (?1, ?2)", params![[device; 32], at])
        .unwrap();
}

fn acks(conn: &Connection, device: u8, seq: u64) {
    let cursor = Cursor { epoch: epoch(), seq, chain: [0; 8] }.to_bytes();
    let sql = "INSERT OR REPLACE INTO log_ack (device, cursor, sig, moved) VALUES (?1, ?2, zeroblob(64), 1)";
    conn.execute(sql, params![[device; 32], cursor]).unwrap();
}

fn payloads(conn: &Connection) -> i64 {
    conn.query_row("SELECT count(payload) FROM log_envelope", [], |row| row.get(0)).unwrap()
}

#[test]
fn payloads_go_a_fortnight_after_both_snapshots_were_met() {
    let conn = log();
    compact(&conn, NOW).unwrap();
    compact(&conn, NOW + 13 * DAY).unwrap();
    assert_eq!(payloads(&conn), 5);

    compact(&conn, NOW + 14 * DAY).unwrap();

    assert_eq!(payloads(&conn), 2, "the two snapshots stay");
}

#[test]
fn a_device_that_has_not_read_them_is_waited_for_until_it_was_silent_for_long() {
    let conn = log();
    acks(&conn, 2, 4);
    compact(&conn, NOW).unwrap();
    compact(&conn, NOW + 59 * DAY).unwrap();
    assert_eq!(payloads(&conn), 5);
    seen(&conn, 1, NOW + 61 * DAY);

    compact(&conn, NOW + 61 * DAY).unwrap();

    assert_eq!(payloads(&conn), 2);
}

#[test]
fn a_device_that_never_said_how_far_it_is_is_waited_for() {
    let conn = log();
    conn.execute("DELETE FROM log_ack WHERE device = ?1", [[2_u8; 32]]).unwrap();
    compact(&conn, NOW).unwrap();
    compact(&conn, NOW + 20 * DAY).unwrap();
    assert_eq!(payloads(&conn), 5);
}

#[test]
fn a_clock_that_is_set_back_drops_nothing() {
    let conn = log();
    compact(&conn, NOW).unwrap();
    compact(&conn, NOW - 3_650 * DAY).unwrap();
    assert_eq!(payloads(&conn), 5);
}
