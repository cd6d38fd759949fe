//! What a client sends back with a confirmation, so that the server need not remember its question.
//!
//! A state is bound to the tool, to its arguments in canonical form and to the caller's `Authorization`,
//! ends after a while, and is worth one call. It is signed with HMAC-SHA256, by a key of this process or
//! by one that several processes share: then each of them takes a state once, within its time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rmcp::model::{JsonObject, RequestStateCodec, RequestStateError, SealOptions};
use serde_json::{Value, json};

use crate::support::mcp::SetupError;
use crate::support::secret::Secret;

/// So many states that were taken are remembered at a time. Beyond that none is taken.
const MAX_TAKEN: usize = 10_000;

const FOREIGN: &str = "Nothing was done: this confirmation is none of this server, or was given for another \
    tool, for other arguments or to another caller. Call without a confirmation, so that the user is asked";
const EXPIRED: &str = "its confirmation came too late. Call it without a confirmation, so that the user is asked again";
const REPEATED: &str = "its confirmation was used before, and is worth one call. Look first whether \
    that call did what is wanted; if not, call it without a confirmation, so that the user is asked";
const BUSY: &str = "too many calls were confirmed within a few minutes. Try again later";

/// Why a state is not taken.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It was altered, or issued for something else.
    Foreign(&'static str),
    /// It is worth nothing any more, or not now.
    Spent(&'static str),
}

/// What is confirmed, and by whom.
pub(super) struct Subject(Vec<u8>);

impl Subject {
    pub(super) fn new(
        capability: &str,
        tool: &str,
        arguments: &JsonObject,
        caller: Option<&[u8]>,
    ) -> Self {
        let mut arguments = Value::Object(arguments.clone());
        // The order of members means nothing.
        arguments.sort_all_objects();
        Self(json!([capability, tool, arguments, caller]).to_string().into_bytes())
    }
}

/// Issues states and takes them back.
pub(super) struct States {
    codec: RequestStateCodec,
    life: Duration,
    /// Tells the states of this process from those of others that share its key.
    process: [u8; 16],
    next: AtomicU64,
    /// The states taken, until they would have ended anyway.
    taken: Mutex<BTreeMap<Vec<u8>, Instant>>,
}

impl States {
    pub(super) fn new(key: Option<&Secret>, life: Duration) -> Result<Self, SetupError> {
        let random = |_| SetupError::Random;
        let (mut own, mut process) = ([0; 32], [0; 16]);
        getrandom::fill(&mut own).map_err(random)?;
        getrandom::fill(&mut process).map_err(random)?;
        let key = key.map_or(own.to_vec(), |it| it.expose().as_bytes().to_vec());
        let codec = RequestStateCodec::try_new(key)
            .map_err(|_| SetupError::ShortKey { least: RequestStateCodec::MIN_KEY_LENGTH })?;
        Ok(Self { codec, life, process, next: AtomicU64::new(0), taken: Mutex::default() })
    }

    /// A state that no other call has.
    pub(super) fn issue(&self, subject: &Subject) -> String {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let id = [&self.process[..], &number.to_be_bytes()].concat();
        let options = SealOptions::new().associated_data(&subject.0).ttl(self.life);
        self.codec.seal_with(&id, &options)
    }

    /// Takes a state, or says why not.
    pub(super) fn redeem(&self, state: &str, subject: &Subject) -> Result<(), Refused> {
        let opened = self.codec.open_with(state, &subject.0);
        let id = opened.map_err(|error| match error {
            RequestStateError::Expired => Refused::Spent(EXPIRED),
            _ => Refused::Foreign(FOREIGN),
        })?;
        let now = Instant::now();
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.retain(|_, end| *end > now);
        if taken.contains_key(&id) {
            return Err(Refused::Spent(REPEATED));
        }
        if taken.len() >= MAX_TAKEN {
            return Err(Refused::Spent(BUSY));
        }
        taken.insert(id, now + self.life);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(value: Value, caller: Option<&[u8]>) -> Subject {
        let Value::Object(arguments) = value else { panic!("arguments are an object") };
        Subject::new("pets", "remove", &arguments, caller)
    }

    fn states(key: Option<&str>) -> States {
        let key = key.map(Secret::from);
        States::new(key.as_ref(), PATIENCE).expect("a key")
    }

    const PATIENCE: Duration = Duration::from_secs(60);

    #[test]
    fn a_state_is_worth_one_call_with_the_same_arguments_in_any_order() {
        let states = states(None);
        let asked = subject(json!({"a": {"x": 1, "y": 2}, "b": null}), Some(b"Bearer one"));
        let state = states.issue(&asked);
        for other in [
            subject(json!({"a": {"x": 1, "y": 3}, "b": null}), Some(b"Bearer one")),
            subject(json!({"a": {"x": 1, "y": 2}}), Some(b"Bearer one")),
            subject(json!({"a": {"x": 1, "y": 2}, "b": null}), Some(b"Bearer two")),
            subject(json!({"a": {"x": 1, "y": 2}, "b": null}), None),
        ] {
            assert_eq!(states.redeem(&state, &other), Err(Refused::Foreign(FOREIGN)));
        }
        let again = subject(json!({"b": null, "a": {"y": 2, "x": 1}}), Some(b"Bearer one"));
        assert_eq!(states.redeem(&state, &again), Ok(()));
        assert_eq!(states.redeem(&state, &again), Err(Refused::Spent(REPEATED)));
    }

    #[test]
    fn what_is_altered_or_late_is_refused() {
        let states = states(None);
        let asked = subject(json!({}), None);
        let state = states.issue(&asked);
        for at in 0..state.len() {
            let mut altered = state.clone().into_bytes();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).expect("ASCII");
            assert_eq!(states.redeem(&altered, &asked), Err(Refused::Foreign(FOREIGN)), "{at}");
        }
        assert_eq!(states.redeem("", &asked), Err(Refused::Foreign(FOREIGN)));
        let short = States { life: Duration::from_millis(1), ..states };
        let late = short.issue(&asked);
        std::thread::sleep(Duration::from_millis(10));
        assert_eq!(short.redeem(&late, &asked), Err(Refused::Spent(EXPIRED)));
    }

    #[test]
    fn a_key_is_shared_or_of_the_process() {
        let asked = subject(json!({}), None);
        let key = "0123456789abcdef0123456789abcdef";
        assert_eq!(states(Some(key)).redeem(&states(Some(key)).issue(&asked), &asked), Ok(()));
        assert_eq!(
            states(None).redeem(&states(None).issue(&asked), &asked),
            Err(Refused::Foreign(FOREIGN))
        );
        assert!(matches!(
            States::new(Some(&Secret::from("short")), PATIENCE),
            Err(SetupError::ShortKey { least: 32 })
        ));
    }
}
