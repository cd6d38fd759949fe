//! Bodies that are passed on as they come in, in place of being held.

use serde_json::Value;

use super::arrival::Arrival;
use super::multipart::Form;
use crate::support::content::Content;
use crate::support::failure::Failure;
use crate::support::file::File;
use crate::support::schema::Schema;
use crate::support::validate::Violation;

/// The most bytes of such a body that are held all the same: what is small is checked before anything is sent, and
/// can be sent again.
pub(super) const HELD: usize = 256 * 1024;

/// A body that is passed on as it comes in: bytes, or a form with files.
pub struct Upload(Kind);

enum Kind {
    Bytes(Content),
    Form(Box<Form>),
}

impl Upload {
    pub(super) fn bytes(body: Arrival, media_type: String) -> Self {
        Self(Kind::Bytes(body.content(media_type)))
    }

    pub(super) fn form(form: Form) -> Self {
        Self(Kind::Form(Box::new(form)))
    }

    /// The body as it is sent on: with its media type, and that of a form with its boundary.
    pub fn content(self) -> Content {
        match self.0 {
            Kind::Bytes(content) => content,
            Kind::Form(form) => form.emit(),
        }
    }

    /// The body as a value, held in memory: bytes are a `data:` URL, a form is an object.
    ///
    /// # Errors
    /// Fails where the rest does not come or does not fit.
    pub async fn value(self) -> Result<Value, Failure> {
        match self.0 {
            Kind::Bytes(content) => {
                let file: File = content.collect(usize::MAX).await?;
                Ok(Value::String(file.to_string()))
            }
            Kind::Form(form) => {
                let operation = form.operation();
                let value = form.value().await?;
                let violations = Form::violations(operation, &value);
                if violations.is_empty() {
                    return Ok(value);
                }
                Err(Failure::invalid(violations))
            }
        }
    }
}

/// Bytes, or a form that tells in its media type what parts it.
impl From<Content> for Upload {
    fn from(content: Content) -> Self {
        Self(Kind::Bytes(content))
    }
}

/// Without the content, which may be secret.
impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload").finish_non_exhaustive()
    }
}

/// Whether any bytes fit a schema.
pub(super) fn is_free(schema: &Schema) -> bool {
    schema.min_length == 0
        && schema.max_length.is_none()
        && schema.pattern.is_none()
        && schema.values.is_empty()
        && [schema.all_of, schema.any_of, schema.one_of].iter().all(|it| it.is_empty())
        && schema.not.is_none()
        && schema.extra.is_none()
}

/// Whether a violation is about the body.
pub(super) fn is_about_body(violation: &Violation) -> bool {
    let rest = violation.pointer.strip_prefix("/body");
    rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
}
