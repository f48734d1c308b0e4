//! What happens to the relay's folder.

use std::path::Path;

use crate::school::School;
use crate::{Dice, disk};

/// Copies the relay: with its own command while it runs, or all of its disk while it stands still.
pub async fn back_up(school: &mut School, dice: &mut Dice) -> String {
    let to = school.folder().join("backup");
    if to.exists() {
        disk::remove(&to).expect("it is there");
    }
    let told = if dice.happens(50) {
        relay::backup(school.post.folder(), &to).expect("a relay that runs can be copied");
        "by its command"
    } else {
        school.post.stop().await;
        disk::copy(school.post.folder(), &to).expect("there is room");
        school.post.start();
        "its disk"
    };
    school.backup = Some(to);
    told.to_owned()
}

/// Puts the copy in the folder's place: into the same files, or into new ones.
pub async fn restore(school: &mut School, dice: &mut Dice) -> String {
    let Some(backup) = school.backup.clone() else { return "no backup".to_owned() };
    school.post.stop().await;
    let schools = school.post.folder().join("schools");
    let is_new = dice.happens(50);
    if is_new && schools.exists() {
        disk::remove(&schools).expect("it is there");
    }
    disk::put_back(&backup.join("schools"), &schools).expect("there is room");
    went_back(school, &schools).await;
    if is_new { "into new files" } else { "into the same files" }.to_owned()
}

/// Loses every school of the relay; its key is on paper.
pub async fn lose(school: &mut School) -> String {
    school.post.stop().await;
    let schools = school.post.folder().join("schools");
    disk::remove(&schools).expect("it is there");
    std::fs::create_dir_all(&schools).expect("there is room");
    went_back(school, &schools).await;
    String::new()
}

async fn went_back(school: &mut School, _: &Path) {
    school.post.restored().await;
    school.forgets_what_nobody_holds();
}
