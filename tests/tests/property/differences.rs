//! Where the `jsonschema` crate decides otherwise than the standard, and why.

/// Strings of a format of which the crate says something else than the standard.
pub struct Difference {
    /// The format.
    pub format: &'static str,
    /// Which strings.
    pub concerns: fn(&str) -> bool,
    /// What is so by the standard.
    pub verdict: Verdict,
}

/// What a string is by the standard.
#[derive(Clone, Copy)]
pub enum Verdict {
    /// It is not of the format.
    Refused,
    /// It is of the format if this other string is.
    Like(fn(&str) -> String),
}

/// Every difference.
pub const DIFFERENCES: &[Difference] = &[
    // The crate takes characters next to the digits, such as `.` and `-`, for digits where it reads several
    // at once. RFC 3339, section 5.6, wants digits.
    Difference { format: "date", concerns: lacks_digits_of_date, verdict: Verdict::Refused },
    Difference { format: "time", concerns: lacks_digits_of_time, verdict: Verdict::Refused },
    Difference {
        format: "date-time",
        concerns: |text| {
            lacks_digits_of_date(text) || text.get(11..).is_some_and(lacks_digits_of_time)
        },
        verdict: Verdict::Refused,
    },
    // The crate takes `Name <a@b.cd>`: a mailbox of RFC 5322. JSON Schema wants one of RFC 5321, section
    // 4.1.2, whose domain never ends so.
    Difference {
        format: "email",
        concerns: |text| text.trim_end().ends_with('>'),
        verdict: Verdict::Refused,
    },
    // The crate refuses labels with two hyphens in the third and fourth place, unless they begin with `xn--`
    // and decode. JSON Schema wants the syntax of RFC 1123, section 2.1, "including host names produced
    // using the Punycode algorithm": any letters, digits and inner hyphens.
    Difference {
        format: "hostname",
        concerns: |text| unreserved(text) != text,
        verdict: Verdict::Like(unreserved),
    },
    Difference {
        format: "email",
        concerns: |text| unreserved(text) != text,
        verdict: Verdict::Like(unreserved),
    },
];

/// The same host name or mailbox without such labels.
fn unreserved(text: &str) -> String {
    let (user, host) = text.rsplit_once('@').map_or(("", text), |(user, host)| (user, host));
    let label = |label: &str| match label.get(2..4) {
        Some("--") => format!("{}x{}", &label[..2], &label[3..]),
        _ => label.to_owned(),
    };
    let host = host.split('.').map(label).collect::<Vec<_>>().join(".");
    if text.contains('@') { format!("{user}@{host}") } else { host }
}

fn lacks_digits_of_date(text: &str) -> bool {
    lacks_digits(text, &[0, 1, 2, 3, 5, 6, 8, 9])
}

fn lacks_digits_of_time(text: &str) -> bool {
    let offset = text
        .len()
        .checked_sub(5)
        .filter(|at| *at > 0 && text.get(at - 1..*at).is_some_and(|it| it == "+" || it == "-"));
    lacks_digits(text, &[0, 1, 3, 4, 6, 7])
        || offset.is_some_and(|at| lacks_digits(&text[at..], &[0, 1, 3, 4]))
}

fn lacks_digits(text: &str, places: &[usize]) -> bool {
    places.iter().any(|it| text.as_bytes().get(*it).is_some_and(|it| !it.is_ascii_digit()))
}
