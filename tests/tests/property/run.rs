//! Drives the instances of a schema through a property.

use proptest::prelude::{Just, Strategy};
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestRunner};
use serde_json::Value;

use crate::instance::Maker;
use crate::shrink::shrink;
use crate::spoil::spoil;

/// Nothing is wrong, or what is.
pub type Found = Result<(), String>;

/// Checks instances of a schema: as many as proptest is configured to.
pub fn run(name: &str, schema: &Value, property: &dyn Fn(&Value) -> Found) -> Found {
    let mut config = Config { failure_persistence: None, ..Config::default() };
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
