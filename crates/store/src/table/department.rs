//! Tổ: departments by name, in the order of the roster; the read model of the staff list file.

use domain::id::DepartmentId;
use rusqlite::{Connection, params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE department (department BLOB PRIMARY KEY, name TEXT NOT NULL) STRICT",
}];

/// One department.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    /// Its id.
    pub id: DepartmentId,
    /// Its name as written.
    pub name: String,
}

/// Takes the whole list in place of the one before.
pub fn replace(connection: &Connection, departments: &[Department]) -> Result<(), StoreError> {
    connection.execute("DELETE FROM department", [])?;
    departments.iter().try_for_each(|department| save(connection, department))
}

/// Writes one department; a new one goes to the end of the list.
pub fn save(connection: &Connection, department: &Department) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached(
        "INSERT INTO department (department, name) VALUES (?1, ?2)
         ON CONFLICT (department) DO UPDATE SET name = excluded.name",
    )?;
    write.execute(params![department.id.as_bytes(), department.name])?;
    Ok(())
}

/// Reads every department, in the order of the roster.
pub fn all(connection: &Connection) -> Result<Vec<Department>, StoreError> {
    let mut query = connection.prepare_cached("SELECT department, name FROM department ORDER BY rowid")?;
    let departments = query
        .query_map([], |row| Ok(Department { id: column::department(row, 0)?, name: row.get(1)? }))?
        .collect::<Result<_, _>>()?;
    Ok(departments)
}

#[cfg(test)]
mod tests;
