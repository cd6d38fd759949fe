//! Placeholders in path templates.

/// Rewrites the format's `{{name}}` to the `{name}` of OpenAPI; what already is `{name}` stays.
pub(super) fn path_template(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, inside)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, after)) = inside.split_once("}}") else {
            out.push_str("{{");
            rest = inside;
            continue;
        };
        out.push('{');
        out.push_str(name.trim());
        out.push('}');
        rest = after;
    }
    out + rest
}

/// Joins the path of a resource and that of its operation with one slash.
pub(super) fn join(resource: &str, operation: &str) -> String {
    match (resource.trim_end_matches('/'), operation.trim_start_matches('/')) {
        (_, "") => resource.to_owned(),
        (resource, operation) => format!("{resource}/{operation}"),
    }
}
