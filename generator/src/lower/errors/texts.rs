//! What the names of an error's members mean.

/// A name without what its spelling adds: `error_code`, `errorCode` and `Error-Code` are one.
pub(super) fn plain(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|it| it.to_ascii_lowercase()).collect()
}

/// The names of a message, the clearest first.
pub(super) const MESSAGES: [&str; 14] = [
    "message",
    "errormessage",
    "msg",
    "detail",
    "errordescription",
    "userfriendlymessage",
    "description",
    "title",
    "reason",
    "details",
    "text",
    "summary",
    "error",
    "fault",
];

/// The names of a code for programs.
pub(super) const CODES: [&str; 9] =
    ["code", "errorcode", "errcode", "type", "errortype", "kind", "rule", "name", "key"];

/// The names of the HTTP status.
pub(super) const STATUSES: [&str; 6] =
    ["status", "statuscode", "httpstatus", "httpcode", "httpstatuscode", "code"];

/// The names of the reason phrase of the status.
pub(super) const TITLES: [&str; 5] = ["title", "error", "statustext", "statusmessage", "reason"];

/// The names of the list of everything that is wrong.
pub(super) const LISTS: [&str; 14] = [
    "issues",
    "errors",
    "violations",
    "details",
    "detail",
    "invalidparams",
    "invalidparameters",
    "validationerrors",
    "fielderrors",
    "fields",
    "messages",
    "causes",
    "problems",
    "error",
];

/// The names of an object that holds what tells the error.
pub(super) const HOLDERS: [&str; 4] = ["error", "fault", "errors", "exception"];

/// The names of the time.
pub(super) const TIMES: [&str; 5] = ["timestamp", "time", "date", "datetime", "occurredat"];

/// The names of the place as text.
pub(super) const FIELDS: [&str; 11] = [
    "field",
    "fieldname",
    "param",
    "parameter",
    "property",
    "propertyname",
    "attribute",
    "path",
    "location",
    "name",
    "key",
];

/// Whether a name is one of these, each spelled plainly.
pub(super) fn is_one(name: &str, of: &[&str]) -> bool {
    of.contains(&plain(name).as_str())
}
