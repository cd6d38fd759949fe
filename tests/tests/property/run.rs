//! Drives the instances of a schema through a property.

use proptest::prelude::{Just, Strategy};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use serde_json::Value;

use crate::instance::Maker;
use crate::shrink::shrink;
use crate::spoil::spoil;

/// Nothing is wrong, or what is.
pub type Found = Result<(), String>;

/// So many instances are made in one run, unless `PROPTEST_CASES` says otherwise.
const CASES: u32 = 10_000;

/// So many instances of each schema are needed to meet most of what it says.
const LEAST: u32 = 64;

/// How many instances each of so many schemas gets.
pub fn share(schemas: usize) -> u32 {
    let all = std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok());
    (all.unwrap_or(CASES) / u32::try_from(schemas.max(1)).unwrap_or(u32::MAX)).max(LEAST)
}

/// Checks so many instances of a schema.
pub fn run(name: &str, schema: &Value, cases: u32, property: &dyn Fn(&Value) -> Found) -> Found {
    let mut config = Config { cases, failure_persistence: None, ..Config::default() };
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(0);
    }
    let instances = Just(()).prop_perturb(|(), mut rng| {
        let mut maker = Maker { root: schema, rng: &mut rng };
        let mut value = (0..3).find_map(|_| maker.make(&[schema], 0)).unwrap_or(Value::Null);
        if maker.chance(2) {
            for _ in 0..maker.pick(&[1, 1, 1, 3]) {
                spoil(&mut value, &mut maker);
            }
        }
        value
    });
    let failed = std::cell::RefCell::new(None);
    let ran = TestRunner::new(config).run(&instances, |instance| match property(&instance) {
        Ok(()) => Ok(()),
        Err(reason) => {
            *failed.borrow_mut() = Some(instance);
            Err(TestCaseError::fail(reason))
        }
    });
    match (ran, failed.into_inner()) {
        (Ok(()), _) => Ok(()),
        (Err(error), None) => Err(format!("{name}: {error}")),
        (Err(_), Some(instance)) => {
            let least = shrink(instance, &|it| property(it).is_err());
            let reason = property(&least).expect_err("it fails still");
            Err(format!("{name}: {reason}\n  {least}"))
        }
    }
}

/// Fails with all that was found.
pub fn finish(found: impl IntoIterator<Item = Found>) {
    let all: Vec<String> = found.into_iter().filter_map(Found::err).collect();
    assert!(all.is_empty(), "{} disagreements\n{}", all.len(), all.join("\n"));
}
