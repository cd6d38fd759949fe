//! What the generated types have in common, in one line for each.

/// Gives types that implement [`Json`] the traits of serde.
#[allow(unused_macros)]
macro_rules! serde_bridge {
    ($($type:ty),* $(,)?) => {$(
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::support::json::Json::write(self).serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use $crate::support::json::Document;
                let document = <Document<'_> as serde::Deserialize>::deserialize(deserializer)?;
                $crate::support::json::from_document(&document)
                    .map_err($crate::support::json::mismatches)
            }
        }
    )*};
}

/// What every enum of strings can do, given `as_str` and `From<String>`.
#[allow(unused_macros)]
macro_rules! string_enum {
    ($type:ident) => {
        impl From<&str> for $type {
            fn from(value: &str) -> Self {
                value.to_owned().into()
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::support::json::Json for $type {
            fn read(
                value: $crate::support::json::Parsed<'_>,
                reader: &mut $crate::support::json::Reader,
            ) -> Self {
                <String as $crate::support::json::Json>::read(value, reader).into()
            }

            fn write(&self) -> serde_json::Value {
                self.as_str().into()
            }
        }
    };
}

/// What every enum of integers can do, given `value` and `From` the integer.
#[allow(unused_macros)]
macro_rules! integer_enum {
    ($type:ident, $integer:ty) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.value().fmt(f)
            }
        }

        impl $crate::support::json::Json for $type {
            fn read(
                value: $crate::support::json::Parsed<'_>,
                reader: &mut $crate::support::json::Reader,
            ) -> Self {
                <$integer as $crate::support::json::Json>::read(value, reader).into()
            }

            fn write(&self) -> serde_json::Value {
                $crate::support::json::Json::write(&self.value())
            }
        }
    };
}

/// What every named map or list can do.
#[allow(unused_macros)]
macro_rules! wrapper {
    ($type:ident, $inner:ty) => {
        impl From<$inner> for $type {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }

        impl std::ops::Deref for $type {
            type Target = $inner;

            fn deref(&self) -> &$inner {
                &self.0
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
                self.0.write()
            }
        }
    };
}

// Not every crate has types of every kind.
#[allow(unused_imports)]
pub(crate) use {integer_enum, serde_bridge, string_enum, wrapper};
