//! What holds other values: options, lists and maps.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Json, Parsed, Reader, Step};

impl<T: Json> Json for Option<T> {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        match value {
            Parsed::Null => None,
            other => Some(T::read(other, reader)),
        }
    }

    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, Json::write)
    }

    fn blank() -> Self {
        None
    }
}

impl<T: Json> Json for Box<T> {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        Box::new(T::read(value, reader))
    }

    fn write(&self) -> Value {
        self.as_ref().write()
    }

    fn blank() -> Self {
        Box::new(T::blank())
    }
}

impl<T: Json> Json for Vec<T> {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        match value {
            Parsed::Array(items) => items
                .enumerate()
                .map(|(index, item)| reader.within(Step::Index(index), item))
                .collect(),
            other => reader.wanted("an array", &other),
        }
    }

    fn write(&self) -> Value {
        self.iter().map(Json::write).collect()
    }

    fn blank() -> Self {
        Vec::new()
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    fn read(value: Parsed<'_>, reader: &mut Reader) -> Self {
        reader.object(value).rest()
    }

    fn write(&self) -> Value {
        self.iter().map(|(key, value)| (key.clone(), value.write())).collect()
    }

    fn blank() -> Self {
        Self::new()
    }
}
