//! Why a client could not be set up.

use std::fmt;

/// Why a client could not be set up.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// Something is neither set nor in the environment.
    Missing(Vec<Missing>),
    /// The base URL does not fit. The URL itself is not kept: it may hold a secret.
    BaseUrl {
        /// What is wrong.
        message: &'static str,
        /// The variables it is made of.
        variables: Vec<String>,
    },
    /// What stands in the place of a declared server does not fit.
    Server {
        /// The declared server.
        server: String,
        /// What is wrong.
        message: &'static str,
    },
    /// A credential does not fit.
    Credential {
        /// The security scheme; empty where none is meant in particular.
        scheme: String,
        /// What is wrong.
        message: String,
    },
    /// A header of callers cannot go along.
    ForwardedHeader {
        /// The name, as it was given.
        name: String,
        /// What is wrong.
        message: &'static str,
    },
    /// The user agent cannot be sent in a header.
    UserAgent,
    /// The HTTP client could not be made.
    Http(reqwest::Error),
}

/// Something that is neither set nor in the environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// What is missing.
    pub what: String,
    /// The environment variables to set; empty where none is bound.
    pub variables: Vec<String>,
    /// The method of the builder that sets it otherwise.
    pub method: &'static str,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is missing: {}", self.what, remedy(&self.variables, self.method))
    }
}

/// What to do about something that is missing.
pub(super) fn remedy(variables: &[String], method: &str) -> String {
    match variables {
        [] => format!("call `Builder::{method}`"),
        [name] => format!("set the environment variable `{name}` or call `Builder::{method}`"),
        names => {
            let names = names.join("`, `");
            format!("set the environment variables `{names}` or call `Builder::{method}`")
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(missing) => {
                let lines: Vec<String> = missing.iter().map(Missing::to_string).collect();
                f.write_str(&lines.join("; "))
            }
            Self::BaseUrl { message, variables } if variables.is_empty() => {
                write!(f, "the base URL {message}: check what `Builder::base_url` was given")
            }
            Self::BaseUrl { message, variables } => {
                write!(f, "the base URL {message}: {}", remedy(variables, "base_url"))
            }
            Self::Server { server, message } => {
                write!(f, "`Builder::server`, for `{server}`: {message}")
            }
            Self::Credential { scheme, message } if scheme.is_empty() => f.write_str(message),
            Self::Credential { scheme, message } => {
                write!(f, "security scheme `{scheme}`: {message}")
            }
            Self::ForwardedHeader { name, message } => {
                write!(f, "the header `{}` cannot be forwarded: it {message}", name.escape_debug())
            }
            Self::UserAgent => f.write_str("the user agent must be visible ASCII characters"),
            Self::Http(error) => write!(f, "the HTTP client could not be made: {error}"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Http(error) => Some(error),
            _ => None,
        }
    }
}
