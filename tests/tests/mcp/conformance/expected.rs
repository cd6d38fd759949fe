//! The checks that are expected to fail, and why.

use std::collections::BTreeSet;

use super::Verdicts;

/// Checks that fail for one reason.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    reason: String,
    /// `scenario:check`; it fails in every revision that has it.
    checks: Vec<String>,
}

/// Where the verdicts, by revision, differ from what is listed; one line for each check.
pub fn differences(all: &[(&str, Verdicts)]) -> Vec<String> {
    let groups: Vec<Group> = serde_yaml::from_str(include_str!("expected-failures.yaml")).unwrap();
    assert!(groups.iter().all(|it| it.reason.len() > 20), "every group has its reason");
    let listed: Vec<&String> = groups.iter().flat_map(|it| &it.checks).collect();
    let unique: BTreeSet<&String> = listed.iter().copied().collect();
    assert_eq!(unique.len(), listed.len(), "a check is listed once");
    let mut lines = Vec::new();
    for (revision, verdicts) in all {
        for (check, verdict) in verdicts {
            match (&verdict.failure, unique.contains(check)) {
                (Some(message), false) => {
                    lines.push(format!("{revision}: {check} fails and is not listed: {message}"));
                }
                (None, true) if verdict.passed > 0 => {
                    lines.push(format!("{revision}: {check} is listed and passes"));
                }
                _ => {}
            }
        }
    }
    let failed = |check: &&String| {
        all.iter().any(|(_, it)| it.get(*check).is_some_and(|it| it.failure.is_some()))
    };
    let gone = unique.iter().filter(|check| !failed(check));
    lines.extend(gone.map(|check| format!("{check} is listed and fails nowhere")));
    lines
}
