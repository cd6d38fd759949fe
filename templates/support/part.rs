//! The head of a part of `multipart/form-data` (RFC 7578).

/// What stands before the content of a part.
pub(super) fn head(name: &str, file_name: Option<&str>, media_type: Option<&str>) -> String {
    let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
    if let Some(name) = file_name {
        head.push_str(&format!("; filename=\"{}\"", quoted(name)));
    }
    if let Some(media_type) = media_type {
        head.push_str(&format!("\r\nContent-Type: {media_type}"));
    }
    head + "\r\n\r\n"
}

/// Whether a media type can stand in the head of a part.
pub(super) fn is_sendable(media_type: &str) -> bool {
    media_type.bytes().all(|it| (b' '..=b'~').contains(&it))
}

/// A name as browsers write it (WHATWG, "multipart/form-data encoding algorithm").
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
