//! The id of a request, by which it is found in the logs of everyone it passes.

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::{Builder, Uuid};

use crate::support::client::random;

/// The header that holds it.
pub(in crate::support::serve) const NAME: HeaderName = HeaderName::from_static("x-request-id");

/// The most characters that a caller's id may have.
const MOST: usize = 128;

/// The caller's id where it has one that can be written anywhere, else a new one; the request has it
/// from then on.
pub(super) fn assign(headers: &mut HeaderMap) -> HeaderValue {
    let mut given = headers.get_all(&NAME).iter();
    let id = given.next().filter(|it| given.next().is_none() && is_plain(it.as_bytes())).cloned();
    let id = id.unwrap_or_else(new);
    headers.insert(NAME, id.clone());
    id
}

fn new() -> HeaderValue {
    // The system is not asked for each: that would cost more than all else here.
    let random = u128::from(random::number()) << 64 | u128::from(random::number());
    let mut buffer = Uuid::encode_buffer();
    let id = Builder::from_random_bytes(random.to_be_bytes()).into_uuid();
    let text = id.hyphenated().encode_lower(&mut buffer);
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static("none"))
}

/// Nothing that a terminal, a log or a header takes for something else.
fn is_plain(id: &[u8]) -> bool {
    let fits = |it: &u8| it.is_ascii_alphanumeric() || b"-._~:/+=@#".contains(it);
    (1..=MOST).contains(&id.len()) && id.iter().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assigned(given: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for id in given {
            headers.append(NAME, id.parse().expect("a header value"));
        }
        let id = assign(&mut headers);
        assert_eq!(headers.get_all(NAME).iter().collect::<Vec<_>>(), [&id]);
        id.to_str().expect("text").to_owned()
    }

    #[test]
    fn an_id_that_is_plain_is_kept_and_any_other_replaced() {
        assert_eq!(assigned(&["a-1.b_2~c:d/e+f=@#"]), "a-1.b_2~c:d/e+f=@#");
        let long = "x".repeat(MOST + 1);
        for given in [&["two words"][..], &["a\"b"], &["\u{e9}"], &[""], &[&long], &["a", "b"], &[]]
        {
            let id = assigned(given);
            assert!(Uuid::parse_str(&id).is_ok(), "{given:?}: {id}");
        }
    }
}
