//! Redirects: none is followed, so no key goes where it does not belong.

use super::server::{Server, Step};
use super::{CANARY, answer, operation, outcome_of};
use crate::tables::keep;

#[tokio::test]
async fn none_is_followed() {
    let other = Server::start(vec![vec![Step::Send(answer("200 OK", "", "1"))]]);
    for status in [
        "300 Multiple Choices",
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        for target in [format!("{}/things", other.url), "/elsewhere".to_owned()] {
            let location = format!("location: {target}\r\n");
            let script = vec![Step::Send(answer(status, &location, ""))];
            let server = Server::start(vec![script]);
            let outcome = outcome_of(&server, keep(operation())).await;
            assert_eq!(outcome, format!("undeclared-status: thing-get: {status}"));
            let requests = server.requests();
            assert_eq!(requests.len(), 1);
            assert!(requests[0].contains(&format!("x-key: {CANARY}\r\n")));
        }
    }
    assert_eq!(other.requests(), [""; 0]);
}
