//! Credentials, and which of them a request carries.
//!
//! In: the declared security schemes with their credentials, and the requirements of an operation.
//! Out: what to send in headers, query and cookies, or where a token for it is fetched.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use reqwest::Url;

use super::build_error::{BuildError, Missing};
use super::environment::{self, Lookup};
use super::error::CredentialError;
use super::forwarded::Forwarded;
use super::token::{ClientCredentials, TokenSource};
use crate::support::operation::{Operation, SchemeKind, SecurityScheme};
use crate::support::secret::Secret;

/// What proves to the API who calls.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Credential {
    /// An API key, for a scheme of type `apiKey`.
    ApiKey(Secret),
    /// A token, for HTTP Bearer.
    Bearer(Secret),
    /// For HTTP Basic. Some APIs take a key as the user name, so it is a secret too.
    Basic {
        /// The user name.
        user: Secret,
        /// The password.
        password: Secret,
    },
    /// For OAuth 2.0: the client fetches tokens by itself. Whoever has a token gives it as `Bearer`.
    Client(ClientCredentials),
}

impl Credential {
    /// Whether a scheme takes this kind of credential.
    pub(super) fn fits(&self, kind: SchemeKind) -> bool {
        match self {
            Self::ApiKey(_) => matches!(
                kind,
                SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_)
            ),
            Self::Bearer(_) => {
                matches!(kind, SchemeKind::Bearer | SchemeKind::ClientCredentials { .. })
            }
            Self::Client(_) => matches!(kind, SchemeKind::ClientCredentials { .. }),
            Self::Basic { .. } => kind == SchemeKind::Basic,
        }
    }
}

/// The method of the builder that takes the credential of a scheme.
pub(super) fn method(kind: SchemeKind) -> &'static str {
    match kind {
        SchemeKind::HeaderKey(_) | SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => "api_key",
        SchemeKind::Basic => "basic",
        SchemeKind::Bearer => "bearer",
        SchemeKind::ClientCredentials { .. } => "client_credentials",
    }
}

/// A credential in the form in which it is sent.
pub(super) enum Ready {
    /// A header, whose value is marked sensitive.
    Header(HeaderName, HeaderValue),
    /// A member of the query.
    Query(&'static str, Secret),
    /// A cookie.
    Cookie(&'static str, Secret),
    /// A header whose token is fetched first.
    Token(Arc<TokenSource>),
    /// A header that goes along from whoever calls the surface, or is missing there.
    Caller,
}

/// The declared schemes, each with its credential where there is one.
pub(super) struct Credentials {
    schemes: Vec<Slot>,
    /// Where a token URL starts from that is relative.
    base: Url,
    /// Everything that is secret, which no text may repeat.
    secrets: Vec<Secret>,
}

/// A declared scheme with its credential.
struct Slot {
    scheme: &'static SecurityScheme,
    ready: Option<Ready>,
    /// The variables that are missing where others of the scheme are set.
    lacks: Vec<String>,
}

impl Slot {
    /// The variables to set: those that are missing, or all of them.
    fn variables(&self) -> Vec<String> {
        if self.lacks.is_empty() { variables(self.scheme) } else { self.lacks.clone() }
    }

    /// Reads the credential from the environment, or notes what is missing of it.
    fn complete(&mut self, base: &Url, lookup: &Lookup) -> Result<Option<Credential>, BuildError> {
        let source = self.scheme.source.iter();
        let (mut parts, mut lacks) = (Vec::new(), Vec::new());
        for filled in source.map(|it| environment::fill(it, lookup)) {
            filled.map_or_else(|missing| lacks.extend(missing), |part| parts.push(part));
        }
        if lacks.is_empty() {
            let credential = assemble(self.scheme.kind, parts);
            let ready = credential.as_ref().map(|it| prepare(base, self.scheme, it));
            self.ready = ready.transpose()?;
            return Ok(credential);
        }
        if lacks.len() < variables(self.scheme).len() {
            self.lacks = lacks;
        }
        Ok(None)
    }
}

impl Credentials {
    /// No credential for any scheme.
    pub(super) fn none(schemes: &'static [SecurityScheme], base: Url) -> Self {
        let slot = |scheme| Slot { scheme, ready: None, lacks: Vec::new() };
        let schemes = schemes.iter().map(slot).collect();
        Self { schemes, base, secrets: Vec::new() }
    }

    /// Sets the credential of a scheme.
    pub(super) fn set(&mut self, name: &str, credential: &Credential) -> Result<(), BuildError> {
        let declared: Vec<_> = self.schemes.iter().map(|it| it.scheme.name).collect();
        let Some(slot) = self.schemes.iter_mut().find(|it| it.scheme.name == name) else {
            return Err(BuildError::Credential {
                scheme: name.to_owned(),
                message: format!("is not declared; declared are: {}", declared.join(", ")),
            });
        };
        slot.ready = Some(prepare(&self.base, slot.scheme, credential)?);
        self.secrets.extend(secrets(credential));
        Ok(())
    }

    /// Leaves to callers every credential that is sent in a header of theirs, in place of one of ours.
    pub(super) fn leave_to_callers(&mut self, forwarded: &Forwarded) {
        for slot in &mut self.schemes {
            let name = match slot.scheme.kind {
                SchemeKind::HeaderKey(name) => name,
                SchemeKind::QueryKey(_) | SchemeKind::CookieKey(_) => continue,
                SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::ClientCredentials { .. } => {
                    AUTHORIZATION.as_str()
                }
            };
            if forwarded.contains(name) {
                slot.ready = Some(Ready::Caller);
            }
        }
    }

    /// Reads what is not set yet from the environment. Variables that are missing leave it unset.
    pub(super) fn complete(&mut self, lookup: &Lookup) -> Result<(), BuildError> {
        for slot in self.schemes.iter_mut().filter(|it| it.ready.is_none()) {
            let credential = slot.complete(&self.base, lookup)?;
            self.secrets.extend(credential.iter().flat_map(secrets));
        }
        Ok(())
    }

    /// The schemes of the first alternative of an operation's security for which every credential is there.
    ///
    /// Anonymous access is the last choice wherever it stands: a credential that is there is used.
    pub(super) fn select(
        &self,
        operation: &Operation,
    ) -> Result<&'static [&'static str], Box<CredentialError>> {
        let mut is_free = operation.security.is_empty();
        for &alternative in operation.security {
            if alternative.is_empty() {
                is_free = true;
            } else if alternative.iter().all(|it| self.ready(it).is_some()) {
                return Ok(alternative);
            }
        }
        if is_free { Ok(&[]) } else { Err(self.lacking(operation)) }
    }

    /// The credentials of schemes, in their order.
    pub(super) fn of<'c>(&'c self, schemes: &'c [&str]) -> impl Iterator<Item = &'c Ready> {
        schemes.iter().filter_map(|it| self.ready(it))
    }

    /// What is missing if no operation that demands a credential can be called, or if all there is of a
    /// credential is a part: whoever sets that does not mean to call without.
    pub(super) fn missing(&self, operations: &[&'static Operation]) -> Vec<Missing> {
        let partial = self.schemes.iter().find(|it| !it.lacks.is_empty());
        if let Some(slot) = partial.filter(|_| self.schemes.iter().all(|it| it.ready.is_none())) {
            return vec![missing(slot.scheme.name, slot.variables(), method(slot.scheme.kind))];
        }
        let demanding = || operations.iter().filter(|it| !it.security.is_empty());
        if demanding().any(|operation| self.select(operation).is_ok()) {
            return Vec::new();
        }
        let Some(error) = demanding().find_map(|operation| self.select(operation).err()) else {
            return Vec::new();
        };
        vec![missing(&error.scheme, error.variables, error.method)]
    }

    /// A text of the API's making, without what it may repeat of a credential.
    pub(super) fn scrub(&self, text: &mut String) {
        for secret in self.secrets.iter().map(Secret::expose) {
            if text.contains(secret) {
                *text = text.replace(secret, "[redacted]");
            }
        }
    }

    fn slot(&self, name: &str) -> Option<&Slot> {
        self.schemes.iter().find(|it| it.scheme.name == name)
    }

    fn ready(&self, name: &str) -> Option<&Ready> {
        self.slot(name)?.ready.as_ref()
    }

    /// An error that names the scheme of a token that was not issued.
    pub(super) fn unissued(
        &self,
        operation: &Operation,
        source: &Arc<TokenSource>,
    ) -> Box<CredentialError> {
        let is_meant =
            |it: &&Slot| matches!(&it.ready, Some(Ready::Token(it)) if Arc::ptr_eq(it, source));
        let slot = self.schemes.iter().find(is_meant);
        lacking(operation, slot.map_or("", |it| it.scheme.name), slot)
    }

    /// Names the first scheme of which a part is missing, else the first that is missing as a whole.
    fn lacking(&self, operation: &Operation) -> Box<CredentialError> {
        let wanted = || operation.security.iter().flat_map(|it| it.iter()).copied();
        let is_partial = |name: &&str| self.slot(name).is_some_and(|it| !it.lacks.is_empty());
        let name = wanted().find(is_partial);
        let name = name.or_else(|| wanted().find(|it| self.ready(it).is_none()));
        let name = name.unwrap_or_default();
        lacking(operation, name, self.slot(name))
    }
}

fn lacking(operation: &Operation, name: &str, slot: Option<&Slot>) -> Box<CredentialError> {
    Box::new(CredentialError {
        operation: operation.name,
        scheme: name.to_owned(),
        variables: slot.map(Slot::variables).unwrap_or_default(),
        method: slot.map_or("credential_for", |it| method(it.scheme.kind)),
        token: None,
    })
}

fn missing(scheme: &str, variables: Vec<String>, method: &'static str) -> Missing {
    Missing { what: format!("the credential for scheme `{scheme}`"), variables, method }
}

fn variables(scheme: &SecurityScheme) -> Vec<String> {
    scheme.source.iter().flat_map(|source| environment::variables(source)).collect()
}

fn assemble(kind: SchemeKind, parts: Vec<String>) -> Option<Credential> {
    let mut parts = parts.into_iter().map(Secret::from);
    let first = parts.next()?;
    Some(match kind {
        SchemeKind::Basic => Credential::Basic { user: first, password: parts.next()? },
        SchemeKind::Bearer => Credential::Bearer(first),
        SchemeKind::ClientCredentials { .. } => {
            Credential::Client(ClientCredentials::new(first, parts.next()?))
        }
        _ => Credential::ApiKey(first),
    })
}

/// What is secret of a credential. Very short ones would be found in any text.
fn secrets(credential: &Credential) -> Vec<Secret> {
    const SHORTEST: usize = 6;
    let mut secrets = match credential {
        Credential::ApiKey(secret) | Credential::Bearer(secret) => vec![secret.clone()],
        Credential::Basic { user, password } => vec![user.clone(), password.clone()],
        Credential::Client(client) => vec![client.secret().clone()],
    };
    secrets.retain(|it| it.expose().len() >= SHORTEST);
    secrets
}

fn prepare(
    base: &Url,
    scheme: &SecurityScheme,
    credential: &Credential,
) -> Result<Ready, BuildError> {
    let refuse =
        |message: String| BuildError::Credential { scheme: scheme.name.to_owned(), message };
    let header = |name: HeaderName, text: &str| {
        sensitive(text).map(|value| Ready::Header(name, value)).ok_or_else(|| {
            refuse("its credential holds a line break, a control or a non-ASCII character".into())
        })
    };
    match (scheme.kind, credential) {
        (SchemeKind::HeaderKey(name), Credential::ApiKey(key)) => {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| refuse(format!("`{name}` is not a valid header name")))?;
            header(name, key.expose())
        }
        (SchemeKind::QueryKey(name), Credential::ApiKey(key)) => {
            Ok(Ready::Query(name, key.clone()))
        }
        (SchemeKind::CookieKey(name), Credential::ApiKey(key)) => {
            Ok(Ready::Cookie(name, key.clone()))
        }
        (SchemeKind::ClientCredentials { token_url, scopes }, Credential::Client(client)) => {
            TokenSource::new(client, base, token_url, scopes)
                .map(|source| Ready::Token(Arc::new(source)))
                .ok_or_else(|| refuse("its token URL is not a URL that can be called".into()))
        }
        (SchemeKind::Bearer | SchemeKind::ClientCredentials { .. }, Credential::Bearer(token)) => {
            header(AUTHORIZATION, &format!("Bearer {}", token.expose()))
        }
        (SchemeKind::Basic, Credential::Basic { user, password }) => {
            // RFC 7617: the first colon ends the user name.
            if user.expose().contains(':') {
                return Err(refuse("the user name must not hold a colon".into()));
            }
            let pair = STANDARD.encode(format!("{}:{}", user.expose(), password.expose()));
            header(AUTHORIZATION, &format!("Basic {pair}"))
        }
        (kind, _) => Err(refuse(format!("wants what `Builder::{}` takes", method(kind)))),
    }
}

/// A header value that neither logs nor HTTP/2's compression tables keep.
pub(super) fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok().filter(|_| text.is_ascii())?;
    value.set_sensitive(true);
    Some(value)
}
