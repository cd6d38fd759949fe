//! The formats of strings that are asserted: those whose standard leaves no doubt.
//!
//! A format that is not listed here, such as `password` or a name of the document's own, says
//! something to people and accepts every string.

mod address;
mod pointer;
mod time;
mod uri;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What a string must be, unless it is of the format; `None` also for formats that are not asserted.
pub(super) fn wanted(format: &str, text: &str) -> Option<&'static str> {
    let (fits, wanted): (fn(&str) -> bool, _) = match format {
        "date-time" => (time::is_date_time, "a date and time such as 2030-12-31T23:59:59Z"),
        "date" => (time::is_date, "a date such as 2030-12-31"),
        "time" => (time::is_time, "a time with an offset such as 23:59:59Z"),
        "duration" => (time::is_duration, "a duration such as P3DT12H30M"),
        "uuid" => (is_uuid, "a UUID such as 2eb8aa08-aa98-11ea-b4aa-73b441d16380"),
        "uri" => (uri::is_uri, "a URI such as https://example.com/path"),
        "uri-reference" => (uri::is_reference, "a URI or a relative reference"),
        "iri" => (uri::is_iri, "an IRI such as https://example.com/größe"),
        "iri-reference" => (uri::is_iri_reference, "an IRI or a relative reference"),
        "email" => (address::is_email, "an email address such as name@example.com"),
        "hostname" => (address::is_hostname, "a host name such as www.example.com"),
        "ipv4" => (address::is_ipv4, "an IPv4 address such as 192.0.2.1"),
        "ipv6" => (address::is_ipv6, "an IPv6 address such as 2001:db8::1"),
        "json-pointer" => (pointer::is_pointer, "a JSON pointer such as /a/0"),
        "relative-json-pointer" => (pointer::is_relative, "a relative JSON pointer such as 1/a"),
        "regex" => (is_regex, "a regular expression of ECMA-262"),
        "byte" => (is_base64, "base64"),
        _ => return None,
    };
    (!fits(text)).then_some(wanted)
}

/// RFC 9562, section 4 (RFC 4122 before it): hexadecimal digits in groups of 8-4-4-4-12.
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// RFC 4648, section 4: with padding, without line breaks.
fn is_base64(text: &str) -> bool {
    STANDARD.decode(text).is_ok()
}

/// ECMA-262, section 22.2.1, with the flag `u`, as JSON Schema wants patterns.
fn is_regex(text: &str) -> bool {
    regress::Regex::with_flags(text, "u").is_ok()
}
