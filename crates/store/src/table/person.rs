//! People of the school: the read model of the staff list file.

use domain::date::Date;
use domain::id::DepartmentId;
use protocol::MemberId;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::migration::Migration;
use crate::{StoreError, column};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    schema: 1,
    sql: "CREATE TABLE person (
            member BLOB PRIMARY KEY,
            name TEXT NOT NULL,
            staff_code TEXT,
            birth_date TEXT,
            position TEXT NOT NULL,
            subjects TEXT NOT NULL,
            qualification TEXT NOT NULL,
            department BLOB
          ) STRICT",
}];

/// One member as the staff list has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The member.
    pub member: MemberId,
    /// Full name.
    pub name: String,
    /// Mã CBGV.
    pub staff_code: Option<String>,
    /// Ngày sinh.
    pub birth_date: Option<Date>,
    /// Chức vụ as written.
    pub position: String,
    /// Môn dạy.
    pub subjects: String,
    /// Trình độ.
    pub qualification: String,
    /// Department, none for leadership.
    pub department: Option<DepartmentId>,
}

/// Takes a whole staff list in place of the one before.
pub fn replace(connection: &Connection, people: &[Person]) -> Result<(), StoreError> {
    connection.execute("DELETE FROM person", [])?;
    people.iter().try_for_each(|person| save(connection, person))
}

/// Writes one member.
pub fn save(connection: &Connection, person: &Person) -> Result<(), StoreError> {
    let mut write = connection.prepare_cached(
        "INSERT INTO person (member, name, staff_code, birth_date, position, subjects, qualification, department)
         VALUES (:member, :name, :staff_code, :birth_date, :position, :subjects, :qualification, :department)
         ON CONFLICT (member) DO UPDATE SET name = excluded.name, staff_code = excluded.staff_code,
            birth_date = excluded.birth_date, position = excluded.position, subjects = excluded.subjects,
            qualification = excluded.qualification, department = excluded.department",
    )?;
    write.execute(named_params! {
        ":member": person.member.as_bytes(),
        ":name": person.name,
        ":staff_code": person.staff_code,
        ":birth_date": person.birth_date.map(|date| date.to_string()),
        ":position": person.position,
        ":subjects": person.subjects,
        ":qualification": person.qualification,
        ":department": person.department.as_ref().map(DepartmentId::as_bytes),
    })?;
    Ok(())
}

/// Reads one member.
pub fn load(connection: &Connection, member: MemberId) -> Result<Option<Person>, StoreError> {
    let mut query = connection.prepare_cached(&format!("{SELECT} WHERE member = ?1"))?;
    Ok(query.query_row([member.as_bytes()], read).optional()?)
}

/// Reads everybody, in the order of the staff list.
pub fn all(connection: &Connection) -> Result<Vec<Person>, StoreError> {
    let mut query = connection.prepare_cached(&format!("{SELECT} ORDER BY rowid"))?;
    let people = query.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(people)
}

const SELECT: &str =
    "SELECT member, name, staff_code, birth_date, position, subjects, qualification, department FROM person";

fn read(row: &Row<'_>) -> rusqlite::Result<Person> {
    let birth_date: Option<String> = row.get(3)?;
    let birth_date =
        birth_date.map(|text| text.parse()).transpose().map_err(|_| column::broken(3, "no date"))?;
    Ok(Person {
        member: column::id(row, 0)?,
        name: row.get(1)?,
        staff_code: row.get(2)?,
        birth_date,
        position: row.get(4)?,
        subjects: row.get(5)?,
        qualification: row.get(6)?,
        department: column::optional_department(row, 7)?,
    })
}

#[cfg(test)]
mod tests;
