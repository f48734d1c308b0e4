//! What the demonstration school does, as data.

use anyhow::Context as _;
use domain::decimal::Decimal;
use serde_json::Value;

/// One initiative of the demonstration.
pub struct Planned {
    pub id: String,
    pub title: String,
    pub authors: Vec<String>,
    pub shares: Vec<u64>,
    pub kind: String,
    pub sponsor: Option<String>,
    pub pupils: Vec<(String, String)>,
    pub area: String,
    pub period: String,
    pub problem: String,
    pub solution: String,
    pub beneficiaries: String,
    pub quantities: Vec<Quantity>,
    pub results: Vec<Measured>,
    pub difficulties: Vec<Difficulty>,
    pub evidence: Vec<Piece>,
    pub state: String,
    pub typed: Option<String>,
}

/// A planned quantity with what each month adds.
pub struct Quantity {
    pub what: String,
    pub unit: String,
    pub planned: Decimal,
    pub months: Vec<(u8, Decimal)>,
}

/// A result with its three values.
pub struct Measured {
    pub label: String,
    pub kind: String,
    pub direction: String,
    pub unit: String,
    pub how: String,
    pub values: [(Option<Decimal>, Option<Decimal>); 3],
}

/// A difficulty with who answered it.
pub struct Difficulty {
    pub text: String,
    pub month: u8,
    pub request: Option<String>,
    pub answer: Option<(String, String)>,
}

/// A piece of evidence: `photo`, `video` or `pdf`, its title, and what is special about it.
pub struct Piece {
    pub kind: String,
    pub title: String,
    pub special: Option<String>,
}

/// Reads the plan that lies beside the journeys.
pub fn initiatives() -> anyhow::Result<Vec<Planned>> {
    let all: Vec<Value> = serde_json::from_str(include_str!("../../../demo/initiatives.json"))?;
    all.iter().map(|one| read(one).with_context(|| format!("initiative {}", one["id"]))).collect()
}

fn read(one: &Value) -> anyhow::Result<Planned> {
    Ok(Planned {
        id: text(&one["id"]),
        title: text(&one["title"]),
        authors: items(&one["by"]).map(text).collect(),
        shares: items(&one["shares"]).filter_map(Value::as_u64).collect(),
        kind: text(&one["kind"]),
        sponsor: one["sponsor"].as_str().map(str::to_owned),
        pupils: items(&one["pupils"])
            .filter_map(|pupil| pupil.as_str()?.split_once(':'))
            .map(|(id, class)| (id.to_owned(), class.to_owned()))
            .collect(),
        area: text(&one["area"]),
        period: text(&one["period"]),
        problem: text(&one["problem"]),
        solution: text(&one["solution"]),
        beneficiaries: text(&one["for"]),
        quantities: items(&one["quantities"]).map(quantity).collect::<Result<_, _>>()?,
        results: items(&one["results"]).map(measured).collect::<Result<_, _>>()?,
        difficulties: items(&one["difficulties"]).map(difficulty).collect::<Result<_, _>>()?,
        evidence: items(&one["evidence"]).map(piece).collect(),
        state: text(&one["state"]),
        typed: one["typed"].as_str().map(str::to_owned),
    })
}

fn quantity(row: &Value) -> anyhow::Result<Quantity> {
    let months = text(&row[3]);
    let months = months.split_whitespace().map(|month| {
        let (month, number) = month.split_once(':').context("month:number")?;
        Ok((month.parse()?, Decimal::parse_input(number)?))
    });
    Ok(Quantity {
        what: text(&row[0]),
        unit: text(&row[1]),
        planned: Decimal::from_whole(row[2].as_i64().context("a whole number")?)?,
        months: months.collect::<anyhow::Result<_>>()?,
    })
}

fn measured(row: &Value) -> anyhow::Result<Measured> {
    let value = |at: usize| -> anyhow::Result<_> {
        let text = text(&row[at]);
        let read = |part: &str| (!part.is_empty()).then(|| Decimal::parse_input(part)).transpose();
        Ok(match text.split_once('/') {
            Some((part, whole)) => (read(part)?, read(whole)?),
            None => (read(&text)?, None),
        })
    };
    Ok(Measured {
        label: text(&row[0]),
        kind: text(&row[1]),
        direction: text(&row[2]),
        unit: text(&row[3]),
        how: text(&row[4]),
        values: [value(5)?, value(6)?, value(7)?],
    })
}

fn difficulty(row: &Value) -> anyhow::Result<Difficulty> {
    let answer = row[3].as_str().zip(row[4].as_str());
    Ok(Difficulty {
        text: text(&row[0]),
        month: text(&row[1]).parse()?,
        request: row[2].as_str().map(str::to_owned),
        answer: answer.map(|(who, words)| (who.to_owned(), words.to_owned())),
    })
}

fn piece(row: &Value) -> Piece {
    let row = text(row);
    let mut parts = row.split(':').map(str::to_owned);
    Piece {
        kind: parts.next().unwrap_or_default(),
        title: parts.next().unwrap_or_default(),
        special: parts.next(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
