//! The year of the demonstration, initiative by initiative.

use anyhow::Context as _;
use api::{
    Acknowledge, AnswerDifficulty, Approve, AttachEvidence, CreateInitiative, Edit, EditInitiative,
    GetReview, InitiativeView, LogMonth, LogQuantity, NoteDifficulty, ReturnInitiative, Submit, Withdraw,
};
use domain::decimal::Decimal;
use domain::id::{EntryId, InitiativeId};
use domain::record::{Part, RemarkTarget};
use domain::role::{Role, Stage};
use domain::sheet::Value;
use testkit::Person;

use crate::cast::{Cast, it_is};
use crate::files;
use crate::plan::{Planned, Quantity};

/// Tells the year of every initiative.
pub async fn tell(cast: &Cast, plans: &[Planned]) -> anyhow::Result<()> {
    for (number, plan) in plans.iter().enumerate() {
        println!("{}: {}", plan.id, plan.title);
        Story { cast, plan, seed: u32::try_from(number).unwrap_or(0) + 1 }
            .tell()
            .await
            .with_context(|| format!("the story of {}", plan.id))?;
    }
    it_is("2027-05-24")
}

struct Story<'a> {
    cast: &'a Cast,
    plan: &'a Planned,
    seed: u32,
}

impl Story<'_> {
    async fn tell(&self) -> anyhow::Result<()> {
        let second = self.plan.period == "semester_ii";
        it_is(if second { "2027-01-20" } else { "2026-09-24" })?;
        let author = self.author()?;
        let id = self.register(author).await?;
        if self.plan.state == "draft" {
            return Ok(());
        }
        author.does(Submit { id, part: Part::Registration, pledge: true }).await;
        author.syncs().await;
        it_is(if second { "2027-01-26" } else { "2026-10-06" })?;
        match self.plan.state.as_str() {
            "in_review" => return Ok(()),
            "withdrawn" => {
                author.does(Withdraw { id, reason: "Chuyển sang câu lạc bộ khác.".into() }).await;
                author.syncs().await;
                return Ok(());
            }
            _ => {}
        }
        for stage in [Stage::Department, Stage::Union, Stage::Leadership] {
            self.approve(id, Part::Registration, stage).await?;
        }
        author.syncs().await;
        self.log(author, id).await?;
        self.attach(author, id).await?;
        author.syncs().await;
        if self.plan.state.starts_with("dossier") {
            self.dossier(author, id).await?;
        }
        Ok(())
    }

    fn author(&self) -> anyhow::Result<&Person> {
        self.cast.person(&self.plan.authors[0])
    }

    async fn register(&self, author: &Person) -> anyhow::Result<InitiativeId> {
        let request = CreateInitiative {
            title: self.plan.title.clone(),
            content_area: Some(self.plan.area.clone()),
            period: domain::period::Period::from_name(&self.plan.period),
        };
        let id = author.does(request).await.summary.id;
        let edits = self.sheet()?;
        author.does(EditInitiative { id, edits }).await;
        Ok(id)
    }

    fn sheet(&self) -> anyhow::Result<Vec<Edit>> {
        let plan = self.plan;
        let mut sheet = Sheet::default();
        sheet.text("participant_kind", &plan.kind);
        sheet.text("problem", &plan.problem);
        sheet.text("solution", &plan.solution);
        sheet.text("beneficiaries", &plan.beneficiaries);
        if plan.state == "draft" {
            return Ok(sheet.edits);
        }
        sheet.text("scope", "school");
        sheet.set("campaigns/tam-guong-dao-duc", Value::Flag(true));
        sheet.set("tasks/doi-moi-phuong-phap", Value::Flag(true));
        for (order, name) in plan.authors.iter().enumerate() {
            let path = format!("authors/{}", self.cast.member(name)?);
            sheet.set(&path, Value::Flag(true));
            sheet.set(&format!("{path}/order"), Value::Integer(order as i64));
            if let Some(share) = plan.shares.get(order) {
                sheet.set(&format!("{path}/share"), Value::Integer(*share as i64));
            }
        }
        if let Some(sponsor) = &plan.sponsor {
            sheet.text("sponsor", &self.cast.member(sponsor)?.to_string());
        }
        for (pupil, class) in &plan.pupils {
            sheet.text(&format!("pupils/{pupil}/class"), class);
        }
        self.quantities(&mut sheet);
        self.results(&mut sheet);
        Ok(sheet.edits)
    }

    fn quantities(&self, sheet: &mut Sheet) {
        for (order, quantity) in self.plan.quantities.iter().enumerate() {
            let path = format!("quantities/{}", entry(0xa0, order));
            sheet.text(&format!("{path}/what"), &quantity.what);
            sheet.text(&format!("{path}/unit"), &quantity.unit);
            let semester = if self.plan.period == "semester_ii" { "semester_ii" } else { "semester_i" };
            sheet.text(&format!("{path}/semester"), semester);
            sheet.set(&format!("{path}/planned"), Value::Number(quantity.planned));
            sheet.set(&format!("{path}/order"), Value::Integer(order as i64));
        }
    }

    fn results(&self, sheet: &mut Sheet) {
        for (order, result) in self.plan.results.iter().enumerate() {
            let path = format!("results/{}", entry(0xb0, order));
            for (field, value) in [
                ("label", &result.label),
                ("quantity_kind", &result.kind),
                ("direction", &result.direction),
                ("unit", &result.unit),
                ("how_measured", &result.how),
            ] {
                sheet.text(&format!("{path}/{field}"), value);
            }
            sheet.measure(&path, "baseline", result.values[0]);
            sheet.measure(&path, "target", result.values[1]);
            sheet.set(&format!("{path}/order"), Value::Integer(order as i64));
        }
    }

    async fn log(&self, author: &Person, id: InitiativeId) -> anyhow::Result<()> {
        for month in [9, 10, 11, 12, 1, 2, 3, 4, 5] {
            let done: Vec<(usize, &Quantity, Decimal)> = self
                .plan
                .quantities
                .iter()
                .enumerate()
                .filter_map(|(at, quantity)| {
                    let number = quantity.months.iter().find(|(one, _)| *one == month)?.1;
                    Some((at, quantity, number))
                })
                .collect();
            let hard = self.plan.difficulties.iter().find(|one| one.month == month);
            if done.is_empty() && hard.is_none() {
                continue;
            }
            let year = if month >= 9 { 2026 } else { 2027 };
            let usual = format!("{year}-{month:02}-28");
            it_is(self.plan.typed.as_deref().unwrap_or(&usual))?;
            let work = done.iter().map(|(_, quantity, number)| {
                format!("Thực hiện {} {} ({}).", number.to_vietnamese(), quantity.unit, quantity.what)
            });
            let request = LogMonth {
                id,
                month: format!("{year}-{month:02}").parse()?,
                work_done: work.collect::<Vec<_>>().join(" "),
                lesson: String::new(),
                progress: Some("on_plan".into()),
                quantities: done
                    .iter()
                    .map(|(at, _, number)| LogQuantity { quantity: entry(0xa0, *at), number: *number })
                    .collect(),
                interim: vec![],
                difficulty: hard.map(|one| NoteDifficulty {
                    text: one.text.clone(),
                    needs_help: one.request.is_some(),
                    request: one.request.clone().unwrap_or_default(),
                    addressed_to: one.request.as_ref().map(|_| Role::Leadership),
                    wanted_by: None,
                }),
                uploads: vec![],
            };
            let view = author.does(request).await;
            author.syncs().await;
            if let Some((who, words)) = hard.and_then(|one| one.answer.as_ref()) {
                self.answer(&view, who, words).await?;
            }
        }
        Ok(())
    }

    async fn answer(&self, view: &InitiativeView, who: &str, words: &str) -> anyhow::Result<()> {
        let person = self.cast.person(who)?;
        person.syncs().await;
        let difficulty = view.difficulties.last().context("a difficulty")?.id;
        let id = view.summary.id;
        person.does(GetReview { id }).await;
        let text = words.to_owned();
        person.does(AnswerDifficulty { id, difficulty, text, action: String::new(), by_when: None }).await;
        person.syncs().await;
        Ok(())
    }

    async fn attach(&self, author: &Person, id: InitiativeId) -> anyhow::Result<()> {
        for (at, piece) in self.plan.evidence.iter().enumerate() {
            let path = files::make(&self.cast.files, piece, self.seed * 10 + at as u32)?;
            let result = at.min(self.plan.results.len().saturating_sub(1));
            author
                .does(AttachEvidence {
                    id,
                    upload: None,
                    path: Some(path.display().to_string()),
                    title: piece.title.clone(),
                    caption: String::new(),
                    supports: vec![format!("results:{}", entry(0xb0, result))],
                })
                .await;
            std::fs::remove_file(path)?;
        }
        Ok(())
    }

    async fn dossier(&self, author: &Person, id: InitiativeId) -> anyhow::Result<()> {
        let day = match (self.plan.state.as_str(), self.plan.period.as_str()) {
            ("dossier_late", _) => "2027-05-13",
            (_, "semester_i") => "2027-01-03",
            _ => "2027-05-06",
        };
        it_is(day)?;
        let mut sheet = Sheet::default();
        for (order, result) in self.plan.results.iter().enumerate() {
            let path = format!("results/{}", entry(0xb0, order));
            sheet.measure(&path, "actual", result.values[2]);
            sheet.text(&format!("{path}/actual_on"), day);
        }
        author.does(EditInitiative { id, edits: sheet.edits }).await;
        author.does(Submit { id, part: Part::Dossier, pledge: true }).await;
        author.syncs().await;
        match self.plan.state.as_str() {
            "dossier_approved" | "dossier_approved_changed" => {
                self.approve(id, Part::Dossier, Stage::Department).await?;
                self.approve(id, Part::Dossier, Stage::Union).await?;
            }
            "dossier_returned_union" => {
                self.approve(id, Part::Dossier, Stage::Department).await?;
                self.send_back(id, true).await?;
            }
            "dossier_differing" => {
                // Both decide before either knows of the other: the union's machine syncs first.
                let union = self.decider(Stage::Union)?;
                union.syncs().await;
                self.approve(id, Part::Dossier, Stage::Department).await?;
                self.send_back(id, false).await?;
            }
            _ => {}
        }
        author.syncs().await;
        if self.plan.state == "dossier_approved_changed" {
            let path = format!("results/{}/actual", entry(0xb0, 0));
            author.writes(id, &path, Value::Number(Decimal::from_whole(12)?)).await;
            author.syncs().await;
        }
        Ok(())
    }

    async fn approve(&self, id: InitiativeId, part: Part, stage: Stage) -> anyhow::Result<()> {
        let person = self.decider(stage)?;
        person.syncs().await;
        let view = person.does(GetReview { id }).await.initiative;
        if !view.can_decide.iter().any(|offer| offer.stage == stage && offer.part == part) {
            return Ok(());
        }
        let heads = view.heads;
        if view.can_decide.iter().any(|offer| offer.stage == stage && offer.by_meeting) {
            let (members, present, in_favour) = (5, 5, 5);
            let text = "Họp tổ, nhất trí.".to_owned();
            person.does(Acknowledge { id, part, heads, members, present, in_favour, text }).await;
            person.syncs().await;
            return Ok(());
        }
        person.does(Approve { id, part, stage, heads, text: String::new() }).await;
        person.syncs().await;
        Ok(())
    }

    async fn send_back(&self, id: InitiativeId, sync_first: bool) -> anyhow::Result<()> {
        let person = self.decider(Stage::Union)?;
        if sync_first {
            person.syncs().await;
        }
        let heads = person.does(GetReview { id }).await.initiative.heads;
        person
            .does(ReturnInitiative {
                id,
                part: Part::Dossier,
                stage: Stage::Union,
                heads,
                text: "Đề nghị nói rõ số liệu của mấy lớp, mấy nhóm.".into(),
                targets: vec![RemarkTarget::Whole],
            })
            .await;
        person.syncs().await;
        Ok(())
    }

    /// Who decides at a stage: never an author, and never one who has decided at another stage.
    fn decider(&self, stage: Stage) -> anyhow::Result<&Person> {
        let department = self.cast.department(&self.plan.authors[0]);
        let heads = || {
            let mut heads = self.cast.holders(Role::DepartmentHead, Some(department));
            heads.extend(self.cast.holders(Role::DeputyHead, Some(department)));
            heads
        };
        let free = |name: &&str| !self.plan.authors.iter().any(|author| author == name);
        let of_department = heads().into_iter().find(free);
        let name = match stage {
            Stage::Department => of_department,
            Stage::Union => self
                .cast
                .holders(Role::UnionOfficer, None)
                .into_iter()
                .find(|name| free(name) && Some(*name) != of_department),
            Stage::Leadership => None,
        };
        let name = name.or_else(|| self.cast.holders(Role::Leadership, None).into_iter().find(free));
        self.cast.person(name.context("somebody without a conflict")?)
    }
}

#[derive(Default)]
struct Sheet {
    edits: Vec<Edit>,
}

impl Sheet {
    fn set(&mut self, path: &str, value: Value) {
        self.edits.push(Edit { path: path.to_owned(), value });
    }

    fn text(&mut self, path: &str, text: &str) {
        if !text.is_empty() {
            self.set(path, Value::Text(text.to_owned()));
        }
    }

    fn measure(&mut self, path: &str, field: &str, (value, whole): (Option<Decimal>, Option<Decimal>)) {
        if let Some(value) = value {
            self.set(&format!("{path}/{field}"), Value::Number(value));
        }
        if let Some(whole) = whole {
            self.set(&format!("{path}/{field}_whole"), Value::Number(whole));
        }
    }
}

/// The entry of a list at a place: its kind in the first byte, its number in the last.
fn entry(kind: u8, at: usize) -> EntryId {
    EntryId::from_bytes([kind, 0, 0, 0, 0, 0, 0, at as u8 + 1])
}
