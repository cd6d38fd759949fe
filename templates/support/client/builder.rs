//! Sets up a client.
//!
//! In: what the caller sets, and environment variables for the rest. Out: a client, or what is missing.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderName, HeaderValue};
use reqwest::Url;

use super::build_error::{BuildError, Missing};
use super::credential::{self, Credential, Credentials};
use super::environment::{self, Lookup};
use super::forwarded::Forwarded;
use super::limit::Limits;
use super::options::CallOptions;
use super::retry::RetryPolicy;
use super::servers::{self, Servers};
use super::token::ClientCredentials;
use super::transport::{Http, Transport};
use super::{Core, Inner};
use crate::support::operation::Capability;
use crate::support::secret::Secret;

/// Sets up a client step by step; what is not set comes from the environment.
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder<C> {
    settings: Settings,
    client: PhantomData<fn() -> C>,
}

struct Settings {
    capability: &'static Capability,
    base_url: Option<String>,
    /// Declared servers, each with what stands in its place.
    servers: Vec<(String, String)>,
    credentials: Vec<(Option<String>, Credential)>,
    anonymous: bool,
    options: CallOptions,
    limits: Limits,
    user_agent: Option<String>,
    idempotency_header: HeaderName,
    /// Headers of callers that go along, by name.
    forwarded: Vec<String>,
    transport: Option<Arc<dyn Transport>>,
    layers: Vec<Layer>,
    validate: bool,
    lookup: Box<Lookup>,
}

type Layer = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport>>;

impl<C: From<Core>> Builder<C> {
    /// Starts with what the capability declares.
    pub fn new(capability: &'static Capability) -> Self {
        Self { settings: Settings::new(capability), client: PhantomData }
    }

    /// Sets the base URL of the API, such as `https://api.example.com/v1`.
    ///
    /// Every operation is then called at its host, also one for which the document declares another:
    /// what is meant for a test reaches no other place. [`Self::server`] says where such a one is called.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.settings.base_url = Some(url.into());
        self
    }

    /// Sets where operations are called that the document sends to a server of their own: `declared` is that
    /// server as the document of the method has it, and `url` stands in its place.
    pub fn server(mut self, declared: impl Into<String>, url: impl Into<String>) -> Self {
        self.settings.servers.push((declared.into(), url.into()));
        self
    }

    /// Sets the credential of the only security scheme that takes such a one.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.settings.credentials.push((None, credential));
        self
    }

    /// Sets the credential of a security scheme, by its name in the document.
    pub fn credential_for(mut self, scheme: impl Into<String>, credential: Credential) -> Self {
        self.settings.credentials.push((Some(scheme.into()), credential));
        self
    }

    /// Sets the API key, where one scheme takes one.
    pub fn api_key(self, key: impl Into<Secret>) -> Self {
        self.credential(Credential::ApiKey(key.into()))
    }

    /// Sets the token for HTTP Bearer.
    pub fn bearer(self, token: impl Into<Secret>) -> Self {
        self.credential(Credential::Bearer(token.into()))
    }

    /// Sets user name and password for HTTP Basic.
    pub fn basic(self, user: impl Into<Secret>, password: impl Into<Secret>) -> Self {
        self.credential(Credential::Basic { user: user.into(), password: password.into() })
    }

    /// Sets the id and the secret of a client that fetches its tokens by OAuth 2.0.
    pub fn client_credentials(self, id: impl Into<Secret>, secret: impl Into<Secret>) -> Self {
        self.credential(Credential::Client(ClientCredentials::new(id, secret)))
    }

    /// Reads no credential from the environment and does without those that are not set.
    pub fn anonymous(mut self) -> Self {
        self.settings.anonymous = true;
        self
    }

    /// Sets how long one try of a call may take, from connecting to the last byte; 30 seconds otherwise.
    pub fn timeout(self, timeout: Duration) -> Self {
        self.options(CallOptions::new().timeout(timeout))
    }

    /// Sets how long a call may take, with every repetition and the time between; no limit otherwise.
    pub fn deadline(self, deadline: Duration) -> Self {
        self.options(CallOptions::new().deadline(deadline))
    }

    /// Sets when calls are repeated; [`RetryPolicy::default`] otherwise.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        self.options(CallOptions::new().retry(policy))
    }

    /// Sets options for every call.
    pub fn options(mut self, options: CallOptions) -> Self {
        self.settings.options = options.over(&self.settings.options);
        self
    }

    /// Sets how many requests may be on the way at once; further ones wait. No limit otherwise.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.settings.limits.set_concurrency(requests);
        self
    }

    /// Sets how many requests may start in any stretch of this length; further ones wait. No limit
    /// otherwise.
    pub fn rate(mut self, requests: usize, per: Duration) -> Self {
        self.settings.limits.set_rate(requests, per);
        self
    }

    /// Sets the header in which idempotency keys are sent; `Idempotency-Key` otherwise.
    pub fn idempotency_header(mut self, name: HeaderName) -> Self {
        self.settings.idempotency_header = name;
        self
    }

    /// Passes a header of whoever calls a surface that this client answers on to the API; may be called
    /// several times. Without this, no header of a caller goes along.
    ///
    /// It replaces nothing that a call sends by itself. Where it is the header of a credential, that
    /// credential is the caller's from then on: the client's own is neither needed nor ever sent, and a
    /// caller who has none is refused by the API.
    pub fn forward_header(mut self, name: impl Into<String>) -> Self {
        self.settings.forwarded.push(name.into());
        self
    }

    /// Sets the `User-Agent` header.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.settings.user_agent = Some(user_agent.into());
        self
    }

    /// Sets the HTTP client, with its own connect timeout, proxies, certificates and redirects.
    ///
    /// Give it `reqwest::redirect::Policy::none()`: reqwest takes no credential but `Authorization` and
    /// cookies off a request that is redirected to another host.
    pub fn http(self, client: reqwest::Client) -> Self {
        self.transport(client)
    }

    /// Sets what sends requests, in place of an HTTP client: a fake, or a client of another make.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.settings.transport = Some(Arc::new(transport));
        self
    }

    /// Puts a layer around what sends requests: it is given what stands below and passes on what it
    /// likes. A layer that is added later stands outside of those before. Each try passes through.
    pub fn layer<T: Transport>(
        mut self,
        layer: impl FnOnce(Arc<dyn Transport>) -> T + 'static,
    ) -> Self {
        self.settings.layers.push(Box::new(|below| Arc::new(layer(below))));
        self
    }

    /// Sets whether inputs are checked against their schemas before they are sent; not so otherwise.
    pub fn validate(mut self, validate: bool) -> Self {
        self.settings.validate = validate;
        self
    }

    /// Sets how large an answer may be, in bytes after decompression; 8 MiB otherwise.
    pub fn max_response_bytes(self, limit: usize) -> Self {
        self.options(CallOptions::new().max_response_bytes(limit))
    }

    /// Sets where variables are looked up; the environment of the process otherwise.
    pub fn environment(
        mut self,
        lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.settings.lookup = Box::new(lookup);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// Names what is missing, with the variable to set and the method to call, or what does not fit.
    pub fn build(self) -> Result<C, BuildError> {
        self.settings.build().map(C::from)
    }
}

/// Without what is set: it may hold secrets.
impl<C> std::fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let capability = self.settings.capability.name;
        f.debug_struct("Builder").field("capability", &capability).finish_non_exhaustive()
    }
}

impl Settings {
    fn new(capability: &'static Capability) -> Self {
        Self {
            capability,
            base_url: None,
            servers: Vec::new(),
            credentials: Vec::new(),
            anonymous: false,
            options: CallOptions::new(),
            limits: Limits::default(),
            forwarded: Vec::new(),
            user_agent: None,
            idempotency_header: HeaderName::from_static("idempotency-key"),
            transport: None,
            layers: Vec::new(),
            validate: false,
            lookup: Box::new(environment::process),
        }
    }

    fn build(self) -> Result<Core, BuildError> {
        // Everything that is missing is told at once.
        let mut missing = Vec::new();
        let base = self.base(&mut missing)?;
        let forwarded = Forwarded::new(&self.forwarded)?;
        let credentials = self.credentials(base.clone(), &forwarded, &mut missing)?;
        let (Some(base), []) = (base, missing.as_slice()) else {
            return Err(BuildError::Missing(missing));
        };
        let servers = self.servers(base)?;
        let trusting = servers.any_is_https();
        let inner = Inner {
            capability: self.capability,
            servers,
            credentials,
            forwarded,
            user_agent: self.user_agent()?,
            validate: self.validate,
            transport: transport(self.transport, self.layers, trusting)?,
            limits: self.limits,
            idempotency_header: self.idempotency_header,
        };
        Ok(Core { inner: Arc::new(inner), options: Arc::new(self.options) })
    }

    fn servers(&self, base: Url) -> Result<Servers, BuildError> {
        let stays = self.base_url.is_some();
        let mut servers = Servers::new(base, stays);
        for (declared, url) in &self.servers {
            let refuse = |message| BuildError::Server { server: declared.clone(), message };
            if !self.capability.operations.iter().any(|it| it.server == Some(declared)) {
                return Err(refuse("is not the server of any operation"));
            }
            servers.replace(declared, servers::parse(url).map_err(refuse)?);
        }
        Ok(servers)
    }

    fn base(&self, missing: &mut Vec<Missing>) -> Result<Option<Url>, BuildError> {
        if let Some(url) = &self.base_url {
            return base_url(url, Vec::new()).map(Some);
        }
        let template = self.capability.base_url;
        match environment::fill(template, &self.lookup) {
            Ok(url) => base_url(&url, environment::variables(template)).map(Some),
            Err(variables) => {
                let what = "the base URL".to_owned();
                missing.push(Missing { what, variables, method: "base_url" });
                Ok(None)
            }
        }
    }

    fn credentials(
        &self,
        base: Option<Url>,
        forwarded: &Forwarded,
        missing: &mut Vec<Missing>,
    ) -> Result<Credentials, BuildError> {
        // Where the base URL is missing, nothing is built: what stands in is never called.
        let base = base.map_or_else(|| base_url("https://missing.invalid", Vec::new()), Ok)?;
        let mut credentials = Credentials::none(self.capability.schemes, base);
        for (name, credential) in &self.credentials {
            let name = match name {
                Some(name) => name,
                None => self.only_scheme(credential)?,
            };
            credentials.set(name, credential)?;
        }
        credentials.leave_to_callers(forwarded);
        if !self.anonymous {
            credentials.complete(&self.lookup)?;
            missing.extend(credentials.missing(self.capability.operations));
        }
        Ok(credentials)
    }

    /// The one scheme that takes a credential.
    fn only_scheme(&self, credential: &Credential) -> Result<&'static str, BuildError> {
        let schemes = self.capability.schemes;
        let fitting: Vec<_> = schemes.iter().filter(|it| credential.fits(it.kind)).collect();
        let (scheme, message) = match (fitting.as_slice(), schemes) {
            ([scheme], _) => return Ok(scheme.name),
            ([], [scheme]) => {
                let method = credential::method(scheme.kind);
                (scheme.name, format!("wants what `Builder::{method}` takes"))
            }
            ([], _) => ("", "no declared security scheme takes such a credential".to_owned()),
            (several, _) => {
                let names: Vec<_> = several.iter().map(|it| it.name).collect();
                let names = names.join(", ");
                ("", format!("several schemes take it, call `Builder::credential_for`: {names}"))
            }
        };
        Err(BuildError::Credential { scheme: scheme.to_owned(), message })
    }

    fn user_agent(&self) -> Result<Option<HeaderValue>, BuildError> {
        const OWN: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
        let text = match (&self.user_agent, &self.transport) {
            (Some(text), _) => text.as_str(),
            // A client that is brought along has a user agent of its own.
            (None, Some(_)) => return Ok(None),
            (None, None) => OWN,
        };
        let value = HeaderValue::from_str(text).ok().filter(|_| text.is_ascii());
        value.map(Some).ok_or(BuildError::UserAgent)
    }
}

/// Checks a base URL.
fn base_url(text: &str, variables: Vec<String>) -> Result<Url, BuildError> {
    servers::parse(text).map_err(|message| BuildError::BaseUrl { message, variables })
}

/// What sends requests; `trusting` says whether any of them is known to go to `https`.
fn transport(
    own: Option<Arc<dyn Transport>>,
    layers: Vec<Layer>,
    trusting: bool,
) -> Result<Arc<dyn Transport>, BuildError> {
    let innermost = match own {
        Some(own) => own,
        None => Arc::new(Http::new(trusting).map_err(BuildError::Http)?),
    };
    Ok(layers.into_iter().fold(innermost, |below, layer| layer(below)))
}
