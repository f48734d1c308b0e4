//! Which views became stale.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use api::Topic;
use leptos::prelude::*;

/// One trigger for each topic that somebody reads.
#[derive(Clone, Default)]
pub struct Topics(Arc<Mutex<HashMap<Topic, ArcTrigger>>>);

impl Topics {
    /// Makes the effect that asks run again when one of these topics becomes stale.
    pub fn track(&self, topics: &[Topic]) {
        for topic in topics {
            self.trigger(*topic).track();
        }
    }

    /// Tells that a topic became stale.
    pub fn tell(&self, topic: Topic) {
        self.trigger(topic).notify();
    }

    fn trigger(&self, topic: Topic) -> ArcTrigger {
        let mut triggers = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        triggers.entry(topic).or_default().clone()
    }
}
