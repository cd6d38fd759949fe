//! How much a document stands for once its aliases are expanded, without expanding them.

use crate::diagnostic::{Code, Diagnostic, Span};

/// The most by which aliases may multiply a document; `serde_yaml` bears no more.
const FACTOR: u64 = 100;

/// A value that aliases may name.
#[derive(Clone, Copy)]
pub(super) struct Anchor {
    /// Its place in the layout.
    pub spot: usize,
    /// The values it stands for, itself and aliases in it included.
    pub size: u64,
    /// The levels of arrays and objects it has.
    pub height: usize,
}

/// A count of values, as if aliases were expanded.
pub(super) struct Budget {
    limit: u64,
    counted: u64,
    /// By the number that the parser gives an anchor; `None` until its value has ended.
    anchors: Vec<Option<Anchor>>,
    /// The alias that stands for most, and for how much.
    costliest: Option<(u64, Span)>,
}

impl Budget {
    /// A count of nothing yet.
    pub fn new(limit: usize) -> Self {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        Self { limit, counted: 0, anchors: Vec::new(), costliest: None }
    }

    /// The values so far.
    pub fn counted(&self) -> u64 {
        self.counted
    }

    /// Counts values.
    pub fn count(&mut self, values: u64) {
        self.counted = self.counted.saturating_add(values);
    }

    /// Counts what an alias stands for.
    pub fn expand(&mut self, values: u64, span: Span) {
        self.count(values);
        if self.costliest.is_none_or(|(most, _)| values > most) {
            self.costliest = Some((values, span));
        }
    }

    /// Keeps an anchor whose value has ended; 0 is no anchor.
    pub fn define(&mut self, id: usize, anchor: Anchor) {
        if id == 0 {
            return;
        }
        if self.anchors.len() <= id {
            self.anchors.resize(id + 1, None);
        }
        self.anchors[id] = Some(anchor);
    }

    /// The anchor of a number, where its value has ended.
    pub fn anchor(&self, id: usize) -> Option<Anchor> {
        self.anchors.get(id).copied().flatten()
    }

    /// Refuses a document whose aliases stand for too much.
    ///
    /// # Errors
    /// Returns the diagnostic, which points at the costliest alias.
    pub fn check(&self, written: usize) -> Result<(), Diagnostic> {
        let Some((most, span)) = self.costliest else {
            return Ok(());
        };
        let written = u64::try_from(written).unwrap_or(u64::MAX);
        let limit = self.limit.min(written.saturating_mul(FACTOR));
        if self.counted <= limit {
            return Ok(());
        }
        let message = format!(
            "the aliases make {written} values into {}, more than the {limit} allowed",
            self.counted
        );
        let finding = Diagnostic::error(Code::TooManyAliases, span, message)
            .label(format!("this one stands for {most}"))
            .help("use `$ref` in place of aliases of aliases");
        Err(finding)
    }
}
