//! What strings and integers of their own can do, in one line for each.

/// What every newtype around a string can do.
#[allow(unused_macros)]
macro_rules! string_newtype {
    ($type:ident) => {
        impl $type {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, taken out.
            pub fn into_inner(self) -> String {
                self.0
            }
        }

        impl From<String> for $type {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $type {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<&$type> for $type {
            fn from(other: &$type) -> Self {
                other.clone()
            }
        }

        impl From<$type> for String {
            fn from(newtype: $type) -> Self {
                newtype.0
            }
        }

        impl std::ops::Deref for $type {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $type {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self(text.to_owned()))
            }
        }

        impl PartialEq<str> for $type {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<String> for $type {
            fn eq(&self, other: &String) -> bool {
                self.0 == *other
            }
        }

        impl PartialEq<&str> for $type {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl $crate::support::json::Json for $type {
            fn read(
                value: $crate::support::json::Parsed<'_>,
                reader: &mut $crate::support::json::Reader,
            ) -> Self {
                Self($crate::support::json::Json::read(value, reader))
            }

            fn write(&self) -> serde_json::Value {
                self.as_str().into()
            }
        }
    };
}

/// What every newtype around an integer can do.
#[allow(unused_macros)]
macro_rules! integer_newtype {
    ($type:ident, $integer:ty) => {
        impl $type {
            /// The integer.
            pub fn into_inner(self) -> $integer {
                self.0
            }
        }

        impl From<$integer> for $type {
            fn from(integer: $integer) -> Self {
                Self(integer)
            }
        }

        impl From<&$type> for $type {
            fn from(other: &$type) -> Self {
                *other
            }
        }

        impl From<$type> for $integer {
            fn from(newtype: $type) -> Self {
                newtype.0
            }
        }

        impl std::str::FromStr for $type {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl PartialEq<$integer> for $type {
            fn eq(&self, other: &$integer) -> bool {
                self.0 == *other
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl $crate::support::json::Json for $type {
            fn read(
                value: $crate::support::json::Parsed<'_>,
                reader: &mut $crate::support::json::Reader,
            ) -> Self {
                Self($crate::support::json::Json::read(value, reader))
            }

            fn write(&self) -> serde_json::Value {
                self.0.into()
            }
        }
    };
}

// Not every crate has types of both kinds.
#[allow(unused_imports)]
pub(crate) use {integer_newtype, string_newtype};
